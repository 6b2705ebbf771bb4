"""Eight motions of one triangle: the first and a late frame, the sound."""

from introduction.quartet_samples import spectrogram
from style import INK, MUTED, SOUND, canvas, label, picture, save, tint

from mmbook.quartet import MOTIONS, Quartet

LEFT, COLUMN = 36, 57


def main() -> None:
    world = Quartet.simple(seed=0)
    figure, axes = canvas(2.05)
    for i, motion in enumerate(MOTIONS):
        scene = world.scene(5, shape="triangle", size="medium", tone="calm",
                            color="yellow", motion=motion)
        x = LEFT + i * COLUMN
        label(axes, x + 26, 8, motion, INK, 9.5, weight="bold")
        last = scene.video[13 if motion == "bounce" else 15]
        picture(axes, scene.video[0], x, 18, 25)
        picture(axes, last, x + 27, 18, 25)
        heat = spectrogram(scene.sound)[-37:]  # up to 1.73 kHz
        tint(axes, heat, (x, x + 52, 128, 52), SOUND)
        for second in (0, 2):
            label(axes, x + 26 * second, 137, f"{second} s", MUTED, 9,
                  ha="left" if second == 0 else "right")
    for kilohertz in (0, 1):
        y = 128 - 76 * kilohertz / (37 * 3 * 8000 / 512 / 1000)
        axes.plot([LEFT - 5, LEFT - 1], [y, y], color=MUTED, lw=0.8)
        label(axes, LEFT - 7, y, f"{kilohertz} kHz" if kilohertz else "0",
              MUTED, 9, ha="right")
    save(figure, __file__)


if __name__ == "__main__":
    main()
