"""One picture from 3,072 numbers to patches to tokens, and their cost."""

import numpy as np
from style import (FAINT, IMAGE, INK, MUTED, PAPER, arrow, box, canvas,
                   label, picture, save)

from mmbook.quartet import Quartet


def main() -> None:
    world = Quartet.simple(seed=0)
    image = world.scene(6, shape="star", color="orange", size="large",
                        motion="still").image
    figure, axes = canvas(3.95)
    side, top = 112, 22
    label(axes, 4, 9, "32 × 32 × 3 = 3,072", size=9, ha="left")
    picture(axes, image, 4, top, side)
    for i in range(1, 4):
        at = i * side / 4
        axes.plot([4 + at] * 2, [top, top + side], color=FAINT, lw=0.8)
        axes.plot([4, 4 + side], [top + at] * 2, color=FAINT, lw=0.8)

    patches = image.reshape(4, 8, 4, 8, 3).transpose(0, 2, 1, 3, 4)
    busy = patches.reshape(16, -1).astype(float).std(1).argmax()
    row, column = divmod(int(busy), 4)
    for color, line in ((PAPER, 4), (INK, 1.6)):
        box(axes, 4 + column * side / 4, top + row * side / 4, side / 4,
            side / 4, color=color, fill=0, radius=0.5, line=line)
    patch = patches[row, column]
    arrow(axes, (122, top + 56), (142, top + 56))
    label(axes, 190, 9, f"patch {busy + 1}: 8 × 8 × 3", size=9)
    picture(axes, patch, 147, top + 10, 86)
    arrow(axes, (240, top + 56), (260, top + 56))
    label(axes, 376, 9, "one token: 192 numbers", size=9)
    first = patch.reshape(-1)
    lines = ["  ".join(f"{n:3d}" for n in first[i:i + 6])
             for i in (0, 6, 12, 18)]
    for i, line in enumerate(lines + ["…"]):
        label(axes, 376, top + 18 + i * 18, line, IMAGE, 10,
              family="monospace")

    y = top + side + 22
    label(axes, 4, y, "The picture as a sequence of 16 tokens, row by row",
          size=9.5, ha="left")
    for i, one in enumerate(patches.reshape(16, 8, 8, 3)):
        x = 4 + i * 30.3
        picture(axes, one, x, y + 10, 27)
        if i == busy:
            box(axes, x, y + 10, 27, 27, color=INK, fill=0, radius=0.5, line=2)
        label(axes, x + 13.5, y + 46, str(i + 1), MUTED, 9)

    y += 68
    heads = ("side of a patch", "numbers a token", "tokens",
             "pairs in attention")
    places = (70, 190, 300, 420)
    for x, head in zip(places, heads):
        label(axes, x, y, head, MUTED, 9)
    for i, s in enumerate((1, 4, 8)):
        line = y + 17 + i * 15
        tokens = (32 // s) ** 2
        row = (f"{s} px", f"{3 * s * s}", f"{tokens:,}", f"{tokens ** 2:,}")
        for x, words in zip(places, row):
            label(axes, x, line, words, INK, 9.5,
                  weight="bold" if s == 8 else "normal")
    assert np.prod(image.shape) == 3072
    save(figure, __file__)
