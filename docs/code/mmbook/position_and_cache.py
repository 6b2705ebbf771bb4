"""Where a token stands, and what is kept of it: positions and caches.

Positions first (added, subtracted from scores, rotary, on three axes),
then the size of a cache and attention in tiles. NumPy only; ``T`` tokens,
vectors of width ``D``, heads of width ``d``, tokens are rows.
"""

import math
from time import process_time

import numpy as np

# ------------------------------------------------------------ positions


def speeds(d, base=10_000.0):
    """Radians by which each of the d / 2 pairs turns a step: (d / 2,)."""
    return base ** (-np.arange(0, d, 2) / d)


# --8<-- [start:sinusoids]
def sinusoids(positions, D, base=10_000.0):
    """Sines and cosines of positions (T,) -> (T, D). Vaswani et al., 2017."""
    angle = np.asarray(positions)[:, None] * speeds(D, base)  # (T, D / 2)
    return np.stack([np.sin(angle), np.cos(angle)], axis=-1).reshape(-1, D)


def shift(k, D, base=10_000.0):
    """The matrix (D, D) that takes the vector of place m to that of m + k."""
    M = np.zeros((D, D))
    for j, angle in enumerate(k * speeds(D, base)):
        M[2 * j:2 * j + 2, 2 * j:2 * j + 2] = [
            [np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
    return M
# --8<-- [end:sinusoids]


# --8<-- [start:turn]
def turn(x, positions, base=10_000.0, layout="neighbors"):
    """Turn each pair of numbers of x (T, d) by its position.

    ``positions`` is (T,), or (T, d / 2) with one for each pair. A pair is
    two neighbors, or with layout "halves" numbers j and j + d / 2.
    Source: Su et al., 2021.
    """
    d = x.shape[1]
    positions = np.asarray(positions)
    if positions.ndim == 1:
        positions = positions[:, None]
    angle = positions * speeds(d, base)  # (T, d / 2)
    cos, sin = np.cos(angle), np.sin(angle)
    first, second = ((x[:, 0::2], x[:, 1::2]) if layout == "neighbors"
                     else (x[:, :d // 2], x[:, d // 2:]))
    turned = first * cos - second * sin, first * sin + second * cos
    return (np.stack(turned, axis=-1).reshape(x.shape)
            if layout == "neighbors" else np.concatenate(turned, axis=1))
# --8<-- [end:turn]


# --8<-- [start:bias]
def alibi_slopes(heads):
    """What each head subtracts per token of distance: (heads,).

    For a power of two of heads. Source: Press et al., 2022.
    """
    return 2.0 ** (-8 * np.arange(1, heads + 1) / heads)


def bucket(distance, buckets=32, longest=128):
    """The row of T5's bias table for a look back over distance (T,) >= 0.

    Half of the rows are for one distance each, the others for ranges that
    grow, up to ``longest`` and all beyond. Source: Raffel et al., 2020.
    """
    exact = buckets // 2
    far = np.maximum(distance, exact) / exact
    steps = np.log(far) / math.log(longest / exact) * (buckets - exact)
    return np.where(distance < exact, distance,
                    np.minimum(exact + steps.astype(int), buckets - 1))
# --8<-- [end:bias]


# --8<-- [start:coordinates]
def coordinates(parts):
    """Time, row and column (T, 3) of each token of a mixed sequence.

    A part is a number of words, ("image", rows, columns), or ("video",
    times, rows, columns, step) with ``step`` positions between two times.
    Each begins one after the largest number so far. Source: Wang et al.,
    2024; the step: Xu et al., 2025.
    """
    out, start = [], 0
    for part in parts:
        if isinstance(part, int):
            t, h, w = np.arange(part), np.arange(part), np.arange(part)
        else:
            _, *sizes = part
            times, rows, columns, step = (
                sizes if len(sizes) == 4 else (1, *sizes, 1))
            t, h, w = np.indices((times, rows, columns)).reshape(3, -1)
            t = t * step
        out.append(start + np.stack([t, h, w], axis=1))
        start = int(out[-1].max()) + 1
    return np.concatenate(out)
# --8<-- [end:coordinates]


# --8<-- [start:axes]
def axes_of_pairs(counts, interleaved=False):
    """Which axis (0 time, 1 row, 2 column) each pair turns by: (d / 2,).

    ``counts`` says how many pairs each axis gets, time first. In blocks
    (Qwen2-VL), or taking turns until rows and columns are used up, and
    the rest for time (Qwen3-VL).
    """
    if not interleaved:
        return np.repeat(np.arange(3), counts)
    if counts[0] < max(counts[1:]):
        raise ValueError(f"{counts}: time gets what is left, so it cannot "
                         "have fewer pairs than rows or columns")
    axes = np.zeros(sum(counts), dtype=int)
    for axis in (1, 2):
        axes[axis:3 * counts[axis]:3] = axis
    return axes
# --8<-- [end:axes]


# ---------------------------------------------------------------- cache


# --8<-- [start:cache]
def cache_bytes(layers, tokens, kv_heads=0, d=0, latent=0, size=2):
    """Bytes that a cache holds for one sequence.

    Either ``kv_heads`` keys and as many values of width ``d`` for each
    token and layer, or ``latent`` numbers; ``size`` bytes a number.
    """
    if (kv_heads * d == 0) == (latent == 0):
        raise ValueError(f"{kv_heads} heads of width {d} and a latent of "
                         f"{latent}: give one of both")
    return layers * tokens * (2 * kv_heads * d + latent) * size
# --8<-- [end:cache]


# --8<-- [start:intensity]
def intensity(rows, columns, tokens, size=2):
    """Operations per byte moved, for x (tokens, rows) @ W (rows, columns).

    A multiplication and an addition count as two. Each number of x, W
    and the result moves once. Source: Williams et al., 2009.
    """
    operations = 2 * tokens * rows * columns
    moved = size * (tokens * rows + rows * columns + tokens * columns)
    return operations / moved
# --8<-- [end:intensity]


# --8<-- [start:plain]
def plain(q, k, v):
    """Attention with the whole table of scores: q (T, d), k, v (M, d)."""
    scores = q @ k.T / math.sqrt(q.shape[1])  # (T, M)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True) @ v
# --8<-- [end:plain]


# --8<-- [start:tiled]
def tiled(q, k, v, tile=64):
    """The same, with ``tile`` keys at a time. Source: Dao et al., 2022."""
    q = q / math.sqrt(q.shape[1])
    top = np.full((len(q), 1), -np.inf)  # largest score so far
    total = np.zeros((len(q), 1))  # sum of exp(score - top)
    mixed = np.zeros((len(q), v.shape[1]))  # sum of exp(score - top) v
    for start in range(0, len(k), tile):
        scores = q @ k[start:start + tile].T  # (T, tile)
        new = np.maximum(top, scores.max(axis=1, keepdims=True))
        old = np.exp(top - new)  # corrects what was summed so far
        weights = np.exp(scores - new)
        total = total * old + weights.sum(axis=1, keepdims=True)
        mixed = mixed * old + weights @ v[start:start + tile]
        top = new
    return mixed / total
# --8<-- [end:tiled]


# --8<-- [start:measure]
def measure(tokens, rows=4096, columns=4096, repeats=15):
    """Seconds for x (tokens, rows) @ W (rows, columns), best of several."""
    dice = np.random.default_rng(0)
    W = dice.normal(size=(rows, columns)).astype(np.float32)
    x = dice.normal(size=(tokens, rows)).astype(np.float32)
    best = math.inf
    for _ in range(repeats):
        start = process_time()
        x @ W
        best = min(best, process_time() - start)
    return best
# --8<-- [end:measure]
