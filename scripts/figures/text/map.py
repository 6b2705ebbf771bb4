"""One sentence as bytes, subwords and numbers; what the section adds."""

from style import (INK, MUTED, TEXT, arrow, box, canvas, label, save,
                   width_of)

from mmbook.nlp_basics import encode, learn, vocabulary
from mmbook.quartet import Quartet

SENTENCE = "a blue triangle bounces"

CHAPTERS = (  # x, y, width, title, an example
    (4, 262, 114, "Pieces", "the same rights: 1,644\nor 9,803 tokens"),
    (127, 262, 114, "Predicting", "one model, two cuts:\nperplexity 4.76, 1.34"),
    (250, 262, 114, "Vectors", "which colors are near?\ncaptions cannot say"),
    (373, 262, 114, "Transformer", "to find a repetition\ntakes two layers"),
    (4, 354, 148, "Post-training, decoding", "what to prefer,\nand which word to take"),
    (172, 354, 148, "Large language models", "no model of captions\ngets below 15.96 nats"),
    (339, 354, 148, "Position and cache", "(0, 2, 3): place of a patch;\n128 KiB to keep a token"),
)
NEEDS = (((118, 293), (127, 293)), ((241, 293), (250, 293)),
         ((364, 293), (373, 293)), ((430, 324), (430, 354)),
         ((400, 324), (280, 354)), ((172, 385), (152, 385)))


def main() -> None:
    captions = Quartet.simple(seed=0, hide={"text": ("size",)}).captions(
        range(1000))
    rules = learn("\n".join(captions), 100)
    figure, axes = canvas(5.85)
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
    label(axes, 4, 246, "What the section adds, each idea resting on those "
          "with an arrow to it", size=10.5, ha="left", weight="bold")
    for x, y, width, name, words in CHAPTERS:
        box(axes, x, y, width, 62, fill=0.05)
        label(axes, x + width / 2, y + 14, name, size=9.5, weight="bold")
        label(axes, x + width / 2, y + 40, words, size=9)
    for start, end in NEEDS:
        arrow(axes, start, end, MUTED)
    save(figure, __file__)
