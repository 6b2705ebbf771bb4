"""Solutions to the exercises of the chapter on cross-modal learning."""

import numpy as np

from mmbook.cross_modal_learning import cca


# --8<-- [start:rows_needed]
def rows_needed(D, rho):
    """Rows at which unrelated tables of D columns reach only ``rho``."""
    c = (1 - np.sqrt(1 - rho**2)) / 2  # the smaller root of 4c(1 - c) = ρ²
    return round(D / c)


def top_of_noise(N, D, seed=0):
    """The largest canonical correlation of two (N, D) tables of noise."""
    X, Y = np.random.default_rng(seed).normal(size=(2, N, D))
    return float(cca(X, Y)[2][0])
# --8<-- [end:rows_needed]


# --8<-- [start:shuffled]
def shuffled(X, Y, times, seed=0):
    """First correlations (times,) with the rows of Y in random order."""
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(len(Y)) for _ in range(times)]
    return np.array([cca(X, Y[rows], ridge=0.01)[2][0] for rows in orders])
# --8<-- [end:shuffled]
