"""Neural network architectures, small enough to follow by hand.

Convolution, recurrence, attention, a state-space model and a linear
autoencoder in NumPy, and what each costs on the same input. Sequences are
(T, D): T steps of D numbers.
"""

import numpy as np

from mmbook.deep_learning_fundamentals import normalize
from mmbook.quartet import Quartet


# --8<-- [start:convolve]
def convolve(x, w, stride=1):
    """Slide a filter over a grid: x (H, W), w (k, k), no padding.

    Returns (H', W') with H' = (H - k) // stride + 1, W' likewise. As in
    every library, the filter is not flipped.
    """
    k = len(w)
    if k > min(x.shape):
        raise ValueError(f"a filter of {k} does not fit a grid {x.shape}")
    rows = range(0, x.shape[0] - k + 1, stride)
    columns = range(0, x.shape[1] - k + 1, stride)
    return np.array([[np.sum(x[i:i + k, j:j + k] * w) for j in columns]
                     for i in rows])
# --8<-- [end:convolve]


# --8<-- [start:receptive_field]
def receptive_field(layers):
    """Inputs along one side that one output can see.

    ``layers``: (filter size, stride) of each layer, the first one first.
    """
    seen, step = 1, 1
    for k, stride in layers:
        seen += (k - 1) * step  # in units of the input
        step *= stride
    return seen
# --8<-- [end:receptive_field]


# --8<-- [start:recurrent]
def recurrent(x, w, u, h=0.0):
    """h_t = tanh(w h_{t-1} + u x_t), one number a step; x (T,) -> (T,)."""
    states = []
    for value in x:
        h = np.tanh(w * h + u * value)
        states.append(h)
    return np.array(states)


def carried(x, w, u):
    """d h_T / d h_t for each t, (T,): a product of T - t factors."""
    h = recurrent(x, w, u)
    factors = w * (1 - h**2)  # d h_t / d h_{t-1}
    return np.append(np.cumprod(factors[:0:-1])[::-1], 1.0)
# --8<-- [end:recurrent]


# --8<-- [start:gru]
def gru_step(h, x, Wz, Wr, Wn):
    """One step of a gated recurrent unit: h (D,), x (P,) -> (D,).

    Each weight matrix is (D, D + P) and reads memory and input side by
    side; biases are left out. Source: Cho et al., 2014.
    """
    sigmoid = lambda a: 1 / (1 + np.exp(-a))
    both = np.concatenate([h, x])  # (D + P,)
    z = sigmoid(Wz @ both)  # share of the memory that is kept
    r = sigmoid(Wr @ both)  # share of it that the new content sees
    n = np.tanh(Wn @ np.concatenate([r * h, x]))  # the new content
    return z * h + (1 - z) * n
# --8<-- [end:gru]


# --8<-- [start:attention]
def attention(Q, K, V):
    """Soft look-up: queries (T, D), keys (M, D), values (M, E) -> (T, E).

    Source: Vaswani et al., 2017.
    """
    scores = Q @ K.T / np.sqrt(K.shape[1])  # (T, M)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    return weights @ V
# --8<-- [end:attention]


# --8<-- [start:block]
def transformer_block(x, Wq, Wk, Wv, Wo, W1, W2):
    """Attention mixes tokens, the MLP works on each: x (T, D) -> (T, D)."""
    a = normalize(x, axis=1)
    x = x + attention(a @ Wq, a @ Wk, a @ Wv) @ Wo
    return x + np.maximum(normalize(x, axis=1) @ W1, 0) @ W2  # ReLU
# --8<-- [end:block]


# --8<-- [start:state_space]
def state_space_steps(x, a, b, c):
    """s_t = a s_{t-1} + b x_t, y_t = c · s_t; x (T,), a, b, c (S,)."""
    s, out = np.zeros_like(a), []
    for value in x:
        s = a * s + b * value
        out.append(c @ s)
    return np.array(out)  # (T,)


def state_space_filter(x, a, b, c):
    """The same numbers as one convolution with the filter c · a^k b."""
    T = len(x)
    k = np.arange(T)[:, None]
    w = (a**k * b) @ c  # (T,)
    n = 2 * T  # room for the tail, so that it does not wrap around
    return np.fft.irfft(np.fft.rfft(x, n) * np.fft.rfft(w, n), n)[:T]
# --8<-- [end:state_space]


# --8<-- [start:autoencoder]
def linear_autoencoder(X, k, steps=3000, rate=0.2, seed=0):
    """Squeeze X (N, P), columns of mean 0, through k numbers; return X̂.

    Encoder (P, k) and decoder (k, P) go down the gradient of half the mean
    squared error of X̂. The widest direction of X should have variance 1,
    or the steps are too long.
    """
    rng = np.random.default_rng(seed)
    N, P = X.shape
    C = X.T @ X / N  # (P, P): all that the gradient needs of the data
    encode, decode = (0.1 * rng.normal(size=s) for s in ((P, k), (k, P)))
    for _ in range(steps):
        error = C @ encode @ decode - C  # (P, P)
        encode, decode = (encode - rate * error @ decode.T,
                          decode - rate * encode.T @ error)
    return X @ encode @ decode


def principal_components(X, k):
    """The best rank-k copy of X (N, P): keep k directions of the SVD."""
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return U[:, :k] * s[:k] @ Vt[:k]
# --8<-- [end:autoencoder]


# --8<-- [start:costs]
def costs(T, D, k=5, S=16):
    """Weights, multiplications and path for T steps of D numbers: a dict.

    One layer from (T, D) to (T, D), biases left out; k is the width of the
    filter, S the state of each channel. The path counts what must be done
    one after the other until the first step has reached the last: layers
    of convolution, steps of a recurrence.
    """
    return {
        "MLP": ((T * D)**2, (T * D)**2, 1),
        "convolution": (k * D**2, T * k * D**2, -(-(T - 1) // (k // 2))),
        "recurrent": (2 * D**2, 2 * T * D**2, T - 1),
        "attention": (4 * D**2, 4 * T * D**2 + 2 * T**2 * D, 1),
        "state space": (3 * D * S + D**2, T * (3 * D * S + D**2), T - 1),
    }
# --8<-- [end:costs]


# --8<-- [start:cells]
def quartet_cells(scenes, seed=0):
    """Gray 8 × 8 cells of Quartet pictures, 16 a scene: X, mean, back.

    X (16 · scenes, 64) has columns of mean 0; ``back`` turns the 16 cells
    of one scene, with the mean added, into its picture (32, 32).
    """
    image = Quartet(seed, objects=1).batch(range(scenes), ("image",)).image
    gray = image.mean(axis=3) / 255  # (scenes, 32, 32)
    X = gray.reshape(-1, 4, 8, 4, 8).swapaxes(2, 3).reshape(-1, 64)
    mean = X.mean(axis=0)
    return X - mean, mean, lambda cells: cells.reshape(
        4, 4, 8, 8).swapaxes(1, 2).reshape(32, 32)
# --8<-- [end:cells]
