"""Word vectors from a table of counts: by factors, and by skip-gram.

A table of counts (V, M) has a row for each word and a column for each
context word; vectors are rows (V, D). Sources: Church and Hanks, 1990
(pointwise mutual information); Mikolov et al., 2013 (skip-gram with negative
sampling); Levy and Goldberg, 2014 (what it factorizes); Bojanowski et al.,
2017 (pieces of words).
"""

import re
from collections import Counter

import numpy as np
from scipy.optimize import minimize


def tokens(text):
    """Lowercase words of a text, without punctuation, as a list."""
    return re.findall(r"[a-z]+(?:['-][a-z]+)*", text.lower())


# --8<-- [start:cooccurrence]
def cooccurrence(sentences, window=2, least=1):
    """Count who stands within ``window`` words of whom.

    sentences: lists of words. Words seen fewer than ``least`` times are
    left out first. Returns words, commonest first, and counts (V, V).
    """
    often = Counter(word for words in sentences for word in words)
    words = sorted((w for w in often if often[w] >= least),
                   key=lambda w: (-often[w], w))
    number = {word: i for i, word in enumerate(words)}
    counts = np.zeros((len(words), len(words)))
    for sentence in sentences:
        row = [number[w] for w in sentence if w in number]
        for i, w in enumerate(row):
            for c in row[max(0, i - window):i]:
                counts[w, c] += 1
                counts[c, w] += 1
    return words, counts
# --8<-- [end:cooccurrence]


# --8<-- [start:pmi]
def pmi(counts, positive=False):
    """Pointwise mutual information of a table (V, M), in nats.

    Pairs never seen are minus infinity; ``positive`` sets what is below
    zero to zero (PPMI).
    """
    by_chance = (counts.sum(axis=1, keepdims=True)
                 * counts.sum(axis=0) / counts.sum())  # (V, M)
    with np.errstate(divide="ignore"):
        table = np.log(counts) - np.log(by_chance)
    return np.maximum(table, 0) if positive else table
# --8<-- [end:pmi]


# --8<-- [start:factorize]
def factorize(table, D):
    """Vectors (V, D) and (M, D) whose products are the best rank-D guess.

    The singular values are shared evenly between both sides.
    """
    U, s, Vt = np.linalg.svd(table, full_matrices=False)
    root = np.sqrt(s[:D])
    return U[:, :D] * root, Vt[:D].T * root
# --8<-- [end:factorize]


# --8<-- [start:cosines]
def cosines(X, Y=None):
    """Cosine of each row of X (V, D) with each row of Y (M, D): (V, M)."""
    unit = lambda Z: Z / np.maximum(
        np.linalg.norm(Z, axis=-1, keepdims=True), 1e-12)
    return unit(X) @ unit(X if Y is None else Y).T
# --8<-- [end:cosines]


# --8<-- [start:sgns]
def sgns_loss(U, V, counts, k):
    """Loss of skip-gram with k negatives for each pair of a table (V, M).

    Nothing is drawn: ``false`` holds how often each pair is expected as a
    false one. Returns the loss, per pair seen, and its slope for U V^T.
    """
    n = counts.sum()
    false = k * counts.sum(axis=1, keepdims=True) * counts.sum(axis=0) / n
    s = U @ V.T  # (V, M), one score for each word and context
    # logaddexp(0, -s) is -log sigma(s)
    loss = counts * np.logaddexp(0, -s) + false * np.logaddexp(0, s)
    right = 1 / (1 + np.exp(-s))  # sigma(s)
    return loss.sum() / n, (false * right - counts * (1 - right)) / n
# --8<-- [end:sgns]


def train_sgns(counts, D, k=5, steps=500, seed=0):
    """Skip-gram vectors (V, D) and (M, D), trained on a table of counts."""
    rows, columns = counts.shape
    start = np.random.default_rng(seed).normal(
        size=(rows + columns, D)) * D ** -0.5

    def both(x):
        U, V = np.split(x.reshape(-1, D), [rows])
        loss, slope = sgns_loss(U, V, counts, k)
        return loss, np.concatenate((slope @ V, slope.T @ U)).ravel()

    result = minimize(both, start.ravel(), jac=True, method="L-BFGS-B",
                      options={"maxiter": steps, "ftol": 0, "gtol": 1e-9})
    return np.split(result.x.reshape(-1, D), [rows])


def mean_cosine(X):
    """Mean cosine of two different rows of X (V, D)."""
    C = cosines(X)
    return (C.sum() - len(C)) / (len(C) * (len(C) - 1))


def subwords(word, low=3, high=6):
    """Pieces of fastText: the word between < and >, cut in all ways.

    The whole word with its marks is a piece too, however long it is.
    """
    marked = f"<{word}>"
    pieces = [marked[i:i + n] for n in range(low, high + 1)
              for i in range(len(marked) - n + 1)]
    return pieces if marked in pieces else [*pieces, marked]
