"""What a larger codebook gives and takes, from the lab's record."""

import json

from style import IMAGE, INK, MUTED, ROOT, WIDTH, plt, save

RECORD = ROOT / "docs" / "foundations" / "labs" / "tokens.json"


def main():
    results = json.loads(RECORD.read_text(encoding="utf-8"))["results"]
    found, spread = results["tradeoff"], results["spread"]
    K = [int(key) for key in found]

    def curve(axes, key, marker, color, **more):
        axes.errorbar(K, [found[str(k)][key] for k in K],
                      [spread[str(k)][key] for k in K], fmt=marker,
                      color=color, ms=5, lw=1.4, capsize=2, **more)

    figure, axes = plt.subplots(1, 3, figsize=(WIDTH, 2.5))
    curve(axes[0], "psnr", "s-", IMAGE)
    axes[0].set_title("rebuilding, dB\n(higher is better)", size=9.5)
    curve(axes[1], "bits", "^-", INK)
    axes[1].plot(K, [64 * (k.bit_length() - 1) for k in K], ":", color=MUTED)
    axes[1].text(28, 440, "64 log₂ K", color=MUTED, size=9.5)
    axes[1].set(ylim=(0, 700))
    axes[1].set_title("bits to predict a picture\n(lower is better)",
                      size=9.5)
    curve(axes[2], "one_rebuilt", "s-", IMAGE)
    curve(axes[2], "one_made", "o--", INK)
    curve(axes[2], "fits_made", "^:", MUTED)
    axes[2].text(100, 0.86, "rebuilt", color=IMAGE, size=9.5)
    axes[2].text(100, 0.38, "made", color=INK, size=9.5)
    axes[2].text(14, 0.05, "of real size", color=MUTED, size=9.5)
    axes[2].set(ylim=(0, 1.05))
    axes[2].set_title("share with one object\n(higher is better)", size=9.5)
    for one in axes:
        one.set_xscale("log", base=2)
        one.set(xticks=[16, 64, 256, 1024], xlabel="codes")
        one.set_xticklabels(["16", "64", "256", "1,024"])
        one.minorticks_off()
    save(figure, __file__)


if __name__ == "__main__":
    main()
