"""A clip, the same clip backwards, and what changes between frames."""

import numpy as np
from style import (FAINT, MUTED, VIDEO, arrow, canvas, label, picture, plt,
                   save, tint)

from mmbook.quartet import Quartet

SIDE, STEP = 44, 46.5


def main() -> None:
    world = Quartet.simple(seed=0)
    x = world.batch(range(50), modalities=()).factors["x"]
    index = int(np.flatnonzero(x < -0.3)[0])
    clip = world.scene(index, shape="circle", color="purple", size="large",
                       motion="right").video
    figure, axes = canvas(3.55)
    mean = np.rint(clip.astype(float).mean(0)).astype(np.uint8)
    rows = (("As filmed: the circle moves right", clip),
            ("Backwards: it moves left", clip[::-1]))
    for row, (words, frames) in enumerate(rows):
        y = 20 + row * 72
        label(axes, 4, y - 10, words, size=9.5, ha="left")
        for i, frame in enumerate(frames[::2]):
            picture(axes, frame, 4 + i * STEP, y, SIDE)
        arrow(axes, (384, y + SIDE / 2), (406, y + SIDE / 2))
        picture(axes, mean, 415, y, SIDE)
        label(axes, 437, y - 10, "average of 16", size=9.5)
    label(axes, 437, 20 + 72 + SIDE + 12, "the same twice", MUTED, 9)

    y = 20 + 2 * 72
    label(axes, 4, y - 8, "What changes from one frame to the next", size=9.5,
          ha="left")
    change = np.abs(np.diff(clip.astype(int), axis=0)).max(-1)  # (15, 32, 32)
    moved = (np.diff(clip.astype(int), axis=0) != 0).reshape(15, -1).sum(1)
    for i, (difference, count) in enumerate(zip(change[::2], moved[::2])):
        x = 4 + i * STEP
        tint(axes, 1.5 * difference / 255, (x, x + SIDE, y + 2 + SIDE, y + 2),
             VIDEO)
        axes.add_patch(plt.Rectangle((x, y + 2), SIDE, SIDE, lw=0.8,
                                     edgecolor=FAINT, facecolor="none"))
        label(axes, 4 + i * STEP + SIDE / 2, y + 56, f"{count}", VIDEO, 9.5)
    label(axes, 384, y + 56, "of 3,072 numbers", MUTED, 9, ha="left")
    save(figure, __file__)
