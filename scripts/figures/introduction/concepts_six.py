"""The six challenges, each as input and output on scene 3 of Quartet."""

import numpy as np
from style import (FAINT, IMAGE, INK, MUTED, SOUND, TEXT, VIDEO, arrow, box,
                   canvas, label, picture, plt, save, waveform)

from mmbook.concepts_runs import exchanged
from mmbook.key_concepts import clicks_heard, landings_seen
from mmbook.quartet_probe import colored
from mmbook.quartet import Quartet

WIDE, HIGH = 240, 116


def main() -> None:
    scene = Quartet(seed=0).scene(3)
    figure, axes = canvas(3 * (HIGH + 8) / 72)
    panels = (representation, alignment, reasoning, generation, transference,
              quantification)
    for i, panel in enumerate(panels):
        x, y = 2 + i % 2 * (WIDE + 6), 3 + i // 2 * (HIGH + 8)
        box(axes, x, y, WIDE, HIGH, color=FAINT, fill=0)
        label(axes, x + 8, y + 12, f"{i + 1}  {panel.__name__}", INK, 10,
              ha="left", weight="bold")
        panel(axes, scene, x, y)
    save(figure, __file__)


def representation(axes, scene, x, y):
    picture(axes, scene.image, x + 10, y + 30, 58)
    label(axes, x + 39, y + 100, "3,072 numbers", MUTED, 9)
    arrow(axes, (x + 76, y + 59), (x + 112, y + 59), INK)
    there = colored(scene.image)
    red, green, blue = scene.image[there].mean(axis=0)
    for i, (name, value) in enumerate((
            ("colored pixels", there.sum()), ("their mean red", red),
            ("mean green", green), ("mean blue", blue))):
        label(axes, x + 118, y + 36 + 16 * i, name, INK, 9, ha="left")
        label(axes, x + 230, y + 36 + 16 * i, f"{value:.0f}", INK, 9,
              ha="right")
    label(axes, x + 176, y + 100, "4 numbers for a purpose", MUTED, 9)


def alignment(axes, scene, x, y):
    left, right = x + 50, x + 232
    seen = landings_seen(scene.video)
    heard = clicks_heard(scene.sound)
    for row, (name, color, signal) in enumerate((
            ("seen", VIDEO, seen), ("heard", SOUND, heard))):
        base = y + 56 + row * 36
        label(axes, x + 8, base - 8, name, color, 9, ha="left")
        axes.plot([left, right], [base, base], color=FAINT, lw=0.8)
        t = np.arange(len(signal)) / (8 if row == 0 else 80)
        beside = np.pad(signal, 1)  # the highest of its neighbors
        tall = (signal > 0.5 * signal.max()) & (
            signal >= np.maximum(beside[:-2], beside[2:]))
        for i in np.flatnonzero(tall):
            at = left + (right - left) * t[i] / 2
            axes.plot([at, at], [base, base - 22 * signal[i] / signal.max()],
                      color=color, lw=2)
    label(axes, (left + right) / 2, y + 105,
          "8 frames a second: seen up to 0.1 s late", MUTED, 9)


def reasoning(axes, scene, x, y):
    label(axes, x + 8, y + 34, "what color is the thing that clicks?", TEXT,
          9.5, ha="left")
    steps = (("when are\nthe clicks?", SOUND), ("what moves\nthen?", VIDEO),
             ("its\ncolor?", VIDEO))
    for i, (words, color) in enumerate(steps):
        box(axes, x + 8 + 78 * i, y + 48, 66, 32, words, color, size=9)
        if i:
            arrow(axes, (x - 4 + 78 * i, y + 64), (x + 8 + 78 * i, y + 64))
    arrow(axes, (x + 197, y + 80), (x + 197, y + 92))
    label(axes, x + 197, y + 101, "green", INK, 10, weight="bold")
    label(axes, x + 8, y + 101, "no single record can answer", MUTED, 9,
          ha="left")


def generation(axes, scene, x, y):
    label(axes, x + 8, y + 64, "the triangle\nhops, then\nthe circle\nexpands",
          TEXT, 9.5, ha="left")
    arrow(axes, (x + 74, y + 64), (x + 98, y + 64), INK)
    waveform(axes, scene.sound, (x + 106, x + 232, y + 92, y + 32),
             columns=110)
    label(axes, x + 169, y + 103, "one of many right sounds", MUTED, 9)


def transference(axes, scene, x, y):
    picture(axes, scene.image, x + 10, y + 28, 30)
    label(axes, x + 48, y + 43, "labeled pictures teach a rule", INK, 9,
          ha="left")
    arrow(axes, (x + 120, y + 54), (x + 120, y + 68), INK)
    waveform(axes, scene.sound[:6000], (x + 10, x + 40, y + 92, y + 66),
             columns=30)
    label(axes, x + 48, y + 79, "its answers label the sounds", INK, 9,
          ha="left")
    label(axes, x + 8, y + 105, "out: a listener for shapes, none for colors",
          MUTED, 9, ha="left")


def quantification(axes, scene, x, y):
    _, image, sound = exchanged("unique_sound")
    label(axes, x + 8, y + 34, "answers that change when the input is\n"
          "another scene's", INK, 9, ha="left")
    for i, (name, share, color) in enumerate((
            ("image", image, IMAGE), ("sound", sound, SOUND))):
        top = y + 58 + 20 * i
        label(axes, x + 8, top + 6, name, INK, 9, ha="left")
        axes.add_patch(plt.Rectangle(
            (x + 48, top), 240 * share, 12, color=color, lw=0))
        label(axes, x + 56 + 240 * share, top + 6, f"{share:.0%}", INK, 9,
              ha="left")
    label(axes, x + 8, y + 105, "out: this model never looks", MUTED, 9,
          ha="left")


if __name__ == "__main__":
    main()
