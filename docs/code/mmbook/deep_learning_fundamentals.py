"""Deep learning from the inside: one network by hand, then fifty layers.

Backpropagation for two layers, a tape that differentiates any formula, what
depth does to a signal and its gradient, the three normalizations, and four
optimizers. NumPy only; examples are rows: ``x`` is (B, P).
"""

import math

import numpy as np


# --8<-- [start:two_layers]
def two_layers(x, y, W1, b1, W2, b2):
    """Mean of (guess - y)² / 2 over B examples, and its five gradients.

    x (B, P), y (B,), W1 (D, P), b1 (D,), W2 (D,), b2 a number. Returns the
    loss and a dict with the gradient of each parameter, shaped like it.
    """
    a = x @ W1.T + b1  # (B, D) pre-activations
    h = np.maximum(a, 0)  # (B, D) ReLU
    guess = h @ W2 + b2  # (B,)
    loss = np.mean((guess - y) ** 2) / 2

    delta2 = (guess - y) / len(y)  # (B,) d loss / d guess
    delta1 = np.outer(delta2, W2) * (a > 0)  # (B, D) d loss / d a
    return loss, {"W1": delta1.T @ x, "b1": delta1.sum(axis=0),
                  "W2": delta2 @ h, "b2": delta2.sum()}
# --8<-- [end:two_layers]


# --8<-- [start:node]
class Node:
    """A number that remembers which numbers it was computed from."""

    def __init__(self, value, inputs=()):
        self.value, self.inputs, self.grad = value, inputs, 0.0

    def __add__(self, other):
        return Node(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return Node(self.value * other.value,
                    ((self, other.value), (other, self.value)))

    def relu(self):
        slope = float(self.value > 0)
        return Node(slope * self.value, ((self, slope),))
# --8<-- [end:node]

# --8<-- [start:backward]
    def backward(self):
        """Add d self / d node to ``node.grad`` for every node before it."""
        order, seen = [], set()

        def visit(node):  # a node comes after all that it depends on
            if node not in seen:
                seen.add(node)
                for before, _ in node.inputs:
                    visit(before)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for before, slope in node.inputs:
                before.grad += slope * node.grad
# --8<-- [end:backward]


# --8<-- [start:normalize]
def normalize(x, axis, center=True, eps=1e-5):
    """``x`` with mean 0 and mean square 1 along ``axis``; same shape.

    x (B, D): axis 0 is batch normalization (Ioffe and Szegedy, 2015), axis
    1 layer normalization (Ba et al., 2016), and axis 1 without centering
    RMSNorm (Zhang and Sennrich, 2019). The learned gain and offset that
    follow in a network are left out.
    """
    if center:
        x = x - x.mean(axis=axis, keepdims=True)
    return x / np.sqrt((x**2).mean(axis=axis, keepdims=True) + eps)
# --8<-- [end:normalize]


# --8<-- [start:signal]
def signal(gain, L=50, D=64, B=32, residual=False, norm=False, seed=0):
    """Root mean square of signal and gradient at each depth, two (L + 1,).

    A block is W · relu(h); W (D, D) is Gaussian of variance 2 · gain / D,
    so gain 1 is He's initialization and 1/2 is Xavier's. With ``residual``
    the block's input is added to its output, and ``norm`` puts RMSNorm in
    front of W. A gradient of size 1 is sent back from the top.
    """
    rng = np.random.default_rng(seed)
    h = [rng.normal(size=(B, D))]
    W = rng.normal(size=(L, D, D)) * math.sqrt(2 * gain / D)
    size = []  # what RMSNorm divides by, (B, 1) a layer
    for l in range(L):
        rms = np.sqrt((h[l] ** 2).mean(axis=1, keepdims=True))
        size.append(rms if norm else np.ones((B, 1)))
        block = np.maximum(h[l] / size[l], 0) @ W[l].T
        h.append(block + h[l] if residual else block)
    delta = [rng.normal(size=(B, D))]  # from the top down
    for l in reversed(range(L)):
        back = (delta[-1] @ W[l]) * (h[l] > 0)
        if norm:  # scaling h changes nothing, so that part is taken out
            unit = h[l] / size[l]
            back -= unit * (back * unit).mean(axis=1, keepdims=True)
        back /= size[l]
        delta.append(back + delta[-1] if residual else back)
    return (np.array([np.sqrt((z**2).mean()) for z in h]),
            np.array([np.sqrt((z**2).mean()) for z in delta[::-1]]))
# --8<-- [end:signal]


# --8<-- [start:cosine_after]
def cosine_after(layers, cosine=0.0):
    """Cosine of two inputs after so many wide ReLU layers, He or Xavier.

    Source: the kernel of Cho and Saul, 2009, applied again and again.
    """
    for _ in range(layers):
        angle = math.acos(min(cosine, 1.0))
        cosine = (math.sin(angle) + (math.pi - angle) * cosine) / math.pi
    return cosine
# --8<-- [end:cosine_after]


# --8<-- [start:momentum]
def momentum(w, g, state, eta, mu=0.9):
    """One step of SGD with momentum; mu = 0 is plain SGD. Source: Polyak."""
    state["m"] = mu * state.get("m", 0) + g
    return w - eta * state["m"]
# --8<-- [end:momentum]


# --8<-- [start:adam]
def adam(w, g, state, eta, decay=0.0, decoupled=True, mu=0.9, nu=0.999,
         eps=1e-8):
    """One step of Adam; returns the new weights and changes ``state``.

    ``decay`` shrinks the weights. Decoupled, it acts on them directly, which
    is AdamW (Loshchilov and Hutter, 2019); otherwise it joins the gradient,
    which is an L2 penalty (Kingma and Ba, 2015, for all but the decay).
    """
    if not decoupled:
        g = g + decay * w
    k = state["k"] = state.get("k", 0) + 1
    state["m"] = mu * state.get("m", 0) + (1 - mu) * g  # mean of g
    state["v"] = nu * state.get("v", 0) + (1 - nu) * g**2  # mean of g²
    m, v = state["m"] / (1 - mu**k), state["v"] / (1 - nu**k)
    if decoupled:
        w = w - eta * decay * w
    return w - eta * m / (np.sqrt(v) + eps)
# --8<-- [end:adam]


# --8<-- [start:schedule]
def schedule(k, steps, warmup, peak):
    """Step size at step k: a straight rise to ``peak``, a half cosine down."""
    if k < warmup:
        return peak * (k + 1) / warmup
    part = (k - warmup) / (steps - warmup)
    return peak * (1 + math.cos(math.pi * part)) / 2
# --8<-- [end:schedule]


# --8<-- [start:dropout]
def dropout(h, rate, rng):
    """Zero each number with probability ``rate``, scale up the others."""
    return h * (rng.random(h.shape) >= rate) / (1 - rate)
# --8<-- [end:dropout]
