"""Which axis each pair of a head turns by, in blocks and in turn."""

import numpy as np
from style import (
    IMAGE, MUTED, TEXT, VIDEO, WIDTH, box, canvas, label, save)

from mmbook.position_and_cache import axes_of_pairs, speeds

NAMES, COLORS = ("time", "row", "column"), (VIDEO, IMAGE, TEXT)
LETTERS = "trc"


def main():
    figure, axes = canvas(2.35)
    left, step = 14, (72 * WIDTH - 28) / 64
    rows = (("Qwen2-VL: blocks of 16, 24 and 24", (16, 24, 24), False, 20),
            ("Qwen3-VL: in turn, 24, 20 and 20", (24, 20, 20), True, 84))
    for words, counts, interleaved, y in rows:
        label(axes, left, y, words, ha="left", size=9.5)
        for j, axis in enumerate(axes_of_pairs(counts, interleaved)):
            box(axes, left + j * step, y + 12 + 9 * axis, step - 0.8, 9,
                color=COLORS[axis], fill=0.75, radius=0.5, line=0.5)
        for axis in range(3):
            label(axes, left - 7, y + 16.5 + 9 * axis, LETTERS[axis],
                  COLORS[axis], size=9)
    length = 2 * np.pi / speeds(128, 1e6)
    y = 136
    axes.plot([left, left + 64 * step], [y, y], color=MUTED, lw=0.8)
    for mark in (10, 100, 1000, 10_000, 100_000, 1_000_000):
        x = left + step * (0.5 + np.interp(
            np.log(mark), np.log(length), np.arange(64)))
        axes.plot([x, x], [y, y + 4], color=MUTED, lw=0.8)
        label(axes, x, y + 11, f"{mark:,}", MUTED, size=9)
    label(axes, left + 32 * step, y + 25, "wavelength in positions",
          MUTED, size=9)
    x = 300
    for name, color, letter in zip(NAMES, COLORS, LETTERS):
        label(axes, x, 20, f"{letter} {name}", color, ha="left", size=9.5)
        x += 52
    save(figure, __file__)


if __name__ == "__main__":
    main()
