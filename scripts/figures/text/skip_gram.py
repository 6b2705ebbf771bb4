"""Skip-gram's products against shifted PMI, on a real table of counts."""

import numpy as np
from style import FAINT, IMAGE, INK, MUTED, TEXT, plt, save

from mmbook.word_embeddings_and_language_models import stories
from mmbook.word_vectors import cooccurrence, pmi, train_sgns


def main():
    words, counts = cooccurrence(stories(), window=4, least=60)
    U, V = train_sgns(counts, 30, k=5)
    right = pmi(counts) - np.log(5)
    figure, axes = plt.subplots(figsize=(6.8, 3.6))
    for low, high, marker, color, name in (
            (1, 3, ".", MUTED, "seen once or twice"),
            (10, np.inf, "o", TEXT, "seen ten times or more")):
        ok = (counts >= low) & (counts < high)
        i, j = np.nonzero(ok)
        keep = np.random.default_rng(0).permutation(len(i))[:500]
        i, j = i[keep], j[keep]
        axes.plot(right[i, j], (U @ V.T)[i, j], marker, color=color, ms=4,
                  mfc="none" if marker == "o" else color, mew=0.8,
                  label=name)
    axes.plot([-5.5, 2], [-5.5, 2], color=IMAGE, lw=1.2)
    axes.text(0.9, 1.35, "equal", color=IMAGE, ha="right")
    axes.axvline(-np.log(5), color=FAINT, lw=0.9, zorder=0)
    axes.text(-np.log(5) + 0.06, -4.9, "neighbors as often\nas by chance",
              color=INK)
    axes.set(xlabel="PMI − log 5, from the counts (nats)",
             ylabel="product of trained vectors")
    axes.legend(loc="upper left")
    save(figure, __file__)


if __name__ == "__main__":
    main()
