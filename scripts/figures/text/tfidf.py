"""TF-IDF weights of ten captions, and what a query finds in them."""

import numpy as np
from style import INK, MUTED, TEXT, box, canvas, label, save

from mmbook.nlp_basics import bag, search
from mmbook.quartet import Quartet

QUERY = "a tiny triangle hops"
WORDS = ("a", "tiny", "little", "large", "huge", "big", "green", "orange",
         "purple", "red", "yellow", "ring", "square", "triangle", "circle",
         "cross", "sinks", "bounces", "climbs")
X, Y, STEP, ROW = 196, 82, 13.2, 15.5


def main() -> None:
    captions = Quartet(seed=0, objects=1).captions(range(10))
    counts = bag(captions, WORDS)  # (N, V)
    rarity = np.log(len(captions) / (counts > 0).sum(axis=0))  # (V,)
    scores = search(QUERY, captions)
    figure, axes = canvas(3.75)
    asked = QUERY.split()
    for j, word in enumerate(WORDS):
        label(axes, X + (j + 0.5) * STEP, Y - 8, word,
              TEXT if word in asked else MUTED, 9, rotation=90, va="bottom",
              weight="bold" if word in asked else "normal")
    label(axes, 462, Y - 8, "cosine", INK, 9.5, va="bottom")
    for i, caption in enumerate(captions):
        y = Y + i * ROW
        label(axes, 4, y + ROW / 2, str(i), MUTED, 9, ha="left")
        label(axes, X - 6, y + ROW / 2, caption, INK, 9, ha="right")
        for j, word in enumerate(WORDS):
            if counts[i, j]:
                box(axes, X + j * STEP + 1, y + 1, STEP - 2, ROW - 2,
                    color=TEXT, fill=min(rarity[j] / 2.4, 1), radius=1,
                    line=1.4 if word in asked else 0.5)
        best = scores[i] == scores.max()
        label(axes, 462, y + ROW / 2, f"{scores[i]:.2f}", INK, 9.5,
              weight="bold" if best else "normal")
    y = Y + 10 * ROW + 14
    for k, (n, words) in enumerate(((10, "ten: 0"), (4, "four: 0.92"),
                                    (3, "three: 1.20"), (2, "two: 1.61"),
                                    (1, "one: 2.30"))):
        weight, x = np.log(10 / n), 126 + (0, 58, 134, 214, 286)[k]
        box(axes, x, y, STEP - 2, ROW - 2, color=TEXT, fill=weight / 2.4,
            radius=1, line=0.8)
        label(axes, x + 16, y + 7, words, MUTED, 9, ha="left")
    label(axes, 120, y + 7, "weight of a word in", MUTED, 9, ha="right")
    save(figure, __file__)


if __name__ == "__main__":
    main()
