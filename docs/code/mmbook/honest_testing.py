"""Testing a model honestly: splits, intervals, calibration.

Also two measurements of Quartet that tell whose scene it is and nothing
about what is in it: the wallpaper and the voice. NumPy and SciPy.
"""

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.stats import binom, norm

from mmbook.machine_learning_basics import cross_entropy, log_softmax


# --8<-- [start:split]
def split(N, share=0.2, groups=None, seed=0):
    """Rows to train on and rows to test on, as two index arrays.

    share of the rows, at random, go to the test set. With groups (N,), that
    share of the groups goes there, each with all of its rows.
    """
    rng = np.random.default_rng(seed)
    if groups is None:
        order = rng.permutation(N)
        return order[round(share * N):], order[:round(share * N)]
    names = rng.permutation(np.unique(groups))
    out = np.isin(groups, names[:round(share * len(names))])
    return np.flatnonzero(~out), np.flatnonzero(out)
# --8<-- [end:split]


# --8<-- [start:nearest]
def nearest_neighbor(X, y, Z):
    """For each row of Z (M, D), the label of the nearest row of X (N, D)."""
    distance = (X**2).sum(axis=1) - 2 * Z @ X.T  # (M, N), up to |Z|^2
    return y[distance.argmin(axis=1)]
# --8<-- [end:nearest]


# --8<-- [start:measures]
def wallpaper(image):
    """Gray levels of the upper and lower edge of a picture: (B, 128)."""
    edge = image[..., 0][:, [0, 1, 30, 31]]  # seldom an object there
    return edge.reshape(len(image), -1).astype(float)


def voice(sound, sizes=(220, 330, 495)):
    """How far the pitch is above that of its size, in cents: (B, 1).

    A hundred cents are a semitone. For still objects, and for motions to
    the left or right, whose pitch is level.
    """
    detune = np.linspace(-36, 36, 289)
    pitch = np.outer(sizes, 2 ** (detune / 1200)).ravel()  # candidates, Hz
    bins = np.rint(np.outer(range(1, 6), pitch) * 2**15 / 8000).astype(int)
    out = []
    for samples in sound:
        loud = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 2**15))
        score = np.log(loud[bins] + 0.01).sum(axis=0)  # over the harmonics
        out.append(detune[score.argmax() % len(detune)])
    return np.array(out)[:, None]
# --8<-- [end:measures]


# --8<-- [start:wilson]
def wilson(right, n, level=0.95):
    """Interval for a share, of which ``right`` of ``n`` were seen.

    Source: Wilson (1927).
    """
    z = norm.ppf(0.5 + level / 2)
    middle = (right + z**2 / 2) / (n + z**2)
    share = right / n
    half = z / (n + z**2) * np.sqrt(n * share * (1 - share) + z**2 / 4)
    return float(middle - half), float(middle + half)
# --8<-- [end:wilson]


# --8<-- [start:bootstrap]
def bootstrap(values, groups=None, level=0.95, draws=1000, seed=0):
    """Interval for the mean of ``values`` (n,), by drawing them again.

    With groups (n,), whole groups are drawn. For two models on one test
    set, pass the differences of their rights and wrongs. Source: Efron
    (1979), percentile intervals.
    """
    values = np.asarray(values, dtype=float)
    names = np.arange(len(values)) if groups is None else groups
    _, code = np.unique(names, return_inverse=True)
    total, count = np.bincount(code, values), np.bincount(code)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(len(count), size=(draws, len(count)))
    means = total[drawn].sum(axis=1) / count[drawn].sum(axis=1)
    tail = (1 - level) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return float(low), float(high)
# --8<-- [end:bootstrap]


# --8<-- [start:mcnemar]
def mcnemar(only_a, only_b):
    """Chance of so uneven a count, or worse, if both were equally good.

    only_a, only_b: test examples that only one of the models has right.
    The exact form of the test of McNemar (1947), two-sided.
    """
    few, n = min(only_a, only_b), only_a + only_b
    return float(min(1.0, 2 * binom.cdf(few, n, 0.5)))


def examples_needed(gap, differ, level=0.95, power=0.8):
    """Test examples needed to see that one of two models is better.

    gap: true difference in accuracy. differ: the share of examples which
    only one of them has right, or, for models tested on two different
    sets, A (1 - A) + B (1 - B). power: the chance of success asked for.
    """
    z = norm.ppf(0.5 + level / 2) + norm.ppf(power)
    return int(np.ceil(differ * z**2 / gap**2))
# --8<-- [end:mcnemar]


# --8<-- [start:ece]
def reliability(confidence, right, bins=15):
    """Of each bin in use: mean confidence, share right, share of examples.

    confidence (n,): probability of the class that was guessed; right (n,):
    whether it was the right one. Bins of equal width from 0 to 1.
    """
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    n = np.bincount(which, minlength=bins)
    used = n > 0
    said = np.bincount(which, confidence, minlength=bins)[used] / n[used]
    was = np.bincount(which, right, minlength=bins)[used] / n[used]
    return said, was, n[used] / len(right)


def calibration_error(confidence, right, bins=15):
    """Expected calibration error: mean gap of the bins, by their size."""
    said, was, share = reliability(confidence, right, bins)
    return float(np.sum(share * np.abs(said - was)))
# --8<-- [end:ece]


# --8<-- [start:temperature]
def fit_temperature(s, y):
    """The temperature at which logits ``s`` (n, K) fit labels ``y`` best.

    Give it validation examples. Source: Guo and others (2017).
    """
    found = minimize_scalar(lambda log_t: cross_entropy(s / np.exp(log_t), y),
                            bounds=(-3, 5), method="bounded")
    return float(np.exp(found.x))


def confidence(s, y, temperature=1.0):
    """Probability of the guessed class, and whether it was right: (n,)."""
    q = np.exp(log_softmax(s / temperature))
    return q.max(axis=1), q.argmax(axis=1) == y
# --8<-- [end:temperature]
