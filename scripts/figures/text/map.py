"""One sentence as characters, bytes, subwords and numbers."""

from style import INK, MUTED, TEXT, box, canvas, label, save, width_of

from mmbook.nlp_basics import encode, learn, vocabulary
from mmbook.quartet import Quartet

SENTENCE = "a blue triangle bounces"


def main() -> None:
    captions = Quartet.simple(seed=0, hide={"text": ("size",)}).captions(
        range(1000))
    rules = learn("\n".join(captions), 100)
    figure, axes = canvas(3.15)
    for row, merges in enumerate((0, 30, len(rules))):
        name = f"{merges} merges" if merges else "Bytes"
        known = vocabulary(rules[:merges])
        tokens = encode(SENTENCE, rules[:merges])
        pieces = [(token.decode(), known.index(token)) for token in tokens]
        y = 34 + row * 62
        label(axes, 4, y - 16, name, TEXT, 10, ha="left", weight="bold")
        label(axes, 486, y - 16, f"{len(pieces)} tokens out of a vocabulary "
              f"of {len(known)}", MUTED, 9.5, ha="right")
        x = 4
        stretch = (482 - 2 * (len(pieces) - 1)) / len(SENTENCE)
        for piece, number in pieces:
            width = len(piece) * stretch
            box(axes, x, y - 5, width, 18, color=TEXT, fill=0.12, radius=2,
                line=0.8)
            label(axes, x + width / 2, y + 4, piece.replace(" ", "␣"), INK,
                  10)
            label(axes, x + width / 2, y + 22, str(number), MUTED,
                  9)
            x += width + 2
    y = 34 + 3 * 62 - 8
    for i, (word, note) in enumerate((
            ("cat", "3 characters, 3 bytes"),
            ("кот", "3 characters, 6 bytes"),
            ("naïve", "5 characters, 6 bytes"))):
        x = 4 + i * 162
        label(axes, x, y, word, TEXT, 11, ha="left", weight="bold")
        x += width_of(word, 11, "bold") + 8
        label(axes, x, y, note, MUTED, 9.5, ha="left")
    save(figure, __file__)
