"""A filter slid over 5 by 5 numbers, before and after a shift."""

import numpy as np
from style import ACCENT, INK, MUTED, arrow, box, canvas, label, save

from mmbook.neural_network_architectures import convolve

SIDE = 19


def grid(axes, values, x, y, mark=None):
    for (i, j), v in np.ndenumerate(values):
        inside = mark and i in mark[0] and j in mark[1]
        box(axes, x + SIDE * j, y + SIDE * i, SIDE, SIDE,
            f"{v:g}".replace("-", "−"), ACCENT if inside else MUTED,
            0.16 if inside else 0.3 if v else 0.0, radius=1, size=9.5,
            line=0.7)


def main():
    x = np.zeros((5, 5))
    x[1:4, 2] = 1
    w = np.tile([-1.0, 0, 1], (3, 1))
    figure, axes = canvas(3.7)
    for at, words in ((58, "input"), (172, "filter"),
                      (282, "output, stride 1"), (410, "output, stride 2")):
        label(axes, at, 12, words, weight="bold")
    for row, picture in enumerate((x, np.roll(x, 1, axis=1))):
        y = 34 + 122 * row
        grid(axes, picture, 10, y, (range(3), range(3)) if row == 0 else None)
        grid(axes, w, 144, y + SIDE)
        one, two = convolve(picture, w), convolve(picture, w, stride=2)
        grid(axes, one, 254, y + SIDE, ((0,), (0,)) if row == 0 else None)
        grid(axes, two, 391, y + 1.5 * SIDE)
        for a, b in ((110, 138), (207, 248), (317, 385)):
            arrow(axes, (a, y + 47), (b, y + 47))
    arrow(axes, (58, 131), (58, 154), INK)
    label(axes, 66, 142, "shifted by one", size=9, ha="left")
    arrow(axes, (282, 113), (282, 173), INK)
    label(axes, 290, 142, "shifted by one", size=9, ha="left")
    arrow(axes, (410, 103), (410, 182), INK, dash="--")
    label(axes, 418, 142, "gone", INK, 9, ha="left")
    save(figure, __file__)


if __name__ == "__main__":
    main()
