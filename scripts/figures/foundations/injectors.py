"""What seven injectors reach, with and without a ReLU behind them."""

import json

from style import ACCENT, FAINT, INK, MUTED, ROOT, plt, save

RECORD = ROOT / "docs" / "foundations" / "labs" / "injectors.json"
ADD = ("concatenation", "bias", "cross-attention, 1 token")


def main():
    found = json.loads(RECORD.read_text())["results"]
    names = [*ADD, *(n for n in found["linear"] if n not in ADD)]
    figure, (left, right) = plt.subplots(1, 2, figsize=(6.8, 3.3),
                                         sharey=True)
    for axes, key, title in ((left, "linear", "linear behind the injector"),
                             (right, "deeper", "ReLU units behind it")):
        for y, name in enumerate(names):
            for r, marker, up in zip(found[key][name], "oD", (0.15, -0.15)):
                face = "none" if name in ADD else INK
                axes.plot([r["low"], r["high"]], [up - y] * 2, "-",
                          color=MUTED, lw=1.2)
                axes.plot(r["mean"], up - y, marker, color=INK, mfc=face,
                          ms=5.5, ls="none")
        axes.axvline(found["ceiling"], color=ACCENT, lw=1, ls=":")
        axes.axhline(-2.5, color=FAINT, lw=0.8)
        axes.set(title=title, xlim=(0.5, 1.02), xlabel="share right",
                 yticks=[-y for y in range(len(names))], yticklabels=names)
        axes.grid(axis="y")
    left.annotate("ceiling\nof adding", (found["ceiling"], -6.2),
                  xytext=(-4, 0), ha="right", textcoords="offset points",
                  color=ACCENT, fontsize=9)
    save(figure, __file__)


if __name__ == "__main__":
    main()
