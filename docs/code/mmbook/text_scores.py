"""Scores of what a model writes: classes, answers, spans, translations.

Texts are compared as they are: what counts as a word is decided by who
calls. BLEU and chrF agree with sacreBLEU (see the tests).
"""

from collections import Counter
from math import exp

import numpy as np


# --8<-- [start:f1]
def f1(right, guessed, wanted):
    """Precision, recall and their harmonic mean, from three counts.

    right: items both guessed and wanted. 0 where nothing was guessed or
    wanted.
    """
    precision = right / guessed if guessed else 0.0
    recall = right / wanted if wanted else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def class_scores(truth, guess):
    """F1 of each class, their plain mean (macro), and F1 of all (micro)."""
    counts = {c: (sum(t == g == c for t, g in zip(truth, guess)),
                  guess.count(c), truth.count(c))
              for c in sorted({*truth, *guess})}
    each = {c: f1(*n)[2] for c, n in counts.items()}
    return (each, sum(each.values()) / len(each),
            f1(*map(sum, zip(*counts.values())))[2])
# --8<-- [end:f1]


# --8<-- [start:spans]
def spans(tags):
    """Spans of BIO tags: a set of (first, past the last, kind)."""
    out, start = set(), None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and tag != "I" + tags[start][1:]:
            out.add((start, i, tags[start][2:]))
            start = None
        if tag[0] == "B" or (tag[0] == "I" and start is None):
            start = i
    return out
# --8<-- [end:spans]


# --8<-- [start:edit]
def edit_distance(a, b):
    """Fewest insertions, deletions and substitutions from a to b."""
    row = list(range(len(b) + 1))  # from nothing to the first j of b
    for i, x in enumerate(a, 1):
        old, row = row, [i]
        for j, y in enumerate(b, 1):
            row.append(min(old[j] + 1, row[-1] + 1, old[j - 1] + (x != y)))
    return row[-1]
# --8<-- [end:edit]


# --8<-- [start:bleu]
def ngrams(items, n):
    """How often each run of n items occurs: a Counter of tuples."""
    return Counter(zip(*(items[i:] for i in range(n))))


def bleu_counts(guess, references, order=4):
    """Matches and n-grams for n = 1 to ``order``, and two lengths.

    guess: a list of words; references: lists of words. An n-gram matches
    at most as often as it occurs in the reference that has it most often.
    """
    out = []
    for n in range(1, order + 1):
        most = Counter()
        for r in references:
            most |= ngrams(r, n)  # the larger count of each
        found = ngrams(guess, n)
        out += [(found & most).total(), found.total()]
    near = min((abs(len(r) - len(guess)), len(r)) for r in references)[1]
    return np.array(out + [len(guess), near])


def bleu(counts):
    """BLEU of 0 to 100, from the sum of ``bleu_counts`` of all texts."""
    matches, all_, (length, near) = counts[:-2:2], counts[1:-2:2], counts[-2:]
    if not length or not matches.all():  # then the mean of logs is -inf
        return 0.0
    brevity = min(0.0, 1 - near / length)
    return 100 * exp(brevity + np.log(matches / all_).mean())
# --8<-- [end:bleu]


# --8<-- [start:chrf]
def chrf_counts(guess, reference, order=6):
    """Matches, guessed and wanted n-grams of characters, no spaces."""
    guess, reference = ("".join(t.split()) for t in (guess, reference))
    pairs = [(ngrams(guess, n), ngrams(reference, n))
             for n in range(1, order + 1)]
    return np.array([[(g & r).total(), g.total(), r.total()]
                     for g, r in pairs])  # (order, 3)


def chrf(counts, beta=2):
    """chrF of 0 to 100, from the sum of ``chrf_counts`` of all texts."""
    counts = counts[(counts[:, 1:] > 0).all(axis=1)]  # orders that exist
    if not len(counts):
        return 0.0
    precision = float((counts[:, 0] / counts[:, 1]).mean())
    recall = float((counts[:, 0] / counts[:, 2]).mean())
    both = beta**2 * precision + recall
    return 100 * (1 + beta**2) * precision * recall / both if both else 0.0
# --8<-- [end:chrf]


# --8<-- [start:paired]
def paired_bootstrap(a, b, score, draws=1000, seed=0):
    """Differences score(a) - score(b) over sets of texts drawn again.

    a, b: counts of two systems on the same N texts, arrays (N, …). Each
    draw takes the same texts of both. Returns (draws,). Source: Koehn,
    2004.
    """
    rng = np.random.default_rng(seed)
    drawn = rng.integers(len(a), size=(draws, len(a)))
    return np.array([score(a[i].sum(axis=0)) - score(b[i].sum(axis=0))
                     for i in drawn])
# --8<-- [end:paired]


# --8<-- [start:answer]
def same_answer(guess, truth, articles=("a", "an", "the")):
    """Exact match after lower case, without punctuation and articles.

    Source: Rajpurkar et al., 2016.
    """
    def plain(text):
        kept = "".join(c for c in text.lower() if c.isalnum() or c.isspace())
        return [w for w in kept.split() if w not in articles]

    return plain(guess) == plain(truth)
# --8<-- [end:answer]
