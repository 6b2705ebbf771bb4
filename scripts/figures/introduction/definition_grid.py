"""Four scenes, four labels: which record tells which label."""

from style import (FAINT, IMAGE, INK, MUTED, SOUND, box, canvas, label,
                   picture, save, waveform)

from mmbook.quartet import Quartet

SCENES = (("red", "circle", "calm"), ("yellow", "triangle", "excited"),
          ("blue", "square", "calm"), ("green", "ring", "excited"))
ROWS = (("redundant", "circle, square or triangle", "either record tells"),
        ("unique_image", "a warm color", "only the image tells"),
        ("unique_sound", "an excited tone", "only the sound tells"),
        ("synergy", "warm or excited, not both", "only the two together"))
LEFT, COLUMN = 148, 57


def main() -> None:
    world = Quartet.simple(seed=0)
    figure, axes = canvas(3.65)
    label(axes, 4, 34, "image", IMAGE, weight="bold", ha="left")
    label(axes, 4, 84, "sound, two seconds", SOUND, weight="bold", ha="left")
    for i, (color, shape, tone) in enumerate(SCENES):
        x = LEFT + COLUMN * (i + 0.5)
        batch = world.batch([4], ("image", "sound"), color=color, shape=shape,
                            size="large", motion="still", tone=tone)
        picture(axes, batch.image[0], x - 24, 9, 48)
        waveform(axes, batch.sound[0], (x - 25, x + 25, 100, 68), columns=100)
        label(axes, x, 112, tone, MUTED, 9)
        labels = [int(batch.label(task)[0]) for task, _, _ in ROWS]
        for row, value in enumerate(labels):
            y = 140 + 34 * row
            box(axes, x - 13, y - 11, 26, 22, str(value), INK,
                fill=0.28 if value else 0.0, weight="bold" if value
                else "normal")
    for row, (task, meaning, who) in enumerate(ROWS):
        y = 140 + 34 * row
        axes.plot([4, 486], [y - 17] * 2, color=FAINT, lw=0.7)
        label(axes, 4, y - 7, task, INK, 9.5, ha="left", weight="bold")
        label(axes, 4, y + 6, meaning, MUTED, 9, ha="left")
        label(axes, 386, y, who, INK, 9, ha="left")
    save(figure, __file__)


if __name__ == "__main__":
    main()
