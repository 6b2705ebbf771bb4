"""Worked solutions of the [code] exercises on the transformer."""

import numpy as np

from mmbook.transformer_architecture import look_up


# --8<-- [start:removal]
def removal(q, K, V):
    """Weight of each key for one query, and how far its removal moves the
    result: q (d,), K (M, d), V (M, E) -> (M,), (M,)."""
    out, weights = look_up(q[None], K, V)
    moved = []
    for m in range(len(K)):
        without = look_up(q[None], K, V, np.arange(len(K))[None] != m)[0]
        moved.append(np.linalg.norm(without - out))
    return weights[0], np.array(moved)
# --8<-- [end:removal]


# --8<-- [start:reach]
def reach(mask, layers):
    """Which tokens can influence which after several layers: (T, T).

    A residual connection lets each token see itself, whatever the mask.
    """
    step = mask | np.eye(len(mask), dtype=bool)
    seen = np.eye(len(mask), dtype=bool)
    for _ in range(layers):
        seen = step @ seen  # of booleans: is there a path
    return seen


def leaks(mask):
    """Tokens that see their successor, so cannot be trained to predict it."""
    return np.flatnonzero(np.diagonal(mask, 1))
# --8<-- [end:reach]
