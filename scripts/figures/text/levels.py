"""One word as graphemes, code points and bytes, written in two ways."""

import unicodedata

from style import INK, MUTED, TEXT, box, canvas, label, save

WORDS = (("composed (NFC)", unicodedata.normalize("NFC", "café")),
         ("decomposed (NFD)", unicodedata.normalize("NFD", "café")))
STEP, GAP = 32, 34  # width of a byte, and between the words


def main() -> None:
    figure, axes = canvas(2.35)
    for y, name in ((52, "graphemes"), (92, "code points"), (132, "bytes")):
        label(axes, 4, y, name, INK, 10, ha="left", weight="bold")
    x = 92
    for name, word in WORDS:
        start = x
        marks = {i for i, c in enumerate(word) if unicodedata.combining(c)}
        for i, character in enumerate(word):
            raw = character.encode()
            width = STEP * len(raw)
            odd = 0.12 if ord(character) < 128 else 0.34
            if i not in marks:
                more = STEP * 2 if i + 1 in marks else 0
                seen = word[i] + (word[i + 1] if more else "")
                box(axes, x + 1, 42, width + more - 2, 20, color=TEXT,
                    fill=0.34 if more else odd, radius=2, line=0.8)
                label(axes, x + (width + more) / 2, 52,
                      unicodedata.normalize("NFC", seen), INK, 11)
            box(axes, x + 1, 82, width - 2, 20, color=TEXT, fill=odd,
                radius=2, line=0.8)
            label(axes, x + width / 2, 92, f"{ord(character):04X}", INK, 9)
            for byte in raw:
                box(axes, x + 1, 122, STEP - 2, 20, color=TEXT, fill=odd,
                    radius=2, line=0.8)
                label(axes, x + STEP / 2, 132, f"{byte:02X}", INK, 9)
                x += STEP
        label(axes, (start + x) / 2, 20, name, TEXT, 10, weight="bold")
        label(axes, (start + x) / 2, 156,
              f"4 graphemes, {len(word)} code points, "
              f"{len(word.encode())} bytes", MUTED, 9)
        x += GAP
    save(figure, __file__)


if __name__ == "__main__":
    main()
