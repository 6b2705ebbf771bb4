"""AND: pairs moved so that each input alone says what it said before."""

import numpy as np
from mmbook.definition_and_importance import mutual_information
from style import ACCENT, INK, MUTED, canvas, label, plt, save


def moved(m):
    """The AND table with m of the mass of y = 0 moved: (w, e, y)."""
    table = np.zeros((2, 2, 2))
    table[:, :, 0] = [[0.25 + m, 0.25 - m], [0.25 - m, m]]
    table[1, 1, 1] = 0.25
    return table


def grid(axes, x, y, title, table):
    """Four cells (w across, e down), with the probabilities of y = 0, 1."""
    label(axes, x + 66, y - 34, title, INK, 9.5, weight="bold")
    for w in (0, 1):
        label(axes, x + 33 + 66 * w, y - 15, f"w = {w}", MUTED, 9)
        label(axes, x - 17, y + 23 + 46 * w, f"e = {w}", MUTED, 9)
        for e in (0, 1):
            left, top = x + 66 * w, y + 46 * e
            axes.add_patch(plt.Rectangle((left, top), 66, 46, lw=1,
                                         edgecolor=MUTED, facecolor="none"))
            for k, name in ((0, "y = 0"), (1, "y = 1")):
                p = table[w, e, k]
                if p:
                    words = {0.25: "1/4", 0.5: "1/2"}[p]
                    alone = table[w, e, 1 - k] == 0
                    label(axes, left + 33, top + (23 if alone else
                                                  14 + 18 * k),
                          f"{name}: {words}", ACCENT if k else INK, 9.5,
                          weight="bold" if k else "normal")


def main() -> None:
    figure, axes = canvas(2.55)
    grid(axes, 36, 60, "as it is, m = 0", moved(0.0))
    grid(axes, 212, 60, "rearranged, m = 1/4", moved(0.25))
    plot = figure.add_axes((0.795, 0.25, 0.185, 0.55))
    m = np.linspace(0, 0.25, 51)
    plot.plot(m, [mutual_information(moved(v)) for v in m], color=INK, lw=1.6)
    for v, words, place in ((0, "0.811", (0.02, 0.83)),
                            (0.25, "0.311", (0.235, 0.14))):
        bits = mutual_information(moved(v))
        plot.plot(v, bits, "o", color=ACCENT, ms=6, clip_on=False)
        plot.text(*place, words, size=9.5, ha="left" if v == 0 else "right")
    plot.set(xlim=(0, 0.25), ylim=(0, 1), xlabel="m")
    plot.set_title("told by both (bits)", size=9.5)
    plot.set_xticks([0, 0.25], ["0", "1/4"])
    plot.set_yticks([0, 0.5, 1])
    save(figure, __file__)


if __name__ == "__main__":
    main()
