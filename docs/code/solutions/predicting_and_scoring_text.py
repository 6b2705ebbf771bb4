"""Solutions to the exercises of the chapter on scoring text."""

from mmbook.ngram_arrays import surprises
from mmbook.quartet import Quartet
from mmbook.text_scores import bleu, bleu_counts


# --8<-- [start:discounts]
def discounts(size, n=3, tests=200):
    """Bits per caption for each discount and for the estimated one."""
    names = {}
    train, test = ([[names.setdefault(w, len(names)) for w in t.split()]
                    for t in Quartet(seed=0).captions(indices)]
                   for indices in (range(size), range(90_000, 90_000 + tests)))
    return {d: round(float(surprises(train, test, n, len(names), d)[-1].sum()
                           / tests), 1)
            for d in (0.1, 0.3, 0.5, 0.7, 0.9, "estimate")}
# --8<-- [end:discounts]


# --8<-- [start:gaming]
def gaming(N=1000, tried=40):
    """The best fixed caption, its BLEU, and that of random captions."""
    world = Quartet(seed=0, objects=1)
    references = [c.split() for c in world.captions(range(N))]
    others = [c.split() for c in world.captions(range(5000, 5000 + N))]

    def score(texts):
        return bleu(sum(bleu_counts(t, [r])
                        for t, r in zip(texts, references)))

    best = max(others[:tried], key=lambda caption: score([caption] * N))
    return " ".join(best), round(score([best] * N), 1), round(
        score(others), 1)
# --8<-- [end:gaming]
