"""Merges of byte-pair encoding, one after the other, on four captions."""

from collections import Counter

from style import INK, MUTED, TEXT, box, canvas, label, save

from mmbook.nlp_basics import encode, learn
from mmbook.quartet import Quartet

SENTENCE = "a small purple triangle bounces"
SHOWN = (0, 1, 2, 3, 6, 7, 12, 17, 22)
LEFT, RIGHT = 148, 452


def main() -> None:
    captions = Quartet.simple(seed=0).captions((4, 5, 6, 9))
    text = "\n".join(captions)
    merges = learn(text, 40)
    figure, axes = canvas(3.66)
    label(axes, 4, 12, "pair joined last", MUTED, 9.5, ha="left")
    label(axes, LEFT, 12, "the third caption", MUTED, 9.5, ha="left")
    label(axes, 486, 12, "tokens", MUTED, 9.5, ha="right")
    for row, k in enumerate(SHOWN):
        y = 28 + row * 26
        if k:
            a, b = merges[k - 1]
            before = encode(text, merges[:k - 1])
            times = Counter(zip(before, before[1:]))[a, b]
            words = " + ".join(p.decode().replace(" ", "␣") for p in (a, b))
            label(axes, 4, y + 9, f"{k}", TEXT, 9.5, ha="left", weight="bold")
            label(axes, 24, y + 9, f"{words}, {times} times", INK, 9.5,
                  ha="left")
        else:
            label(axes, 4, y + 9, "0   none: bytes", TEXT, 9.5, ha="left",
                  weight="bold")
        tokens, x = encode(SENTENCE, merges[:k]), LEFT
        stretch = (RIGHT - LEFT - len(tokens)) / len(SENTENCE)
        for token in tokens:
            width = len(token) * stretch
            box(axes, x, y, width, 18, color=TEXT, radius=2, line=0.8,
                fill=0.34 if k and token == a + b else 0.1)
            label(axes, x + width / 2, y + 9,
                  token.decode().replace(" ", "␣"), INK, 9.5)
            x += width + 1
        label(axes, 486, y + 9, str(len(tokens)), INK, 9.5, ha="right")
    save(figure, __file__)


if __name__ == "__main__":
    main()
