"""Generative models in the plane: the data, two scores and a table.

The data are a mixture of four Gaussians with a label each, so that the
density, the best possible likelihood and every share are known. Points are
(B, 2), labels (B,) integers from 0 to 3. NumPy and SciPy only.
"""

import numpy as np
from scipy.spatial.distance import cdist
from scipy.special import logsumexp

# --8<-- [start:data]
LABELS = ("right", "up", "left", "down")
MEANS = 2.0 * np.array([[1, 0], [0, 1], [-1, 0], [0, -1]])  # (K, 2)
STD = 0.35


def draw(B, seed=0, label=None):
    """Points (B, 2) and labels (B,) of the mixture, or of one label."""
    rng = np.random.default_rng(seed)
    c = rng.integers(len(MEANS), size=B)
    if label is not None:
        c[:] = label
    return MEANS[c] + STD * rng.normal(size=(B, 2)), c


def log_density(x, means=MEANS, std=STD):
    """log p(x) in nats, (B,), of equal Gaussians; with one mean, of one."""
    squared = ((x[:, None] - means) ** 2).sum(axis=2)  # (B, K)
    each = -squared / (2 * std**2) - np.log(2 * np.pi * std**2)
    return logsumexp(each, axis=1) - np.log(len(means))
# --8<-- [end:data]


# --8<-- [start:scores]
def mode_shares(x, reach=3.0):
    """Share of points within ``reach`` STD of each mean, (K,).

    For the data each is 1/K of 1 - exp(-reach² / 2), together 0.989.
    """
    near = np.linalg.norm(x[:, None] - MEANS, axis=2) < reach * STD  # (B, K)
    return near.mean(axis=0)


def energy_distance(x, y):
    """Energy distance of two samples (B, 2), without bias; 0 if alike.

    Twice the mean distance between the samples, minus the mean distance
    within each. Source: Székely and Rizzo, 2013.
    """
    within = [cdist(z, z).sum() / (len(z) * (len(z) - 1)) for z in (x, y)]
    return 2 * cdist(x, y).mean() - sum(within)
# --8<-- [end:scores]


EDGE = 4.0  # the table covers the square from -4 to 4


def to_bins(x, bins):
    """Bin numbers, integers from 0 to bins - 1, of the shape of ``x``."""
    return np.clip((x + EDGE) * bins / (2 * EDGE), 0, bins - 1).astype(int)


# --8<-- [start:table]
def fit_table(x, bins=32, extra=0.1):
    """Count p(first) and p(second | first): (bins,) and (bins, bins).

    ``extra`` is added to every count, so that no bin has probability 0.
    """
    i, j = to_bins(x, bins).T
    counts = np.full((bins, bins), float(extra))
    np.add.at(counts, (i, j), 1)
    rows = counts.sum(axis=1)
    return rows / rows.sum(), counts / np.maximum(rows, 1e-300)[:, None]


def table_log_density(x, table):
    """log q(x) in nats, (B,): the chain rule, and the area of a bin."""
    first, second = table
    i, j = to_bins(x, len(first)).T
    area = (2 * EDGE / len(first)) ** 2
    return np.log(first[i]) + np.log(second[i, j]) - np.log(area)
# --8<-- [end:table]


def table_draw(table, B, seed=0):
    """B points (B, 2): a bin of the first coordinate, then of the second."""
    first, second = table
    rng = np.random.default_rng(seed)
    i = rng.choice(len(first), size=B, p=first)
    past = second.cumsum(axis=1)[i] < rng.random((B, 1))  # (B, bins)
    j = np.minimum(past.sum(axis=1), len(first) - 1)
    place = np.stack([i, j], axis=1) + rng.random((B, 2))  # within the bin
    return place * 2 * EDGE / len(first) - EDGE


# --8<-- [start:elbo]
def elbo(x, q, means=MEANS, std=STD):
    """Evidence lower bound in nats for one point (2,), latent = the label.

    ``q`` (K,) are the probabilities that we guess for the labels.
    """
    q = np.asarray(q, dtype=float)
    likelihood = -((x - means) ** 2).sum(axis=1) / (2 * std**2)
    likelihood -= np.log(2 * np.pi * std**2)  # log p(x | z), (K,)
    used = q > 0
    divergence = (q[used] * np.log(q[used] * len(means))).sum()
    return float((q * likelihood).sum() - divergence)
# --8<-- [end:elbo]


# --8<-- [start:jensen_shannon]
def jensen_shannon(p, q):
    """Jensen–Shannon divergence in nats of two probability vectors (K,)."""
    p, q = np.asarray(p, dtype=float), np.asarray(q, dtype=float)
    best = p / np.maximum(p + q, 1e-300)  # the best discriminator, (K,)
    value = (p[p > 0] * np.log(best[p > 0])).sum()
    value += (q[q > 0] * np.log(1 - best[q > 0])).sum()
    return float(value + np.log(4)) / 2
# --8<-- [end:jensen_shannon]
