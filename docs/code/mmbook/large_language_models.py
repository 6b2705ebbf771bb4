"""Large language models: objectives, scaling laws, experts, interfaces.

NumPy and SciPy alone. Tokens are whole numbers, masks are True where a
token may look, parameters and tokens of training are counts.
"""

import numpy as np
from scipy.optimize import least_squares

HOFFMANN = {"E": 1.69, "A": 406.4, "B": 410.7, "alpha": 0.34, "beta": 0.28}
BESIROGLU = {"E": 1.8172, "A": 482.01, "B": 2085.43,
             "alpha": 0.3478, "beta": 0.3658}


# --8<-- [start:objectives]
def causal(tokens):
    """(inputs, targets, mask): each token is guessed from those before."""
    T = len(tokens) - 1
    return tokens[:-1], tokens[1:], np.tri(T, dtype=bool)


def masked(tokens, hidden, mask_token):
    """Hidden places are guessed from all others; -1 means no loss."""
    hidden = np.isin(np.arange(len(tokens)), hidden)
    inputs = np.where(hidden, mask_token, tokens)
    everything = np.ones((len(tokens), len(tokens)), dtype=bool)
    return inputs, np.where(hidden, tokens, -1), everything


def prefix(tokens, n):
    """The first n tokens see each other; what follows is guessed."""
    inputs, targets, mask = causal(tokens)
    mask[:, :n] = True
    return inputs, np.where(np.arange(len(targets)) < n - 1, -1, targets), mask
# --8<-- [end:objectives]


# --8<-- [start:spans]
def span_corruption(words, spans, marks=("<0>", "<1>", "<2>", "<3>")):
    """Cut spans [(begin, end), …] out of a text; ask for them in order.

    Returns (what the encoder reads, what the decoder writes).
    """
    inputs, targets, at = [], [], 0
    for mark, (begin, end) in zip(marks, spans):
        inputs += [*words[at:begin], mark]
        targets += [mark, *words[begin:end]]
        at = end
    return inputs + list(words[at:]), targets + [marks[len(spans)]]
# --8<-- [end:spans]


# --8<-- [start:scaling]
def loss(N, D, E, A, B, alpha, beta):
    """Predicted loss of N parameters after D tokens, in nats a token."""
    return E + A * N**-alpha + B * D**-beta


def best_split(C, A, B, alpha, beta, **_):
    """Parameters and tokens of least loss for C = 6 N D operations."""
    a = beta / (alpha + beta)
    G = (alpha * A / (beta * B)) ** (1 / (alpha + beta))
    N = G * (C / 6) ** a
    return N, C / 6 / N
# --8<-- [end:scaling]


# --8<-- [start:fit]
def fit_scaling(N, D, excess):
    """Fit A N^-alpha + B D^-beta to losses above the entropy.

    N, D, excess: (n,). Least squares in the logarithm, from several
    starts. Returns {"A": …, "B": …, "alpha": …, "beta": …}.
    """
    def error(p):
        guess = np.logaddexp(p[0] - p[1] * np.log(N), p[2] - p[3] * np.log(D))
        return guess - np.log(excess)

    fits = [least_squares(error, (a, x, b, y), loss="soft_l1", f_scale=0.1)
            for a in (0, 6) for b in (0, 6) for x in (0.3, 1) for y in (0.3, 1)]
    a, alpha, b, beta = min(fits, key=lambda fit: fit.cost).x
    return {"A": np.exp(a), "B": np.exp(b), "alpha": alpha, "beta": beta}
# --8<-- [end:fit]


# --8<-- [start:experts]
def mixture(x, router, experts, k=2):
    """Send each token to its k best experts; add their weighted answers.

    x (T, D), router (D, K), experts: K functions of (n, D). Returns the
    outputs (T, D), the chosen experts (T, k) and the shares (T, K) that
    the router gave before choosing.
    """
    scores = x @ router  # (T, K)
    share = np.exp(scores - scores.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    chosen = np.argsort(-share, axis=1)[:, :k]  # (T, k)
    weight = np.take_along_axis(share, chosen, axis=1)
    weight /= weight.sum(axis=1, keepdims=True)
    out = np.zeros_like(x)
    for e, expert in enumerate(experts):
        token, place = np.nonzero(chosen == e)  # who asked for expert e
        out[token] += weight[token, place, None] * expert(x[token])
    return out, chosen, share
# --8<-- [end:experts]


# --8<-- [start:balance]
def imbalance(chosen, share):
    """Load-balancing loss: 1 if all K experts get the same, up to K."""
    K = share.shape[1]
    load = np.bincount(chosen.ravel(), minlength=K) / chosen.size
    return float(K * load @ share.mean(axis=0))
# --8<-- [end:balance]


# --8<-- [start:counts]
def parameters(width, layers, hidden, vocabulary, experts=1, active=1):
    """(total, active) parameters of a decoder with gated perceptrons.

    Four square matrices of attention and, for each expert, three of
    width x hidden; the embedding table once; norms and router left out.
    """
    attention, expert = 4 * width**2, 3 * width * hidden
    table = vocabulary * width
    return tuple(table + layers * (attention + n * expert)
                 for n in (experts, active))
# --8<-- [end:counts]


# --8<-- [start:mappings]
def mappings(B, K=6, pairs=12, pool=None, seed=0):
    """B sequences x f(x) x f(x) …, each with a hidden f of its own.

    f maps K inputs (tokens 0 to K - 1) to K outputs (tokens K to 2 K - 1)
    one to one; with ``pool`` (n, K), f is one of its rows. Returns tokens
    (B, 2 pairs) and the surprise (B, pairs) of an ideal guesser that knows
    only that f is one to one: log of the outputs not yet used for a new
    input, 0 for an input that was shown.
    """
    dice = np.random.default_rng(seed)
    if pool is None:
        f = dice.permuted(np.tile(np.arange(K), (B, 1)), axis=1)
    else:
        f = pool[dice.integers(len(pool), size=B)]
    x = dice.integers(K, size=(B, pairs))
    tokens = np.stack([x, K + np.take_along_axis(f, x, axis=1)], axis=2)
    seen = np.tril(x[:, :, None] == x[:, None, :], -1)  # (B, pairs, pairs)
    new = ~seen.any(axis=2)
    used = np.cumsum(new, axis=1) - new  # different inputs before this pair
    return tokens.reshape(B, -1), np.where(new, np.log(K - used * new), 0.0)
# --8<-- [end:mappings]
