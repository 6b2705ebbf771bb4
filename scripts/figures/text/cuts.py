"""Two distributions over the next word, under four ways to cut them."""

import numpy as np
from style import FAINT, INK, MUTED, TEXT, plt, save

from mmbook.post_training_and_decoding import cut, temper

VERBS = ("moves", "slides", "goes", "bounces", "grows", "sinks", "hops")
HUES = ("red", "blue", "green", "yellow", "purple", "orange")


def main():
    rows = ((VERBS, np.array([.40, .25, .15, .10, .05, .03, .02])),
            (HUES, np.array([.20, .18, .17, .16, .15, .14])))
    ways = (("temperature 0.5", lambda p: temper(p, 0.5)),
            ("top-k, k = 3", lambda p: cut(p, top_k=3)),
            ("top-p, p = 0.75", lambda p: cut(p, top_p=0.75)),
            ("min-p, share 0.2", lambda p: cut(p, min_p=0.2)))
    figure, grid = plt.subplots(2, 4, figsize=(6.8, 3.9), sharey="row")
    for (words, p), panels in zip(rows, grid):
        for (title, way), axes in zip(ways, panels):
            y = np.arange(len(words))
            axes.barh(y, way(p), 0.72, color=TEXT, alpha=0.75)
            axes.barh(y, p, 0.72, facecolor="none", edgecolor=INK, lw=0.9)
            axes.set_yticks(y, words, fontsize=9)
            axes.set(ylim=(6.6, -0.6), xlim=(0, 0.68))
            axes.set_xticks((0, 0.3, 0.6), ("0", "0.3", "0.6"), fontsize=9)
            axes.grid(axis="x", color=FAINT, lw=0.5)
            axes.set_axisbelow(True)
            if words is VERBS:
                axes.set_title(title, fontsize=9.5)
    grid[0][0].set_ylabel("The circle …", color=MUTED)
    grid[1][0].set_ylabel("a small …", color=MUTED)
    figure.supxlabel("probability of the next word", fontsize=9.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
