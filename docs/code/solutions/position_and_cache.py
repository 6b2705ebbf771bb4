"""Solutions to the exercises of the chapter on position and cache."""

import numpy as np

from mmbook.position_and_cache import coordinates, turn


# --8<-- [start:picture_scores]
def picture_scores(flat, rows=8, columns=8, d=24):
    """Scores of patch (3, 7) with three others, if content is equal."""
    where = coordinates([("image", rows, columns)])
    axes = np.arange(d // 2) % 2 + 1  # row, column, row, column, …
    positions = np.arange(rows * columns) if flat else where[:, axes]
    turned = turn(np.ones((rows * columns, d)), positions)
    query = 3 * columns + 7
    return {name: float(turned[query] @ turned[key]) for name, key in (
        ("left", query - 1), ("below", query + columns),
        ("start of next row", query + 1))}
# --8<-- [end:picture_scores]


# --8<-- [start:absorbed]
def absorbed(T=10, d=16, latent=8, seed=0):
    """Largest errors of scores from the latent, without and with RoPE."""
    dice = np.random.default_rng(seed)
    q = dice.normal(size=(T, d))
    U, c = dice.normal(size=(d, latent)), dice.normal(size=(T, latent))
    moved = q @ U  # (T, latent), once for each query
    without = np.abs(q @ (c @ U.T).T - moved @ c.T).max()
    place = np.arange(T)
    right = turn(q, place) @ turn(c @ U.T, place).T
    tried = (turn(q, place) @ U) @ c.T  # the map moved past the rotation
    return float(without), float(np.abs(right - tried).max())
# --8<-- [end:absorbed]
