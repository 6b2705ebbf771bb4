"""Where a condition acts: the same at every patch, or patch by patch."""

import numpy as np
from style import FAINT, INK, MUTED, canvas, label, picture, plt, save, tint

from mmbook.quartet import Quartet

WORDS = {"red": (0.9, 0.15, 0.15), "blue": (0.15, 0.3, 0.9),
         "background": (0.5, 0.5, 0.5)}


def find():
    """A scene with one red and one blue object, well apart."""
    batch = Quartet.simple(3, objects=2).batch(range(400), ("image",))
    f = batch.factors
    right = (f["color"] == "red") & (f["color2"] == "blue")
    right &= (f["size"] == "large") & (f["size2"] == "large")
    return batch.image[np.flatnonzero(right)[0]]


def main():
    image = find()
    patches = image.reshape(8, 4, 8, 4, 3).mean(axis=(1, 3)) / 255
    keys = np.array(list(WORDS.values()))
    center = lambda v: v - v.mean(axis=-1, keepdims=True)
    q = center(patches)  # (8, 8, 3): hue without brightness
    scores = 25 * q @ center(keys).T
    scores[..., 2] += 3  # a key that patches without hue answer to
    weights = np.exp(scores) / np.exp(scores).sum(axis=2, keepdims=True)
    figure, axes = canvas(1.95)
    side, top = 88, 26
    shown = [("the picture", None), ("FiLM: one γ", np.full((8, 8), 0.6)),
             ("attention: “red”", weights[..., 0]),
             ("attention: “blue”", weights[..., 1])]
    for i, (name, values) in enumerate(shown):
        left = 14 + 122 * i
        label(axes, left + side / 2, 12, name, weight="bold", size=9.5)
        if values is None:
            picture(axes, image, left, top, side)
        else:
            tint(axes, values, (left, left + side, top + side, top), INK)
        for k in range(1, 8):
            axes.plot([left + k * side / 8] * 2, [top, top + side],
                      color=FAINT, lw=0.4)
            axes.plot([left, left + side], [top + k * side / 8] * 2,
                      color=FAINT, lw=0.4)
        axes.add_patch(plt.Rectangle((left, top), side, side, lw=0.8,
                                     edgecolor=MUTED, facecolor="none"))
    label(axes, 245, 130, "γ, or the weight that each of 64 patches gives to "
          "the token: the fuller the cell, the more", MUTED, 9)
    save(figure, __file__)


if __name__ == "__main__":
    main()
