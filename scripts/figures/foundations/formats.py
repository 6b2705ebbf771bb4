"""How three formats spend their bits on range and on precision."""

from style import ACCENT, INK, MUTED, TEXT, box, canvas, label, save

FORMATS = (("float32", 8, 23, "3.4 · 10³⁸", "1.2 · 10⁻³⁸", "1.2 · 10⁻⁷"),
           ("bfloat16", 8, 7, "3.4 · 10³⁸", "1.2 · 10⁻³⁸", "0.0078"),
           ("float16", 5, 10, "65,504", "6.1 · 10⁻⁵", "0.00098"))


def main() -> None:
    figure, axes = canvas(2.35)
    left, bit = 62, 6.8
    for x, words in ((left + 16 * bit, "32 bits: sign, exponent, fraction"),
                     (316, "largest"), (388, "smallest normal"),
                     (462, "step at 1")):
        label(axes, x, 14, words, MUTED, 9)
    for i, (name, exponent, fraction, *numbers) in enumerate(FORMATS):
        y = 32 + 46 * i
        label(axes, 4, y + 14, name, INK, 10, ha="left", weight="bold")
        x = left
        for count, color, words in ((1, MUTED, ""),
                                    (exponent, ACCENT, str(exponent)),
                                    (fraction, TEXT, str(fraction))):
            box(axes, x, y, count * bit, 28, words, color, 0.2, radius=1.5)
            x += count * bit
        for place, words in zip((316, 388, 462), numbers):
            label(axes, place, y + 14, words, INK, 9.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
