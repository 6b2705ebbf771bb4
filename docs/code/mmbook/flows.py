"""Diffusion and flow matching in the plane, without any training.

For a mixture of Gaussians the best denoiser is known in closed form, and
with it the score, the velocity and the guided velocity. Data are at t = 0,
noise at t = 1: ``x_t = signal x_0 + noise ε``. NumPy and SciPy only.
"""

import numpy as np
from scipy.special import softmax

from mmbook.generative_models import MEANS, STD, log_density


# --8<-- [start:schedule]
def cosine(t):
    """Signal and noise of a diffusion: squares add up to 1."""
    return np.cos(np.pi * t / 2), np.sin(np.pi * t / 2)


def straight(t):
    """Signal and noise of flow matching: they add up to 1."""
    return 1 - t, t
# --8<-- [end:schedule]


# --8<-- [start:denoiser]
def denoise(x, t, label=None, schedule=straight):
    """The best guess of x_0 given the noisy points x (B, 2) at time t.

    With a label the data are that one Gaussian, without it the mixture.
    """
    signal, noise = schedule(t)
    means = MEANS if label is None else MEANS[[label]]  # (K, 2)
    variance = (signal * STD) ** 2 + noise**2  # of x_t within a mode
    off = x[:, None] - signal * means  # (B, K, 2)
    weight = softmax(-(off**2).sum(axis=2) / (2 * variance), axis=1)
    guess = means + signal * STD**2 / variance * off  # (B, K, 2)
    return (weight[:, :, None] * guess).sum(axis=1)
# --8<-- [end:denoiser]


# --8<-- [start:forms]
def forms(x, guess, t, schedule=straight):
    """One guess of x_0 said in three other ways, (B, 2) each.

    The noise ε, the score ∇ log p_t(x), and the velocity d x_t / dt of the
    straight schedule, ε - x_0.
    """
    signal, noise = schedule(t)
    epsilon = (x - signal * guess) / noise
    return epsilon, -epsilon / noise, epsilon - guess
# --8<-- [end:forms]


# --8<-- [start:velocity]
def velocity(x, t, label=None):
    """The exact velocity (B, 2) of flow matching at time t > 0."""
    return (x - denoise(x, t, label)) / t


def guided(w, label, fields=velocity, interval=(0.0, 1.0)):
    """Classifier-free guidance: a function of (x, t).

    w = 1 is the conditional field, w = 0 the unconditional one. Outside
    the ``interval`` of t, w is 1. Source: Ho and Salimans, 2022.
    """
    low, high = interval

    def field(x, t):
        own = fields(x, t, label)
        if w == 1 or not low <= t <= high:
            return own
        every = fields(x, t, None)
        return every + w * (own - every)
    return field
# --8<-- [end:velocity]


# --8<-- [start:euler]
def euler(field, x, steps=50):
    """Walk from noise (t = 1) to data (t = 0): the path (steps + 1, B, 2)."""
    times = np.linspace(1, 0, steps + 1)
    path = [x]
    for t, after in zip(times[:-1], times[1:]):
        path.append(path[-1] + (after - t) * field(path[-1], t))
    return np.stack(path)
# --8<-- [end:euler]


# --8<-- [start:ddim]
def ddim(denoiser, x, steps=50, schedule=cosine):
    """The same walk for any schedule; ``denoiser(x, t)`` guesses x_0.

    Each step splits x into guess and noise and mixes them anew for the
    next time. Source: Song et al., "Denoising diffusion implicit models".
    """
    times = np.linspace(1, 0, steps + 1)
    path = [x]
    for t, after in zip(times[:-1], times[1:]):
        guess = denoiser(path[-1], t)
        signal, noise = schedule(t)
        epsilon = (path[-1] - signal * guess) / noise
        signal, noise = schedule(after)
        path.append(signal * guess + noise * epsilon)
    return np.stack(path)
# --8<-- [end:ddim]


# --8<-- [start:tilted]
def tilted_moments(w, label, points=801, reach=8.0):
    """Mean (2,) and standard deviations (2,) of p(x | c)ʷ p(x)¹⁻ʷ.

    This is the density whose score the formula of guidance has at t = 0,
    summed on a grid and normalized.
    """
    line = np.linspace(-reach, reach, points)
    x = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
    own, every = log_density(x, MEANS[[label]]), log_density(x)
    p = softmax(w * own + (1 - w) * every)
    mean = p @ x
    return mean, np.sqrt(p @ (x - mean) ** 2)
# --8<-- [end:tilted]
