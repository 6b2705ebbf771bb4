"""A scene and its mirror image: the caption holds for one of them."""

from mmbook.quartet import Quartet
from style import ACCENT, INK, MUTED, SOUND, canvas, label, picture, save

INDEX = 0


def main() -> None:
    world = Quartet.simple(0, objects=2)
    scene = next(s for s in map(world.scene, range(99))
                 if "left of" in s.text)
    figure, axes = canvas(2.55)
    for x, pixels, verdict, color in (
            (60, scene.image, "true", SOUND),
            (290, scene.image[:, ::-1], "false", ACCENT)):
        picture(axes, pixels, x, 12, 140)
        label(axes, x - 30, 96, verdict, color, 10.5, weight="bold")
    label(axes, 30, 80, "image", MUTED)
    label(axes, 260, 80, "mirrored", MUTED)
    label(axes, 245, 168, f"“{scene.text}”", INK, 9.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
