"""One 3 × 3 matrix of cosines, asked three questions across, three down."""

import numpy as np
from mmbook.quartet import Quartet
from style import (
    FAINT, IMAGE, INK, MUTED, TEXT, box, canvas, label, picture, save)

PAIRS = (("red", "circle"), ("blue", "square"), ("green", "star"))
COSINE = np.array([[0.9, 0.1, 0.2], [0.3, 0.8, 0.1], [0.2, 0.4, 0.7]])
TAU = 0.5
LEFT, CELL, GAP, TOP = 92, 38, 26, 62


def softmax(logits, axis):
    e = np.exp(logits)
    return e / e.sum(axis=axis, keepdims=True)


def matrix(axes, place, title, note, numbers, color, strips, images):
    """One of the three matrices; ``strips`` is "rows", "columns" or None."""
    x = LEFT + place * (3 * CELL + GAP)
    label(axes, x + 1.5 * CELL, 10, title, color, weight="bold")
    label(axes, x + 1.5 * CELL, TOP + 3 * CELL + 19, note, MUTED, 9)
    for k in range(3):
        picture(axes, images[k], x + k * CELL + 5, TOP - 36, CELL - 10)
        if strips == "rows":
            box(axes, x, TOP + k * CELL + 3, 3 * CELL, CELL - 6,
                color=color, fill=0, line=1.1 + 0.9 * (k == 0))
        if strips == "columns":
            box(axes, x + k * CELL + 3, TOP, CELL - 6, 3 * CELL,
                color=color, fill=0, line=1.1 + 0.9 * (k == 0))
    for i in range(3):
        for j in range(3):
            left, y = x + j * CELL, TOP + i * CELL
            weight = "bold" if i == j else "normal"
            if strips:
                box(axes, left + 5, y + 5, CELL - 10, CELL - 10,
                    f"{numbers[i, j]:.2f}", color, 0.5 * numbers[i, j],
                    radius=2, line=0, weight=weight)
                continue
            box(axes, left + 1, y + 1, CELL - 2, CELL - 2,
                color=INK if i == j else FAINT, fill=0, radius=2)
            label(axes, left + CELL / 2, y + 12, f"{COSINE[i, j]:.1f}",
                  MUTED, 9)
            label(axes, left + CELL / 2, y + 26, f"{numbers[i, j]:.1f}",
                  weight=weight)


def main():
    scenes = [Quartet.simple(0).batch([4], ("image",), color=c, shape=s,
                                      size="large") for c, s in PAIRS]
    images = [batch.image[0] for batch in scenes]
    logits = COSINE / TAU
    across, down = softmax(logits, 1), softmax(logits, 0)
    losses = [-np.log(np.diag(p)).mean() for p in (across, down)]
    figure, axes = canvas(3.2)
    for i, (color, shape) in enumerate(PAIRS):
        label(axes, LEFT - 8, TOP + (i + 0.5) * CELL, f"a {color} {shape}",
              TEXT, ha="right")
    matrix(axes, 0, "logits", "small: the cosine\nlarge: divided by τ = 0.5",
           logits, INK, None, images)
    matrix(axes, 1, "softmax across", "each row sums to 1:\na caption seeks "
           "its image", across, TEXT, "rows", images)
    matrix(axes, 2, "softmax down", "each column sums to 1:\nan image seeks "
           "its caption", down, IMAGE, "columns", images)
    for place, loss in enumerate(losses, start=1):
        x = LEFT + place * (3 * CELL + GAP) + 1.5 * CELL
        label(axes, x, TOP + 3 * CELL + 41, f"loss {loss:.2f} nats")
    save(figure, __file__)


if __name__ == "__main__":
    main()
