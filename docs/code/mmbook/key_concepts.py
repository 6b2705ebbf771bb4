"""Key concepts: six challenges on one scene, and where two inputs meet.

Plain functions on the records of Quartet, in the order of the chapter. A
probability table is (B, K): one row a scene, one column a class.
"""

import numpy as np

from mmbook.definition_and_importance import class_scores
from mmbook.quartet_probe import colored
from mmbook.quartet_render import RGB
from mmbook.quartet_stage import COLORS, RATE

FPS = 8  # frames of a clip in a second


# --8<-- [start:counts]
def counts(caption, words):
    """How often each of the P words occurs in a caption: (P,) float."""
    return np.array([caption.split().count(w) for w in words], dtype=float)
# --8<-- [end:counts]


# --8<-- [start:landings_seen]
def landings_seen(video):
    """How sharply a fall ends, frame by frame: (T, H, W, 3) -> (T,).

    The height of what is colored, in pixels, is taken from each frame; a
    landing is where its curve bends upward.
    """
    there = colored(video)  # (T, H, W)
    rows = np.arange(video.shape[1])
    height = -(there.sum(axis=2) @ rows) / np.maximum(
        there.sum(axis=(1, 2)), 1)  # (T,)
    bend = height[:-2] - 2 * height[1:-1] + height[2:]
    return np.pad(np.maximum(bend, 0), 1)
# --8<-- [end:landings_seen]


# --8<-- [start:clicks_heard]
def clicks_heard(sound, rate=80):
    """How sharp a sound is at its sharpest, `rate` times a second.

    Fourth differences let through what changes from sample to sample, as
    a click does, and little of a tone. What is below three times the
    median counts as no click.
    """
    sharp = np.abs(np.diff(sound, n=4, append=[0.0] * 4))
    peak = sharp.reshape(-1, RATE // rate).max(axis=1)  # (2 * rate,)
    return np.maximum(peak - 3 * np.median(peak), 0)
# --8<-- [end:clicks_heard]


# --8<-- [start:cross_correlation]
def cross_correlation(seen, heard, most):
    """Agreement of two signals (T,) when the second is late by each lag.

    Returns lags (2 * most + 1,) in steps and the sum, for each lag, of
    seen[t] * heard[t + lag], both with their means taken off.
    """
    seen, heard = seen - seen.mean(), np.pad(heard - heard.mean(), most)
    lags = np.arange(-most, most + 1)
    return lags, np.array([
        seen @ heard[most + lag:most + lag + len(seen)] for lag in lags])
# --8<-- [end:cross_correlation]


# --8<-- [start:lateness]
def lateness(video, sound, rate=80, most=0.75):
    """By how many seconds a sound is late, at most `most` either way."""
    t = np.arange(2 * rate) / rate  # s
    seen = np.interp(t, np.arange(len(video)) / FPS, landings_seen(video))
    lags, score = cross_correlation(
        seen, clicks_heard(sound, rate), round(most * rate))
    return float(lags[score.argmax()] / rate)
# --8<-- [end:lateness]


# --8<-- [start:color_that_clicks]
def color_that_clicks(video, sound, late=0.0, rate=80):
    """Answer "what color is the thing that clicks?" in three steps."""
    heard = clicks_heard(sound, rate)
    when = np.flatnonzero(heard > 0.5 * heard.max()) / rate - late  # 1
    there, pixels = colored(video), [np.zeros((0, 3))]
    for t in np.clip(np.rint(when * FPS), 1, len(video) - 2).astype(int):
        near = there[t - 1:t + 2]  # 2: what moves about that moment
        pixels.append(video[t][there[t] & ~near.all(axis=0)])
    found = np.vstack(pixels)
    if not len(found):  # nothing moved: any color that is there
        found = video[there]
    return name_of(found.mean(axis=0))  # 3: its color


def name_of(color):
    """The nearest of the six colors, whatever gray is mixed in."""
    known, color = (hue(np.asarray(c)) for c in (RGB, color))
    return COLORS[np.square(known - color).sum(axis=1).argmin()]


def hue(rgb):
    """A color (…, 3) without its gray part, its largest number 1."""
    rgb = rgb - rgb.min(axis=-1, keepdims=True)
    return rgb / (rgb.max(axis=-1, keepdims=True) + 1e-9)
# --8<-- [end:color_that_clicks]


# --8<-- [start:expert]
def expert(x, labels, ridge=1e-2):
    """Fit a rule that turns features (B, P) into probabilities (B, K).

    Each class is a cloud around its mean, all of one form (linear
    discriminant analysis). Returns the rule, a function.
    """
    scores = class_scores(x, labels, ridge)
    prior = np.log(np.bincount(labels) / len(labels))  # (K,)
    return lambda new: softmax(scores(new) + prior)


def softmax(scores):
    """Positive numbers that add up to 1 along the last axis."""
    p = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return p / p.sum(axis=-1, keepdims=True)
# --8<-- [end:expert]


# --8<-- [start:product_of_experts]
def product_of_experts(experts, prior):
    """Multiply tables (B, K), divide by the prior (K,) once for each but
    one, and scale each row to sum 1. Source: Kittler et al., 1998."""
    score = sum(np.log(p + 1e-12) for p in experts)
    return softmax(score - (len(experts) - 1) * np.log(prior))
# --8<-- [end:product_of_experts]


# --8<-- [start:cones]
def cones(N=1000, D=32, height=2.0, seed=0):
    """Two sets of N unit vectors (N, D + 1) that match and never meet.

    Partners share a random direction z; one side is lifted by `height`
    along a last axis, the other lowered by as much.
    """
    z = np.random.default_rng(seed).normal(size=(N, D))
    z /= np.linalg.norm(z, axis=1, keepdims=True)
    lift = np.full((N, 1), height)
    u, v = np.hstack([z, lift]), np.hstack([z, -lift])
    return u / np.sqrt(1 + height**2), v / np.sqrt(1 + height**2)
# --8<-- [end:cones]


# --8<-- [start:one_liners]
def concatenate(x, y, W):  # (B, P), (B, Q), (P + Q, K)
    return softmax(np.hstack([x, y]) @ W)  # (B, K)


def dot_product(x, y, Wx, Wy):  # (B, P), (B, Q), (P, D), (Q, D)
    return (x @ Wx) @ (y @ Wy).T  # (B, B): each picture with each sound


def cross_attention(x, y, Wq, Wk, Wv):  # (B, N, P), (B, T, Q)
    scores = (y @ Wq) @ (x @ Wk).transpose(0, 2, 1)  # (B, T, N)
    return softmax(scores / np.sqrt(Wk.shape[1])) @ (x @ Wv)  # (B, T, D)


def multiply(x, y, Wx, Wy):  # (B, P), (B, Q), (P, K), (Q, K)
    return product_of_experts([softmax(x @ Wx), softmax(y @ Wy)], 1.0)
# --8<-- [end:one_liners]
