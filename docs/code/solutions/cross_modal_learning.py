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


# --8<-- [start:smuggle]
def smuggle(sound, number):
    """Sounds (B, T) with ``number`` (B,), 0 to 7, in their last bits."""
    steps = np.rint(sound * 32767).astype(np.int16)
    bits = (number[:, None] >> np.arange(3)) & 1  # (B, 3)
    steps[:, :3] = (steps[:, :3] & ~1) | bits
    return steps / np.float32(32767)


def recover(sound):
    """The numbers that ``smuggle`` hid, (B,)."""
    steps = np.rint(sound[:, :3] * 32767).astype(int)
    return (steps & 1) @ (1, 2, 4)
# --8<-- [end:smuggle]
