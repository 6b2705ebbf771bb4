"""Residual against flat quantization of sound, from the lab's record."""

import json

from style import INK, MUTED, ROOT, SOUND, WIDTH, plt, save

RECORD = ROOT / "docs" / "foundations" / "labs" / "tokens.json"


def main():
    results = json.loads(RECORD.read_text(encoding="utf-8"))["results"]
    figure, axes = plt.subplots(figsize=(WIDTH, 2.7))
    error = results["residual"]
    bits = [6 * i for i in range(len(error))]
    axes.plot(bits, error, "^-", color=SOUND, lw=1.6)
    for i in (1, 2, 4, 8):
        axes.text(bits[i] + 0.7, error[i] + 0.22, f"{64 * i} vectors",
                  color=SOUND, size=9)
    axes.plot([6, 9, 12], results["flat"], "s--", color=INK, lw=1.2)
    axes.text(8.4, results["flat"][1] - 0.15, "512 vectors", size=9,
              ha="right")
    axes.text(11.4, results["flat"][2] - 0.28, "4,096 vectors", size=9,
              ha="right")
    axes.text(30, error[5] + 0.9, "residual, 64 codes a stage", color=SOUND,
              size=9.5)
    axes.text(13, results["flat"][2] - 0.3, "one flat codebook", size=9.5,
              color=INK)
    axes.text(0.7, error[0], "0 bits: the mean frame", color=MUTED, size=9,
              va="center")
    axes.set(xlabel="bits per frame", ylabel="error, dB (root mean square)",
             xlim=(-1, 53), ylim=(0, error[0] + 1),
             xticks=[0, 6, 12, 18, 24, 30, 36, 42, 48])
    save(figure, __file__)


if __name__ == "__main__":
    main()
