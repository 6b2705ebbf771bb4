"""Arithmetic coding: an interval that narrows with each word."""

from fractions import Fraction

from style import FAINT, INK, MUTED, TEXT, box, canvas, label, save

from mmbook.predicting_and_scoring_text import (
    END, count, mix, narrow, steps, to_bits, witten_bell)

CAPTIONS = ("a red circle rises", "a red star rises", "a blue circle rests")
SENTENCE = "a blue star rises"
LEFT, WIDE = 92, 384


def main() -> None:
    captions = [c.split() for c in CAPTIONS]
    tables = count(captions, 2)
    words = [*sorted({w for c in captions for w in c}), END]

    def model(context, token):
        return mix(tables, len(words), context, token, witten_bell)

    figure, axes = canvas(3.9)
    y = 22
    for number, (context, token) in enumerate(steps(SENTENCE.split(), 2)):
        shown = {"<start>": "start"}.get(context[0], context[0])
        label(axes, LEFT - 10, y + 11, f"after {shown}", MUTED, 9.5,
              ha="right")
        at = LEFT
        for word in words:
            share = float(model(context, word)) * WIDE
            mine = word == token
            box(axes, at, y, share, 22, "", TEXT if mine else FAINT,
                0.28 if mine else 0.08, radius=0.5, line=0.8)
            if share > 26 or mine:
                name = "end" if word == END else word
                inside = share > 6.5 * len(name)
                label(axes, at + share / 2, y + 11 if inside else y + 30,
                      name, INK if mine else MUTED, 9)
            if mine:
                start, end = at, at + share
            at += share
        y += 50
        if number < 4:
            for x, to in ((start, LEFT), (end, LEFT + WIDE)):
                axes.plot([x, to], [y - 28, y], color=TEXT, lw=0.7, ls=":")
    low, width = narrow(model, SENTENCE.split(), 2, words)
    bits = to_bits(low, width)
    assert Fraction(int(bits, 2), 2 ** len(bits)) >= low
    label(axes, LEFT + WIDE / 2, y - 8,
          f"interval from {float(low):.4f} to {float(low + width):.4f}"
          f"     sent: {bits}", INK, 9.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
