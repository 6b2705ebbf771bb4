"""Two views of the same things: what they share, and how to measure it.

Canonical correlation analysis, two similarity measures for representations,
distillation from one modality into another, and recall at K. NumPy only.
Rows are examples: ``X`` is (N, P), ``Y`` is (N, Q), and row ``i`` of both
is the same scene.
"""

import numpy as np


# --8<-- [start:standardize]
def standardize(X):
    """Each column of ``X`` (N, P) shifted and scaled: mean 0, variance 1.

    A constant column carries no information and becomes zeros.
    """
    centered = X - X.mean(axis=0)  # (N, P)
    scale = centered.std(axis=0)  # (P,)
    return centered / np.where(scale > 0, scale, 1.0)
# --8<-- [end:standardize]


# --8<-- [start:whiten]
def whiten(X, ridge=0.0):
    """Centered ``X`` (N, P), and W (P, P) so that X @ W is uncorrelated.

    W is the symmetric inverse square root of the covariance. ``ridge`` is
    added to each variance, as a fraction of their mean. Directions without
    any variance are dropped (W sends them to zero).
    """
    X = X - X.mean(axis=0)
    covariance = X.T @ X / len(X)  # (P, P)
    covariance += ridge * np.trace(covariance) / len(covariance) * np.eye(
        len(covariance)
    )
    variances, axes = np.linalg.eigh(covariance)  # (P,), (P, P)
    keep = variances > 1e-10 * variances.max()
    axes = axes[:, keep]
    return X, axes / np.sqrt(variances[keep]) @ axes.T
# --8<-- [end:whiten]


# --8<-- [start:cca]
def cca(X, Y, k=1, ridge=0.0):
    """Canonical correlation analysis by one singular value decomposition.

    Returns A (P, k), B (Q, k) and the correlations (k,), largest first:
    column j of (X - mean) @ A and of (Y - mean) @ B correlate by the j-th
    number, and with no other column. With ``ridge`` > 0 the numbers are
    those of the regularized problem, at most the correlations.
    Source: Hotelling, "Relations between two sets of variates", 1936.
    """
    if len(X) != len(Y):
        raise ValueError(f"X has {len(X)} rows and Y has {len(Y)}")
    if not 1 <= k <= min(X.shape[1], Y.shape[1]):
        raise ValueError(f"k = {k}, but X is {X.shape} and Y is {Y.shape}")
    X, W_x = whiten(X, ridge)
    Y, W_y = whiten(Y, ridge)
    R = W_x @ (X.T @ Y / len(X)) @ W_y  # (P, Q) whitened cross-covariance
    U, s, Vt = np.linalg.svd(R, full_matrices=False)
    return W_x @ U[:, :k], W_y @ Vt[:k].T, s[:k]
# --8<-- [end:cca]


def correlations(X, Y, A, B):
    """How the projections X @ A and Y @ B correlate, pair by pair: (k,).

    With A and B fitted on other rows, this is the honest number.
    """
    return np.mean(standardize(X @ A) * standardize(Y @ B), axis=0)


# --8<-- [start:neighbors]
def neighbors(X, k):
    """Indices (N, k) of each row's k nearest other rows, by cosine."""
    if not 1 <= k < len(X):
        raise ValueError(f"k = {k}, but there are {len(X) - 1} other rows")
    X = X / np.linalg.norm(X, axis=1, keepdims=True)
    similarity = X @ X.T  # (N, N)
    np.fill_diagonal(similarity, -np.inf)
    return np.argsort(-similarity, axis=1, kind="stable")[:, :k]
# --8<-- [end:neighbors]


# --8<-- [start:mutual_knn_slow]
def mutual_knn_slow(X, Y, k=10):
    """Mean share of a row's k neighbors in X that are neighbors in Y too."""
    shared = 0
    for a, b in zip(neighbors(X, k), neighbors(Y, k), strict=True):
        shared += len(set(a) & set(b))
    return shared / (k * len(X))
# --8<-- [end:mutual_knn_slow]


# --8<-- [start:mutual_knn]
def mutual_knn(X, Y, k=10):
    """``mutual_knn_slow`` without the loop; about k / (N - 1) by chance.

    Source: Huh et al., "The platonic representation hypothesis", 2024.
    """
    a, b = neighbors(X, k), neighbors(Y, k)  # (N, k), (N, k)
    return float((a[:, :, None] == b[:, None, :]).sum() / a.size)
# --8<-- [end:mutual_knn]


# --8<-- [start:cka]
def cka(X, Y):
    """Linear centered kernel alignment of X (N, P) and Y (N, Q), 0 to 1.

    Does not change when either side is rotated or scaled as a whole; does
    change under other linear maps. High by chance when N is near P or Q.
    Source: Kornblith et al., "Similarity of neural network representations
    revisited", 2019.
    """
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    shared = np.linalg.norm(X.T @ Y) ** 2  # sum of squares, (P, Q)
    return float(
        shared / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y))
    )
# --8<-- [end:cka]


# --8<-- [start:softmax]
def softmax(logits, tau=1.0):
    """Probabilities over the last axis; a larger ``tau`` flattens them."""
    z = logits / tau
    z = np.exp(z - z.max(axis=-1, keepdims=True))
    return z / z.sum(axis=-1, keepdims=True)
# --8<-- [end:softmax]


# --8<-- [start:distillation_loss]
def distillation_loss(teacher, student, tau=2.0):
    """Mean KL divergence of softened outputs, times tau squared, in nats.

    ``teacher`` and ``student`` are logits (N, K); their inputs may come from
    different modalities of the same scene. The factor tau² keeps the size
    of the gradient about the same for every tau.
    Source: Hinton et al., "Distilling the knowledge in a neural network",
    2015; between modalities, Aytar et al., "SoundNet", 2016.
    """
    p, q = softmax(teacher, tau), softmax(student, tau)  # (N, K)
    # 0 log 0 counts as 0: the limit, and what a sure teacher needs.
    terms = np.where(p > 0, p * (np.log(p + (p == 0)) - np.log(q)), 0.0)
    return float(tau**2 * terms.sum(axis=-1).mean())
# --8<-- [end:distillation_loss]


# --8<-- [start:recall_at_k_slow]
def recall_at_k_slow(similarity, k, relevant=None):
    """Share of queries with a right item among their first k, obviously.

    ``similarity`` (N, M) of N queries to a gallery of M items; ``relevant``
    (N, M) says which items are right (default: item i for query i). Items
    as similar as the best right one stand in random order before or
    after it; the result is the expectation over that order.
    """
    if relevant is None:
        relevant = np.eye(*similarity.shape, dtype=bool)
    hits = 0.0
    for s, right in zip(similarity, relevant, strict=True):
        best = s[right].max()
        ahead = np.sum(s > best)  # wrong items surely before it
        tied_right = np.sum((s == best) & right)
        tied_wrong = np.sum((s == best) & ~right)
        miss = 1.0  # probability that the first k hold no right item
        for place in range(max(0, k - ahead)):
            left = tied_wrong - place
            miss *= max(left, 0) / max(left + tied_right, 1)
        hits += 1.0 - miss
    return hits / len(similarity)
# --8<-- [end:recall_at_k_slow]


# --8<-- [start:recall_at_k]
def recall_at_k(similarity, k, relevant=None):
    """``recall_at_k_slow`` for all queries at once.

    Chance is k / M with one right item, so say M with every result.
    """
    N, M = similarity.shape
    if not 1 <= k <= M:
        raise ValueError(f"k = {k}, but the gallery has {M} items")
    relevant = np.eye(N, M, dtype=bool) if relevant is None else relevant
    best = np.where(relevant, similarity, -np.inf).max(axis=1)[:, None]
    tied = similarity == best
    ahead = (similarity > best).sum(axis=1)  # (N,)
    right = (tied & relevant).sum(axis=1)  # (N,)
    place = np.arange(k)[:, None]  # places within the tie, (k, 1)
    left = np.maximum((tied & ~relevant).sum(axis=1) - place, 0)  # (k, N)
    miss = np.where(place < k - ahead, left / np.maximum(left + right, 1), 1)
    return float(1.0 - miss.prod(axis=0).mean())
# --8<-- [end:recall_at_k]


def chance_recall_at_k(relevant, k):
    """Recall at k of a random ranking, for ``relevant`` (N, M) booleans."""
    return recall_at_k(np.zeros(relevant.shape), k, relevant)
