"""Distances of color words, from captions and from pictures."""

import itertools

import numpy as np
from style import FAINT, IMAGE, INK, TEXT, plt, save

from mmbook.quartet import COLORS, Quartet
from mmbook.quartet_render import RGB
from mmbook.word_embeddings_and_language_models import color_words, distances


SHIFT = {"red": (26, -14), "yellow": (22, -24), "blue": (-22, -24)}


def main():
    text, seen = color_words(Quartet(seed=0))
    true = distances(RGB.astype(float))
    figure, axes = plt.subplots(1, 2, figsize=(6.8, 3.3), sharex=True)
    for ax, X, color, marker, name in (
            (axes[0], text, TEXT, "o", "vectors from captions"),
            (axes[1], seen, IMAGE, "s", "mean color of pictures")):
        values = distances(X)
        ax.plot(true, values, marker, color=color, ms=5)
        for k, (a, b) in enumerate(itertools.combinations(COLORS, 2)):
            if {a, b} in ({"red", "orange"}, {"blue", "orange"},
                          {"yellow", "orange"}):
                shift = SHIFT[a]
                if a == "blue" and X is seen:  # beside the other points
                    shift = (-8, -64)
                ax.plot(true[k], values[k], "o", ms=9, mfc="none", color=INK)
                ax.annotate(f"{a}, {b}", (true[k], values[k]), color=INK,
                            xytext=shift, textcoords="offset points",
                            ha="left" if shift[0] > 0 else "right",
                            va="center", arrowprops={
                                "arrowstyle": "-", "color": INK, "lw": 0.7,
                                "shrinkA": 1, "shrinkB": 5})
        ax.set(title=name, xlabel="distance of the true colors (RGB)",
               ylim=(0, 1.15 * np.max(values)))
        ax.grid(color=FAINT, lw=0.5)
    axes[0].set_ylabel("distance of the words")
    save(figure, __file__)


if __name__ == "__main__":
    main()
