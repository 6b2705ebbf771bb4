"""A zoo of masks on one sequence of text and picture tokens."""

import numpy as np
from style import FAINT, IMAGE, INK, MUTED, TEXT, canvas, label, plt, save

from mmbook.transformer_architecture import (
    causal, interleaved, padding, prefix, same)

# Two words, a picture of four tokens, three words, a picture of three.
KIND = "TTPPPPTTTPPP"
PICTURES = [0, 0, 1, 1, 1, 1, 0, 0, 0, 2, 2, 2]
CELL = 10.2


def main():
    T = len(KIND)
    zoo = [("padding, 9 real", padding(9, T), "3 places at the end"),
           ("causal", causal(T), "language models"),
           ("prefix of 6", prefix(6, T), "picture and question free"),
           ("blocks", same([1] * 6 + [2] * 6), "two documents, packed"),
           ("causal blocks", same([1] * 6 + [2] * 6) & causal(T),
            "packed, to write"),
           ("modality", interleaved(PICTURES), "pictures seen whole")]
    figure, axes = canvas(4.75)
    for n, (name, mask, use) in enumerate(zoo):
        x = 22 + (n % 3) * (T * CELL + 34)
        y = 32 + (n // 3) * (T * CELL + 50)
        label(axes, x + T * CELL / 2, y - 20, name, INK, 9.5, weight="bold")
        label(axes, x + T * CELL / 2, y + T * CELL + 7, use, MUTED, 9)
        for i, kind in enumerate(KIND):
            color = TEXT if kind == "T" else IMAGE
            for side in (0, 1):
                at = ((x + CELL * i, y - 8) if side else
                      (x - 9, y + CELL * i))
                size = (CELL - 1, 5) if side else (5, CELL - 1)
                axes.add_patch(plt.Rectangle(at, *size, color=color, lw=0))
                if kind == "P":  # not by color alone
                    middle = (at[0] + size[0] / 2, at[1] + size[1] / 2)
                    axes.plot(*middle, "o", color="white", ms=1.6)
        for j, kind in enumerate(KIND):  # a column, in runs of seen cells
            color = TEXT if kind == "T" else IMAGE
            edges = np.diff(mask[:, j].astype(int), prepend=0, append=0)
            for a, b in zip(*(np.flatnonzero(edges == s) for s in (1, -1))):
                axes.add_patch(plt.Rectangle(
                    (x + CELL * j, y + CELL * a), CELL, CELL * (b - a), lw=0,
                    facecolor=(color, 0.6)))
        ends = np.arange(T + 1) * CELL
        axes.hlines(y + ends, x, x + T * CELL, color=FAINT, lw=0.6)
        axes.vlines(x + ends, y, y + T * CELL, color=FAINT, lw=0.6)
    save(figure, __file__)


if __name__ == "__main__":
    main()
