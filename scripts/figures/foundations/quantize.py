"""Nearest code in the plane; the staircase and its stand-in slope."""

import numpy as np
from style import (
    ACCENT, FAINT, IMAGE, INK, MUTED, WIDTH, plt, save)

CODES = np.array([[0.0, 1.0], [1.0, 0.0], [1.2, 1.3]])
POINTS = np.array([[0.2, 0.9], [1.1, 0.1], [0.7, 0.5]])


def main():
    figure, (left, right) = plt.subplots(1, 2, figsize=(WIDTH, 2.9))
    grid = np.stack(np.meshgrid(np.linspace(-0.4, 1.8, 221),
                                np.linspace(-0.4, 1.8, 221)), axis=-1)
    far = ((grid[:, :, None] - CODES) ** 2).sum(axis=3)  # (221, 221, 3)
    left.contour(grid[..., 0], grid[..., 1], far.argmin(axis=2),
                 levels=[0.5, 1.5], colors=[FAINT], linewidths=1.2)
    code = ((POINTS[:, None] - CODES) ** 2).sum(axis=2).argmin(axis=1)
    for x, k in zip(POINTS, code):
        left.annotate("", CODES[k], x, arrowprops=dict(
            arrowstyle="-|>", color=MUTED, lw=1, shrinkA=4, shrinkB=5))
    left.plot(*POINTS.T, "o", color=IMAGE, ms=6)
    left.plot(*CODES.T, "s", color=INK, ms=7)
    for k, (x, y) in enumerate(CODES):
        left.text(x + (0.08, -0.5, 0.08)[k], y + (0.1, -0.12, 0.1)[k],
                  f"code {k}", size=9.5)
    for name, x, (dx, dy) in zip("abc", POINTS, (
            (0.08, -0.16), (0.09, 0.04), (-0.16, -0.16))):
        left.text(x[0] + dx, x[1] + dy, name, color=IMAGE, size=9.5)
    left.set(xlim=(-0.4, 1.8), ylim=(-0.4, 1.8), xlabel="first number",
             ylabel="second number", aspect="equal")

    z = np.linspace(-1.6, 1.6, 400)
    stairs = np.rint(z)
    for level in (-2, -1, 0, 1, 2):
        here = stairs == level
        right.plot(z[here], stairs[here], color=INK, lw=2)
    right.plot(z, z, "--", color=ACCENT, lw=1.4)
    right.text(-1.5, 0.42, "forward: the stairs,\nslope 0", color=INK,
               size=9.5)
    right.text(0.15, -1.2, "backward: as if\nslope 1", color=ACCENT,
               size=9.5)
    right.set(xlabel="z", ylabel="quantized z", xlim=(-1.6, 1.6),
              ylim=(-1.7, 1.7))
    save(figure, __file__)


if __name__ == "__main__":
    main()
