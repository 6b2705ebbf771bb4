"""A picture whose 8 by 8 cells pass through a few numbers each."""

import numpy as np
from style import FAINT, INK, canvas, label, plt, save, tint

from mmbook.neural_network_architectures import quartet_cells


def main():
    X, mean, back = quartet_cells(500)
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    whole = (X**2).sum()
    scene = 7
    rows = slice(16 * scene, 16 * scene + 16)
    figure, axes = canvas(1.95)
    for i, k in enumerate((64, 16, 4, 1)):
        copy = X[rows] @ Vt[:k].T @ Vt[:k]
        left, side = 14 + 121 * i, 98
        tint(axes, (back(copy + mean) - 0.3) / 0.3,
             (left, left + side, 10 + side, 10), INK)
        if k < 64:
            for c in range(1, 4):
                axes.plot([left + c * side / 4] * 2, [10, 10 + side],
                          color=FAINT, lw=0.5)
                axes.plot([left, left + side], [10 + c * side / 4] * 2,
                          color=FAINT, lw=0.5)
        axes.add_patch(plt.Rectangle((left, 10), side, side, lw=0.8,
                                     edgecolor=FAINT, facecolor="none"))
        kept = (s[:k]**2).sum() / whole
        label(axes, left + side / 2, 121, "original" if k == 64 else
              f"{k} of 64 numbers", weight="bold")
        if k < 64:
            label(axes, left + side / 2, 134, f"{kept:.0%} of the variance",
                  size=9)
    save(figure, __file__)


if __name__ == "__main__":
    main()
