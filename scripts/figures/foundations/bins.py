"""Too few bins, enough, too many: the likelihood of a table of counts."""

import json

from style import FAINT, IMAGE, INK, MUTED, ROOT, TEXT, plt, save

RECORD = ROOT / "docs" / "foundations" / "labs" / "generative.json"


def main():
    bins = json.loads(RECORD.read_text())["results"]["bins"]
    figure, axes = plt.subplots(figsize=(6.8, 3.0))
    for key, style, color, name, place, shift, side in (
            ("test, 1000", "s--", IMAGE, "1,000 points,\nnew data", 5,
             (-8, 8), "right"),
            ("test, 4000", "o-", TEXT, "4,000 points,\nnew data", 8,
             (10, -14), "left"),
            ("training, 4000", "^:", MUTED, "4,000 points, the same data", 7,
             (0, -15), "center")):
        axes.plot(bins["bins"], bins[key], style, color=color, ms=4)
        axes.annotate(name, (bins["bins"][place], bins[key][place]),
                      xytext=shift, textcoords="offset points", color=color,
                      ha=side, fontsize=9.5)
    axes.axhline(2.1245, color=INK, lw=0.9)
    axes.text(4, 2.02, "entropy of the data, 2.12", color=INK, fontsize=9.5,
              va="top")
    axes.set(xscale="log", xlabel="bins on each axis",
             ylabel="nats per point", ylim=(1.5, 4.2))
    axes.set_xticks([4, 8, 16, 32, 64, 128, 256],
                    [4, 8, 16, 32, 64, 128, 256])
    axes.minorticks_off()
    axes.grid(axis="y", color=FAINT, lw=0.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
