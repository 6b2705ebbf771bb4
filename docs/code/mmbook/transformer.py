"""A transformer, whole: encoder, decoder or both, for the labs of the book.

Sequences are (B, T) whole numbers, features (B, T, D), scores (B, T, V).
Sources: Vaswani et al., 2017; Su et al., 2021 (rotary positions); Shazeer,
2020 (gated perceptron); Ainslie et al., 2023 (shared keys and values).
"""

import math
from dataclasses import dataclass

import torch
from torch import nn


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """What a transformer is made of; a bad choice is a ValueError."""

    vocabulary: int  # V, how many tokens there are
    width: int = 64  # D
    layers: int = 2  # L
    heads: int = 4  # each of width D / heads
    kv_heads: int = 0  # heads that keys and values have; 0: as many
    hidden: int = 0  # width of the perceptron inside; 0: 4 D
    causal: bool = True  # no token sees a later one; ``mask`` replaces it
    positions: str = "rope"  # or "learned", "sinusoidal", "none"
    longest: int = 256  # tokens that learned positions are made for
    base: float = 10_000.0  # of the wavelengths of "rope" and "sinusoidal"
    norm: str = "rms"  # or "layer"
    gated: bool = False  # SwiGLU in place of GELU
    cross: bool = False  # each block also looks at a second sequence
    tied: bool = True  # the output reads with the embedding table
    eps: float = 1e-5

    def __post_init__(self):
        if self.width % (2 * self.heads):
            raise ValueError(f"width {self.width}: no multiple of 2 x heads")
        if self.heads % (self.kv_heads or self.heads):
            raise ValueError(f"kv_heads {self.kv_heads} do not divide heads")
        if self.positions not in ("rope", "learned", "sinusoidal", "none"):
            raise ValueError(f"positions {self.positions!r} are not known")
# --8<-- [end:config]


# --8<-- [start:attend]
def attend(q, k, v, mask=None):
    """Soft look-up: q (…, T, d), k (…, M, d), v (…, M, d) -> (…, T, d).

    ``mask`` (…, T, M) is True where a query may look, once a row at least.
    Returns the results and the weights (…, T, M), whose rows sum to 1.
    """
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -torch.inf)
    weights = scores.softmax(dim=-1)
    return weights @ v, weights
# --8<-- [end:attend]


# --8<-- [start:rotate]
def rotate(x, positions, base=10_000.0):
    """Turn each pair of numbers of x (B, heads, T, d) by its position.

    ``positions`` is (T,), (B, T), or (B, T, d / 2) with one for each pair.
    Pair j turns by position / base^(2j / d), in radians.
    """
    d = x.shape[-1]
    speed = base ** (-torch.arange(0, d, 2).float() / d)
    if positions.dim() < 3:
        positions = positions[..., None]
    angle = (positions.float() * speed).unsqueeze(-3)  # (…, 1, T, d / 2)
    even, odd = x[..., 0::2], x[..., 1::2]
    cos, sin = angle.cos(), angle.sin()
    turned = (even * cos - odd * sin, even * sin + odd * cos)
    return torch.stack(turned, dim=-1).flatten(-2)
# --8<-- [end:rotate]


def sinusoids(positions, width, base=10_000.0):
    """Sines and cosines of positions (…, T) -> (…, T, width)."""
    speed = base ** (-torch.arange(0, width, 2).float() / width)
    angle = positions.float()[..., None] * speed
    return torch.stack((angle.sin(), angle.cos()), dim=-1).flatten(-2)


# --8<-- [start:attention]
class Attention(nn.Module):
    """Several look-ups side by side, each on its own slice of the width."""

    def __init__(self, config):
        super().__init__()
        self.config, D = config, config.width
        self.d = D // config.heads
        kv = (config.kv_heads or config.heads) * self.d
        self.q, self.k, self.v, self.out = (
            nn.Linear(D, n, bias=False) for n in (D, kv, kv, D))
        self.weights = None  # (B, heads, T, M) of the last call

    def forward(self, x, source, mask=None, positions=None, past=None):
        """x (B, T, D) looks at source (B, M, D) and past keys and values."""
        q, k, v = (f(y).unflatten(-1, (-1, self.d)).transpose(1, 2)
                   for f, y in ((self.q, x), (self.k, source),
                                (self.v, source)))  # (B, heads, T, d)
        if positions is not None:
            q, k = (rotate(y, positions, self.config.base) for y in (q, k))
        if past is not None:
            k, v = (torch.cat(pair, dim=2) for pair in zip(past, (k, v)))
        share = lambda y: y.repeat_interleave(q.shape[1] // k.shape[1], dim=1)
        out, weights = attend(q, share(k), share(v), mask)
        self.weights = weights.detach()
        return self.out(out.transpose(1, 2).flatten(2)), (k, v)
# --8<-- [end:attention]


def norm(config):
    kind = nn.RMSNorm if config.norm == "rms" else nn.LayerNorm
    return kind(config.width, eps=config.eps)


class Block(nn.Module):
    """Attention, then a perceptron, each added to what came in."""

    def __init__(self, config):
        super().__init__()
        D, hidden = config.width, config.hidden or 4 * config.width
        places = range(2 + config.cross)
        self.norms = nn.ModuleList(norm(config) for _ in places)
        self.attention = Attention(config)
        self.cross = Attention(config) if config.cross else None
        self.up = nn.Linear(D, hidden, bias=False)
        self.gate = nn.Linear(D, hidden, bias=False) if config.gated else None
        self.down = nn.Linear(hidden, D, bias=False)

    # --8<-- [start:block]
    def forward(self, x, mask, positions, past=None, memory=None):
        h = self.norms[0](x)
        mixed, past = self.attention(h, h, mask, positions, past)
        x = x + mixed
        if self.cross is not None:
            x = x + self.cross(self.norms[2](x), memory)[0]
        h = self.norms[1](x)
        inner = (nn.functional.gelu(self.up(h)) if self.gate is None
                 else nn.functional.silu(self.gate(h)) * self.up(h))
        return x + self.down(inner), past  # (B, T, D)
    # --8<-- [end:block]


class Transformer(nn.Module):
    """Tokens (B, T) in, one score for each possible token (B, T, V) out."""

    def __init__(self, config, seed=0):
        super().__init__()
        self.config = config
        self.embed = nn.Embedding(config.vocabulary, config.width)
        if config.positions == "learned":
            self.place = nn.Embedding(config.longest, config.width)
        layers = range(config.layers)
        self.blocks = nn.ModuleList(Block(config) for _ in layers)
        self.norm = norm(config)
        self.read = nn.Linear(config.width, config.vocabulary, bias=False)
        dice = torch.Generator().manual_seed(seed)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                std = weight.shape[1] ** -0.5
                if name.endswith(("out.weight", "down.weight")):
                    std /= math.sqrt(2 * config.layers)
                nn.init.normal_(weight, std=std, generator=dice)
        if config.tied:
            self.read.weight = self.embed.weight

    def forward(self, tokens=None, embedded=None, mask=None, positions=None,
                cache=None, memory=None, features=False):
        """Scores (B, T, V), or with ``features`` the vectors (B, T, D).

        ``embedded`` (B, T, D) stands in for tokens. ``mask`` (T, M) or (B, 1,
        T, M) is True where a token may look. ``cache``, a list, first empty,
        keeps keys and values. ``memory`` (B, M, D) is looked at if ``cross``.
        """
        # --8<-- [start:forward]
        c = self.config
        x = self.embed(tokens) if embedded is None else embedded
        T, before = x.shape[1], cache[0][0].shape[2] if cache else 0
        if positions is None:
            positions = torch.arange(before, before + T)
        if mask is None and c.causal:
            mask = torch.ones(T, before + T).tril(before).bool()
        if c.positions == "learned":
            x = x + self.place(positions)
        elif c.positions == "sinusoidal":
            x = x + sinusoids(positions, c.width, c.base)
        turn = positions if c.positions == "rope" else None
        for layer, block in enumerate(self.blocks):
            past = cache[layer] if before else None
            x, past = block(x, mask, turn, past, memory)
            if cache is not None:
                cache[layer:layer + 1] = [past]
        return self.norm(x) if features else self.read(self.norm(x))
        # --8<-- [end:forward]
