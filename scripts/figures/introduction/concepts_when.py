"""Early, late and hybrid fusion: where the inputs become one."""

from style import IMAGE, INK, SOUND, arrow, box, canvas, label, save

HIGH, COLUMNS = 152, ((IMAGE, "image", 0), (SOUND, "sound", 62))


def main() -> None:
    figure, axes = canvas(HIGH / 72)
    for x, name in ((26, "early fusion"), (192, "late fusion"),
                    (358, "hybrid fusion")):
        label(axes, x + 53, 10, name, INK, 10, weight="bold")
        label(axes, x + 53, 32, "answer", INK, 9.5)
        for color, word, left in COLUMNS:
            label(axes, x + left + 22, HIGH - 9, word, color, 9.5)
    joint(axes, 26, 66, 40, "one model")
    for _, _, left in COLUMNS:
        arrow(axes, (48 + left, 132), (48 + left, 108), INK)
    joint(axes, 192, 54, 20, "merge two answers")
    each(axes, 192, ("expert", "expert"))
    joint(axes, 358, 54, 20, "one model")
    each(axes, 358, ("encoder", "encoder"))
    save(figure, __file__)


def joint(axes, x, y, high, words):
    """The box that both inputs enter, and its arrow to the answer."""
    box(axes, x, y, 106, high, words, size=9)
    arrow(axes, (x + 53, y - 2), (x + 53, 40), INK)


def each(axes, x, words):
    """A box for each input, with arrows in and out."""
    for (color, _, left), word in zip(COLUMNS, words):
        middle = x + left + 22
        arrow(axes, (middle, 132), (middle, 118), INK)
        box(axes, x + left, 92, 44, 24, word, color, size=9)
        arrow(axes, (middle, 90), (middle, 76), INK)


if __name__ == "__main__":
    main()
