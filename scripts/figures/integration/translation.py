"""What a sound says of its picture, and the mean of all that fits."""

import numpy as np
from mmbook.quartet import Quartet
from style import (
    IMAGE, INK, MUTED, SOUND, arrow, canvas, label, picture, save, waveform)

SIDE, TOP, SHOWN = 68, 30, ("red", "green", "purple")


def main():
    batch = Quartet.simple(seed=1).batch(range(4000), ("image",))
    factor = {name: np.asarray(batch.factors[name])
              for name in ("shape", "size", "color")}
    fits = (factor["shape"] == "circle") & (factor["size"] == "large")
    chosen = [np.flatnonzero(fits & (factor["color"] == color))[0]
              for color in SHOWN]
    sound = Quartet.simple(seed=1).batch(chosen[:1], ("sound",)).sound[0]
    figure, axes = canvas(1.75)
    middle = TOP + SIDE / 2
    label(axes, 49, 14, "a sound", SOUND, weight="bold")
    waveform(axes, sound, (2, 96, TOP + SIDE, TOP))
    arrow(axes, (102, middle), (124, middle), MUTED)
    x = 132
    label(axes, x + 1.5 * SIDE + 8, 14, "pictures that fit it", IMAGE,
          weight="bold")
    for i in chosen:
        picture(axes, batch.image[i], x, TOP, SIDE)
        x += SIDE + 8
    label(axes, x + 8, middle - 4, "…", INK, 12)
    arrow(axes, (x + 18, middle), (x + 40, middle), MUTED)
    x += 50
    mean = np.rint(batch.image[fits].mean(axis=0)).astype(np.uint8)
    label(axes, x + SIDE / 2, 14, "their mean", INK, weight="bold")
    picture(axes, mean, x, TOP, SIDE)
    label(axes, 49, TOP + SIDE + 14, "two seconds", MUTED, 9)
    label(axes, 132 + 1.5 * SIDE + 8, TOP + SIDE + 14,
          f"large circles, {fits.sum()} of 4,000 scenes", MUTED, 9)
    label(axes, x + SIDE / 2, TOP + SIDE + 14, "least squared error", MUTED, 9)
    save(figure, __file__)


if __name__ == "__main__":
    main()
