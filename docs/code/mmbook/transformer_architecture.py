"""Pieces of a transformer in NumPy: look-up, masks, counts of weights and work.

A sentence of T tokens, heads of width d; masks are True where a query (row)
may look at a key (column). The network itself is ``mmbook.transformer``.
Sources: Vaswani et al., 2017 (attention, causal mask, the scale), Kaplan et
al., 2020 (operations of one token).
"""

import numpy as np

# The sentence of the chapter: what each word asks, offers and hands over.
WORDS = "a blue triangle bounces".split()
Q = np.array([[1, 1], [2, 0], [0, 2], [2, 0]])  # (T, d)
K = np.array([[0, 0], [0, 2], [2, 0], [1, -1]])
V = np.array([[0, 0], [0, 1], [1, 0], [0, -1]])


# --8<-- [start:softmax]
def softmax(scores):
    """Scores (…, M) -> shares (…, M) that sum to 1; -inf gets exactly 0."""
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
# --8<-- [end:softmax]


# --8<-- [start:look_up]
def look_up(Q, K, V, mask=None, scaled=True):
    """Q (T, d), K (M, d), V (M, E) -> results (T, E) and weights (T, M)."""
    scores = Q @ K.T / (np.sqrt(K.shape[1]) if scaled else 1)  # (T, M)
    if mask is not None:
        if not mask.any(axis=-1).all():
            raise ValueError("a row of the mask lets its query see nothing")
        scores = np.where(mask, scores, -np.inf)
    weights = softmax(scores)
    return weights @ V, weights
# --8<-- [end:look_up]


def spread(d, pairs=20_000, seed=0):
    """Variance of q·k over pairs of random vectors of variance 1 a number."""
    q, k = np.random.default_rng(seed).normal(size=(2, pairs, d))
    return float((q * k).sum(axis=1).var())


# --8<-- [start:slope]
def slope(d, scaled, keys=16, trials=2000, seed=0):
    """Mean largest weight, and how far its score still moves it.

    A query and ``keys`` keys of ``d`` random numbers of variance 1. The
    derivative of a weight w by its own (divided) score is w (1 - w).
    """
    dice = np.random.default_rng(seed)
    scores = np.einsum("nd,nkd->nk", dice.normal(size=(trials, d)),
                       dice.normal(size=(trials, keys, d)))
    w = softmax(scores / (np.sqrt(d) if scaled else 1)).max(axis=1)
    return float(w.mean()), float(np.median(w * (1 - w)))
# --8<-- [end:slope]


# --8<-- [start:masks]
def causal(T):
    """Each token sees itself and what came before."""
    return np.tril(np.ones((T, T), dtype=bool))


def padding(real, T):
    """Nobody sees the places from ``real`` on, which hold no token."""
    return np.broadcast_to(np.arange(T) < real, (T, T))


def prefix(n, T):
    """The first n tokens see each other; the rest is causal."""
    return causal(T) | (np.arange(T) < n)


def same(groups):
    """Tokens see their own group: documents packed into one sequence."""
    groups = np.asarray(groups)
    return groups[:, None] == groups


def interleaved(pictures):
    """Causal, but the tokens of one picture see each other both ways.

    ``pictures`` (T,) is 0 for a word, else the number of the picture.
    """
    return causal(len(pictures)) | (same(pictures) & (np.array(pictures) > 0))
# --8<-- [end:masks]


# --8<-- [start:count]
def count(D, L, V, heads=1, kv_heads=None, hidden=None, gated=False,
          tied=True):
    """Parameters of each part of a decoder without biases; norms of D."""
    kv = D * (kv_heads or heads) // heads
    hidden = hidden or 4 * D
    return {"attention": L * (2 * D * D + 2 * D * kv),
            "perceptron": L * (3 if gated else 2) * D * hidden,
            "norms": (2 * L + 1) * D,
            "embedding": V * D * (1 if tied else 2)}
# --8<-- [end:count]


# --8<-- [start:operations]
def operations(T, D, L, V, **shape):
    """Multiplications and additions of one pass over T tokens, by part.

    Each weight of a matrix is multiplied and added once a token. Scores and
    mixing take 2 T D each a token, over all T keys, masked ones included.
    """
    part = count(D, L, V, **shape)
    return {"matrices": 2 * T * (part["attention"] + part["perceptron"]),
            "pairs": L * 4 * T * T * D,
            "unembedding": 2 * T * V * D}
# --8<-- [end:operations]
