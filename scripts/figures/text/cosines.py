"""Cosines of random words before and after the mean is taken off."""

import numpy as np
from style import FAINT, IMAGE, MUTED, TEXT, plt, save

from mmbook.word_embeddings_and_language_models import stories
from mmbook.word_vectors import cooccurrence, cosines, train_sgns


def main():
    words, counts = cooccurrence(stories(), window=4, least=60)
    U, V = train_sgns(counts, 30, k=5)
    pair = np.triu_indices(len(U), 1)
    figure, axes = plt.subplots(figsize=(6.8, 3.0))
    edges = np.linspace(-1, 1, 51)
    for values, style, color, name, x, y in (
            (cosines(U)[pair], "-", TEXT, "word and word", 0.66, 1.75),
            (cosines(U, V).ravel(), ":", IMAGE, "word and context", -0.7,
             1.75),
            (cosines(U - U.mean(axis=0))[pair], "--", MUTED,
             "word and word,\nmean taken off", 0.0, 2.52)):
        high, _ = np.histogram(values, edges, density=True)
        axes.plot((edges[1:] + edges[:-1]) / 2, high, style, color=color,
                  lw=1.6)
        axes.plot([values.mean()] * 2, [0, 2.45], color=color, ls=style,
                  lw=0.8)
        axes.text(x, y, name, color=color, ha="center")
    axes.set(xlabel="cosine", ylabel="density of pairs", ylim=(0, 3.1))
    axes.grid(axis="y", color=FAINT, lw=0.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
