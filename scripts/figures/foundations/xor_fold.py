"""Exclusive or, before and after one hidden layer of two units."""

import numpy as np
from style import ACCENT, IMAGE, INK, TEXT, plt, save


def main() -> None:
    points = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    total = points.sum(axis=1)
    hidden = np.stack([np.maximum(total, 0), np.maximum(total - 1, 0)], axis=1)
    figure, (left, right) = plt.subplots(1, 2, figsize=(6.8, 3.1))
    for axes, z, x, y in ((left, points, "seen: warm color", "heard: excited"),
                          (right, hidden, "unit 1", "unit 2")):
        for (a, b), (p, q) in zip(points, z):
            odd = a != b
            axes.plot(p, q, "s" if odd else "o", color=IMAGE if odd else TEXT,
                      ms=11, mfc=IMAGE if odd else "none", mew=2, zorder=3)
        axes.set(xlabel=x, ylabel=y, aspect="equal")
        axes.grid(False)
    left.set(xlim=(-0.5, 1.7), ylim=(-0.5, 1.5), xticks=(0, 1), yticks=(0, 1),
             title="inputs: no line separates")
    left.annotate("label 1", (0.1, 1.0), va="center", color=IMAGE)
    left.annotate("label 0", (1.1, 1.0), va="center", color=TEXT)
    left.annotate("label 0", (0.1, 0.0), va="center", color=TEXT)
    left.annotate("label 1", (1.1, 0.0), va="center", color=IMAGE)
    right.set(xlim=(-0.5, 2.6), ylim=(-0.6, 1.5), xticks=(0, 1, 2),
              yticks=(0, 1), title="hidden layer: one line does")
    x = np.array([-0.5, 2.6])
    right.plot(x, (x - 0.5) / 2, "-", color=ACCENT, lw=1.6)
    for words, at in (("(0,0)", (0.12, 0.1)),
                      ("(0,1) and (1,0)", (1.0, -0.3)),
                      ("(1,1)", (2.0, 1.22))):
        right.annotate(words, at, color=INK, fontsize=9.5,
                       ha="left" if at[0] < 0.5 else "center")
    right.annotate("h₁ − 2h₂ = ½", (0.62, 0.62), color=ACCENT, ha="right",
                   fontsize=9.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
