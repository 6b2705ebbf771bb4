"""Solutions to the exercises of the chapter on cross-modal learning."""

import numpy as np

from mmbook.contrastive_pretraining import log_mel
from mmbook.cross_modal_learning import cca, correlations
from mmbook.quartet import Quartet


# --8<-- [start:quartet_views]
def quartet_views(indices, seed=1, columns=40):
    """Clips and sounds of simple scenes as two tables of 40 columns.

    A clip becomes how far each 4 × 4 block of four frames is from the
    background; a sound the mean and spread of its log-mel bands. Both are
    reduced to their principal components. Returns V, S and the factors.
    """
    batch = Quartet.simple(seed).batch(indices, ("sound", "video"))
    frames = batch.video[:, ::5].astype(np.float32) / 255  # (B, 4, 32, 32, 3)
    ground = np.median(frames, axis=(2, 3), keepdims=True)
    far = np.abs(frames - ground).max(axis=-1)  # (B, 4, 32, 32)
    blocks = far.reshape(-1, 4, 8, 4, 8, 4).mean(axis=(3, 5))
    mel = log_mel(batch.sound)  # (B, T, F)
    heard = np.concatenate([mel.mean(axis=1), mel.std(axis=1),
                            mel[:, :8].mean(axis=1),
                            mel[:, -8:].mean(axis=1)], axis=1)
    return (principal(blocks.reshape(len(blocks), -1), columns),
            principal(heard, columns), batch.factors)


def principal(X, columns):
    """X (N, P) along its directions of largest variance: (N, columns)."""
    X = (X - X.mean(axis=0)).astype(np.float64)
    return X @ np.linalg.svd(X, full_matrices=False)[2][:columns].T
# --8<-- [end:quartet_views]


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
