"""Prefill as a triangle, decode as single rows."""

from style import ACCENT, FAINT, INK, MUTED, TEXT, box, canvas, label, save

WORDS = ("red", "circle", "left", "of", "blue", "square", ";", "the", "circle")


def main():
    figure, axes = canvas(3.25)
    left, top, size = 92, 40, 20
    for m, word in enumerate(WORDS):
        y = top + m * size
        label(axes, left - 8, y + size / 2, word, ha="right", size=9.5,
              color=INK if m < 6 else ACCENT)
        for n in range(len(WORDS)):
            x = left + n * size
            if n > m:
                box(axes, x, y, size - 2, size - 2, color=FAINT, fill=0,
                    radius=1, line=0.6)
            elif m < 6:
                box(axes, x, y, size - 2, size - 2, color=TEXT, fill=0.35,
                    radius=1, line=0.8)
            elif n == m:
                box(axes, x, y, size - 2, size - 2, color=ACCENT, fill=0.6,
                    radius=1, line=1.2)
            else:
                box(axes, x, y, size - 2, size - 2, color=MUTED, fill=0.2,
                    radius=1, line=0.8, style=":")
    label(axes, left + 4.5 * size, 24, "keys and values", MUTED, size=9.5)
    label(axes, 12, top + 4.5 * size, "queries", MUTED, size=9.5, rotation=90)
    right = left + 9 * size + 18
    for y, words, color in (
            (top + 2.6 * size, "prefill: the prompt, all rows at once;\n"
             "keys and values go into the cache", TEXT),
            (top + 6.7 * size, "decode: one row a step; dotted:\n"
             "keys and values from the cache", INK),
            (top + 8.2 * size, "new: one key and one value", ACCENT)):
        for i, line in enumerate(words.split("\n")):
            label(axes, right, y + 13 * i, line, color, ha="left", size=9.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
