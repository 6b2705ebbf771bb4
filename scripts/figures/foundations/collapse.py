"""Usage of 256 codes while they are learned, from the lab's record."""

import json

from style import ACCENT, IMAGE, INK, MUTED, ROOT, WIDTH, plt, save

RECORD = ROOT / "docs" / "foundations" / "labs" / "tokens.json"


def main():
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    curves = record["results"]["collapse_curves"]
    figure, axes = plt.subplots(figsize=(WIDTH, 2.6))
    for name, color, line, words, x, y in (
            ("data", MUTED, "--", "start at 256 patches", 395, 170),
            ("restart", IMAGE, "-.", "start far, idle codes restart", 105, 75),
            ("far", ACCENT, "-", "start far from the data", 250, 4.2)):
        axes.plot([50 * i for i in range(13)], curves[name], line,
                  color=color, lw=1.6)
        axes.text(x, y, words, color=color, size=9.5)
    axes.axhline(256, color=INK, lw=0.7, ls=":")
    axes.text(0, 280, "256 codes, all used alike", size=9, color=INK)
    axes.set_yscale("log")
    axes.set(xlabel="steps", ylabel="usage perplexity", ylim=(1, 400),
             yticks=[1, 4, 16, 64, 256])
    axes.set_yticklabels(["1", "4", "16", "64", "256"])
    axes.minorticks_off()
    save(figure, __file__)


if __name__ == "__main__":
    main()
