"""Tokens: cut a record into steps, name each step, count what it costs.

Cutting first (text, pictures, sound, clips), then four ways to name a
vector by a whole number, then a model that predicts the next number from
counts. Vectors are rows: ``x`` is (N, D), a codebook (K, D), codes are
whole numbers from 0 to K - 1.
"""

from collections import Counter

import numpy as np


# ------------------------------------------------------------- cutting


# --8<-- [start:merge]
def merge(pieces, pair):
    """Join every occurrence of two neighbors in a list of str."""
    out = []
    for piece in pieces:
        if out and (out[-1], piece) == pair:
            out[-1] += piece
        else:
            out.append(piece)
    return out


def byte_pairs(pieces, merges):
    """Join the most frequent pair, again and again; also the pairs found.

    The earlier pair wins a tie. Source: Gage, 1994; Sennrich et al., 2016.
    """
    found = []
    for _ in range(merges):
        pairs = Counter(zip(pieces, pieces[1:])).most_common(1)
        if not pairs:  # one piece is left
            break
        found.append(pairs[0][0])
        pieces = merge(pieces, found[-1])
    return pieces, found
# --8<-- [end:merge]


# --8<-- [start:patchify]
def patchify(image, s):
    """Squares of side s as rows, left to right, then down.

    image (B, H, W, C) -> (B, N, s·s·C) with N = (H / s)·(W / s). If s
    does not divide both sides, a ValueError.
    """
    B, H, W, C = image.shape
    if H % s or W % s:
        raise ValueError(f"patches of {s} do not tile {H} × {W}")
    x = image.reshape(B, H // s, s, W // s, s, C)
    x = x.transpose(0, 1, 3, 2, 4, 5)  # (B, h, w, s, s, C)
    return x.reshape(B, -1, s * s * C)
# --8<-- [end:patchify]


def unpatchify(patches, s, W):
    """The inverse of ``patchify`` for pictures W wide: (B, H, W, C)."""
    B, N, _ = patches.shape
    w = W // s
    x = patches.reshape(B, N // w, w, s, s, -1).transpose(0, 1, 3, 2, 4, 5)
    return x.reshape(B, N // w * s, W, -1)


# --8<-- [start:tubelets]
def tubelets(video, frames, s):
    """Boxes of ``frames`` × s × s as rows: (B, T, H, W, C) -> (B, N, D)."""
    B, T, H, W, C = video.shape
    x = video.reshape(B, T // frames, frames, H, W, C)
    x = x.transpose(0, 1, 3, 4, 2, 5)  # a box's frames beside its colors
    x = x.reshape(-1, H, W, frames * C)
    return patchify(x, s).reshape(B, -1, s * s * frames * C)
# --8<-- [end:tubelets]


# --8<-- [start:spectra]
def spectra(sound, window=400, hop=200, bands=32):
    """Frames of a sound in decibels: (B, T samples) -> (B, frames, bands).

    Each window is weighted by a Hann curve, its power spectrum gathered
    into equal bands. 1e-3 is added to the power, so silence is -30 dB.
    """
    starts = np.arange(0, sound.shape[1] - window + 1, hop)
    cut = sound[:, starts[:, None] + np.arange(window)]  # (B, frames, window)
    power = np.abs(np.fft.rfft(cut * np.hanning(window))) ** 2 / window
    power = power[..., 1:]  # without the constant part
    edges = np.linspace(0, power.shape[-1], bands + 1).astype(int)[:-1]
    return 10 * np.log10(np.add.reduceat(power, edges, axis=2) + 1e-3)
# --8<-- [end:spectra]


# -------------------------------------------------------- vector to code


# --8<-- [start:k_means]
def nearest(x, codebook):
    """The row of the codebook closest to each row of x: (N,) codes."""
    half = 0.5 * (codebook**2).sum(axis=1)  # ‖x‖² is the same for all
    parts = np.array_split(x, len(x) // 1024 + 1)  # to save memory
    return np.concatenate([(half - part @ codebook.T).argmin(axis=1)
                           for part in parts])


def k_means(x, K, steps=15, seed=0):
    """A codebook (K, D) for x (N, D), begun at K of its rows.

    A code that nobody uses moves to a random row. Source: Lloyd, 1982.
    """
    rng = np.random.default_rng(seed)
    codebook = x[rng.choice(len(x), K, replace=False)]
    for _ in range(steps):
        code = nearest(x, codebook)
        order, used = np.argsort(code, kind="stable"), np.bincount(code)
        first = np.cumsum(used) - used
        sums = np.add.reduceat(x[order], first[used > 0], axis=0)
        codebook = x[rng.choice(len(x), K, replace=False)]
        codebook[np.nonzero(used)[0]] = sums / used[used > 0, None]
    return codebook
# --8<-- [end:k_means]


# --8<-- [start:perplexity]
def perplexity(codes, K):
    """How many codes are in use, counted fairly: 1 to K, a float."""
    p = np.bincount(np.ravel(codes), minlength=K) / np.size(codes)
    p = p[p > 0]
    return float(np.exp(-(p * np.log(p)).sum()))
# --8<-- [end:perplexity]


# --8<-- [start:vq]
def vq_gradients(z, codebook, upstream, beta=0.25):
    """Gradients of one vector quantization step for z (N, D).

    ``upstream`` (N, D) is the slope of the reconstruction loss by the
    decoder's input; it reaches z unchanged, straight through. Returns the
    codes and the gradients by z and by the codebook.
    Source: van den Oord et al., 2017.
    """
    code = nearest(z, codebook)
    difference = z - codebook[code]
    by_z = upstream + 2 * beta * difference
    by_codebook = np.zeros_like(codebook)
    np.add.at(by_codebook, code, -2 * difference)  # only codes that won
    return code, by_z, by_codebook
# --8<-- [end:vq]


# --8<-- [start:residual]
def fit_residual(x, K, depth, seed=0):
    """Codebooks for residual quantization: a list of ``depth`` (K, D)."""
    books, rest = [], x
    for level in range(depth):
        books.append(k_means(rest, K, seed=seed + level))
        rest = rest - books[-1][nearest(rest, books[-1])]
    return books


def residual_codes(x, books):
    """Codes (N, depth) and the sum of the codes' vectors (N, D)."""
    codes, total = [], np.zeros_like(x)
    for book in books:
        codes.append(nearest(x - total, book))
        total = total + book[codes[-1]]
    return np.stack(codes, axis=1), total
# --8<-- [end:residual]


# --8<-- [start:fsq]
def fsq(z, levels):
    """Round each coordinate to a grid of its own: codes (N,), values (N, D).

    ``levels`` gives an odd number L of steps for each of the D columns;
    tanh bounds a column to (-1, 1), and the grid runs from -1 to 1.
    Source: Mentzer et al., 2024 (who also shift for even L).
    """
    levels = np.asarray(levels)
    half = (levels - 1) / 2
    step = np.rint(np.tanh(z) * half)  # -half … half
    weight = np.concatenate([[1], np.cumprod(levels[:-1])])
    return ((step + half) @ weight).astype(int), step / half
# --8<-- [end:fsq]


# ----------------------------------------------------- predict the next


class CountingModel:
    """Next code from counts, given the code above and the code on the left.

    Three tables: what followed this pair, what followed this left code,
    what occurs at all. A context seen n times is believed with weight
    n / (n + strength); the rest goes to the next coarser table.
    """

    def __init__(self, codes, K, strength=4.0):
        """codes (B, h, w): the training pictures."""
        self.K, self.strength, self.tables = K, strength, []
        for context in self.contexts(codes):
            order = np.argsort(context.ravel(), kind="stable")
            joint = np.sort((context * K + codes).ravel())
            self.tables.append((context.ravel()[order], joint,
                                codes.ravel()[order]))

    def contexts(self, codes):
        """From fine to coarse, each (B, h, w); K stands for the edge."""
        edge = np.pad(codes, ((0, 0), (1, 0), (1, 0)), constant_values=self.K)
        above, left = edge[:, :-1, 1:], edge[:, 1:, :-1]
        return above * (self.K + 1) + left, left, np.zeros_like(codes)

    # --8<-- [start:bits]
    def bits(self, codes):
        """Cost of each picture of codes (B, h, w) in bits: (B,)."""
        p = np.full(codes.shape, 1 / self.K)
        for context, (contexts, joint, _) in list(zip(
                self.contexts(codes), self.tables))[::-1]:
            n, hits = count(contexts, context), count(
                joint, context * self.K + codes)
            p = (hits + self.strength * p) / (n + self.strength)
        return -np.log2(p).sum(axis=(1, 2))
    # --8<-- [end:bits]

    def sample(self, B, h, w, seed=0):
        """New pictures of codes (B, h, w), in reading order."""
        rng, codes = np.random.default_rng(seed), np.zeros((B, h, w), int)
        for i, j in np.ndindex(h, w):
            new = rng.integers(self.K, size=B)
            for context, (contexts, _, after) in list(zip(
                    self.contexts(codes), self.tables))[::-1]:
                here = context[:, i, j]
                n = count(contexts, here)
                first = np.searchsorted(contexts, here)
                pick = first + (rng.random(B) * n).astype(int)
                believe = rng.random(B) * (n + self.strength) < n
                pick = np.minimum(pick, len(after) - 1)
                new = np.where(believe, after[pick], new)
            codes[:, i, j] = new
        return codes


def count(ordered, values):
    """How often each value occurs in an ordered array."""
    return (np.searchsorted(ordered, values, "right")
            - np.searchsorted(ordered, values))
