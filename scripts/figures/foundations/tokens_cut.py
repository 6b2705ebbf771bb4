"""One scene as words, patches, frames of a spectrogram and tubelets."""

import numpy as np
from style import (
    IMAGE, MUTED, SOUND, TEXT, VIDEO, box, canvas, label, picture, save, tint,
    width_of)

from mmbook.quartet import Quartet
from mmbook.tokenization_across_modalities import spectra


def main():
    scene = Quartet(seed=0).scene(6)
    figure, axes = canvas(4.85)
    x = 4
    label(axes, x, 10, "Text", TEXT, ha="left", weight="bold")
    for word in "a tiny purple triangle bounces".split():
        wide = width_of(word, 9.5) + 12
        box(axes, x, 22, wide, 20, word, TEXT)
        x += wide + 5
    label(axes, x + 8, 32, "5 words (30 characters)", MUTED, ha="left")

    top = 76
    label(axes, 4, top - 14, "Image", IMAGE, ha="left", weight="bold")
    picture(axes, scene.image, 4, top, 112)
    for i in range(5):
        axes.plot([4, 116], [top + 28 * i] * 2, color=IMAGE, lw=1)
        axes.plot([4 + 28 * i] * 2, [top, top + 112], color=IMAGE, lw=1)
    label(axes, 4, top + 126, "4 × 4 = 16 patches", MUTED, ha="left")
    label(axes, 4, top + 140, "of 8 × 8 pixels, 192", MUTED, ha="left")
    label(axes, 4, top + 154, "numbers each", MUTED, ha="left")

    label(axes, 150, top - 14, "Sound", SOUND, ha="left", weight="bold")
    frames = spectra(scene.sound[None])[0]  # (79, 32)
    shown = np.clip((frames.T[::-1] + 30) / 50, 0, 1)
    tint(axes, shown, (150, 486, top + 112, top), SOUND)
    for i in range(80):
        axes.plot([150 + 336 * i / 79] * 2, [top, top + 112], color=SOUND,
                  lw=0.3)
    axes.plot([150, 486, 486, 150, 150],
              [top, top, top + 112, top + 112, top], color=SOUND, lw=0.8)
    label(axes, 150, top + 126, "79 frames of 50 ms, one every 25 ms, 32 "
          "numbers each", MUTED, ha="left")
    label(axes, 150, top + 140, "time runs to the right, frequency from 0 to "
          "4 kHz upward", MUTED, ha="left")

    top = 264
    label(axes, 4, top - 10, "Video", VIDEO, ha="left", weight="bold")
    side = 54
    for i in range(8):
        x = 4 + i * (side + 6.9)
        picture(axes, scene.video[2 * i + 1], x + 4, top, side)
        picture(axes, scene.video[2 * i], x, top + 4, side)
        for j in range(5):
            axes.plot([x, x + side], [top + 4 + side / 4 * j] * 2,
                      color=VIDEO, lw=0.7)
            axes.plot([x + side / 4 * j] * 2, [top + 4, top + 4 + side],
                      color=VIDEO, lw=0.7)
    label(axes, 4, top + 74, "8 pairs of frames × 16 squares = 128 tubelets "
          "of 2 × 8 × 8 pixels, 384 numbers each", MUTED, ha="left")
    save(figure, __file__)


if __name__ == "__main__":
    main()
