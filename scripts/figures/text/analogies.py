"""Analogies with and without the rule that the question's words are out."""

import numpy as np
from style import FAINT, IMAGE, INK, TEXT, plt, save

from mmbook.word_embeddings_and_language_models import analogies, people
from mmbook.word_vectors import cooccurrence, factorize, pmi

GENDER = (0, 0.01, 0.02, 0.05, 0.1, 0.2)


def score(seed, gender):
    words, counts = cooccurrence(people(seed, gender=gender), window=6)
    X, _ = factorize(pmi(counts, positive=True), 30)
    return analogies(words, X)


def main():
    found = np.array([[score(seed, g) for seed in range(3)] for g in GENDER])
    figure, axes = plt.subplots(figsize=(6.8, 3.2))
    x = np.arange(len(GENDER))
    for k, style, color, name, at, y in (
            (1, "s-", TEXT, "question's words excluded, with b − a and "
             "without it", 5.2, 105),
            (2, "x:", INK, "", 0, 0),
            (0, "o--", IMAGE, "all words may be answers", 3, 63)):
        mean = 100 * found[:, :, k].mean(axis=1)
        axes.plot(x, mean, style, color=color, mfc="none",
                  ms=5 if style == "x:" else 9)
        axes.fill_between(x, 100 * found[:, :, k].min(axis=1),
                          100 * found[:, :, k].max(axis=1), color=color,
                          alpha=0.15, lw=0)
        axes.text(at, y, name, color=color, ha="right" if k else "center")
    axes.set(xlabel="share of neighbors that tell the gender (%)",
             ylabel="right answers (%)", ylim=(0, 112))
    axes.set_xticks(x, [f"{100 * g:g}" for g in GENDER])
    axes.grid(axis="y", color=FAINT, lw=0.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
