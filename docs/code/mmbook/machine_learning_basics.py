"""Learning from examples: descent, softmax regression, ridge, random features.

Models small enough to read: one weight, a softmax classifier whose gradient
is written out, and least squares with a penalty. NumPy only. Rows are
examples: ``X`` is (N, D), labels ``y`` are (N,) integers from 0 to K - 1.
"""

import numpy as np


# --8<-- [start:descend]
def descend(slope, start, step=0.1, steps=10):
    """Gradient descent: the (steps + 1, …) values that theta takes.

    slope(theta) returns the gradient of the training loss, shaped as theta.
    """
    path = [np.asarray(start, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - step * slope(path[-1]))
    return np.array(path)
# --8<-- [end:descend]


# --8<-- [start:line]
def line_loss(theta, x, y):
    """Mean squared error of the guesses w x + b; theta is (w, b)."""
    return np.mean((theta[0] * x + theta[1] - y) ** 2)


def line_slope(theta, x, y):
    """Its gradient (2,): by the weight w and by the bias b."""
    error = theta[0] * x + theta[1] - y  # (N,)
    return np.array([np.mean(2 * error * x), np.mean(2 * error)])
# --8<-- [end:line]


# --8<-- [start:softmax]
def log_softmax(s):
    """Logarithms of the probabilities of logits ``s`` (N, K)."""
    s = s - s.max(axis=1, keepdims=True)  # so that exp cannot overflow
    return s - np.log(np.exp(s).sum(axis=1, keepdims=True))


def cross_entropy(s, y):
    """Mean surprise, in nats, at the labels ``y`` under logits ``s``."""
    return -np.mean(log_softmax(s)[np.arange(len(y)), y])
# --8<-- [end:softmax]


# --8<-- [start:kl]
def kl(p, q):
    """KL divergence of the guess ``q`` from ``p``, both (K,), in nats."""
    p, q = np.asarray(p, dtype=float), np.asarray(q, dtype=float)
    there = p > 0  # 0 log 0 counts as 0
    return float(np.sum(p[there] * np.log(p[there] / q[there])))
# --8<-- [end:kl]


# --8<-- [start:slope]
def softmax_loss(theta, X, y, ridge=0.0):
    """Training loss of a softmax classifier, and its gradient.

    theta (D + 1, K) holds the weights and, as its last row, the biases.
    ridge: the penalty is ridge / 2 times the sum of squared weights.
    """
    N, W = len(y), theta[:-1]
    s = X @ W + theta[-1]  # (N, K) logits
    q = np.exp(log_softmax(s))
    p = np.eye(theta.shape[1])[y]  # (N, K) one 1 a row, at the right class
    error = (q - p) / N
    slope = np.vstack([X.T @ error + ridge * W, error.sum(axis=0)])
    return cross_entropy(s, y) + ridge / 2 * np.sum(W**2), slope
# --8<-- [end:slope]


# --8<-- [start:fit]
def fit_softmax(X, y, K, ridge=0.0, steps=300, keep=None):
    """Gradient descent from zero weights; returns theta (D + 1, K).

    The step is the largest that cannot overshoot: the loss curves by at
    most half the largest squared singular value of (X, 1) over N, plus
    the ridge. keep: a list that receives theta after every step.
    """
    ones = np.hstack([X, np.ones((len(X), 1))])
    step = 1 / (np.linalg.norm(ones, 2) ** 2 / (2 * len(X)) + ridge)
    theta = np.zeros((X.shape[1] + 1, K))
    for _ in range(steps):
        theta = theta - step * softmax_loss(theta, X, y, ridge)[1]
        if keep is not None:
            keep.append(theta)
    return theta
# --8<-- [end:fit]


def logits(theta, X):
    """Logits (N, K) of a softmax classifier."""
    return X @ theta[:-1] + theta[-1]


def accuracy(theta, X, y):
    """Share of examples whose largest logit is at the right class."""
    return float(np.mean(logits(theta, X).argmax(axis=1) == y))


# --8<-- [start:difference]
def finite_difference(loss, theta, width=1e-5):
    """The gradient of loss(theta) by moving one parameter at a time."""
    theta = np.asarray(theta, dtype=float)
    slope = np.zeros_like(theta)
    for place in np.ndindex(theta.shape):
        moved = np.zeros_like(theta)
        moved[place] = width
        slope[place] = (loss(theta + moved) - loss(theta - moved)) / width / 2
    return slope
# --8<-- [end:difference]


# --8<-- [start:standardizer]
def standardizer(X):
    """Shift and scale to mean 0 and deviation 1, as a function.

    Fit it on the training examples; apply it to all others.
    """
    mean, scale = X.mean(axis=0), X.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    return lambda Z: (Z - mean) / scale
# --8<-- [end:standardizer]


# --8<-- [start:ridge]
def ridge_regression(X, y, ridge=0.0):
    """Weights (D,) with the least sum of squared errors plus penalty.

    The penalty is ridge times the sum of squared weights. With ridge = 0
    and more weights than examples, of all that fit, the shortest.
    """
    N, D = X.shape
    if ridge == 0:
        return np.linalg.lstsq(X, y, rcond=1e-10)[0]
    if D <= N:
        return np.linalg.solve(X.T @ X + ridge * np.eye(D), X.T @ y)
    return X.T @ np.linalg.solve(X @ X.T + ridge * np.eye(N), y)
# --8<-- [end:ridge]


# --8<-- [start:features]
def random_features(P, D, seed=0):
    """A function from (N, P) to (N, D): random sums, negatives set to 0.

    Source: random features as in Rahimi and Recht (2007), here with the
    function max(a, 0) in place of their cosine.
    """
    rng = np.random.default_rng(seed)
    A, b = rng.normal(size=(P, D)) / np.sqrt(P), rng.normal(size=D)
    return lambda X: np.maximum(X @ A + b, 0) / np.sqrt(D)
# --8<-- [end:features]


def coarse(image):
    """How colorful each of 8 x 8 cells of a picture is: (B, 64)."""
    cells = image.astype(float).reshape(len(image), 8, 4, 8, 4, 3)
    cells = cells.mean(axis=(2, 4)) / 255  # (B, 8, 8, 3)
    return (cells.max(axis=3) - cells.min(axis=3)).reshape(len(image), -1)


# --8<-- [start:trials]
def repeated_fits(X, x, N, D, ridge=0.0, trials=20, noise=0.1, tests=1000):
    """Fit on disjoint sets of N examples; guesses (trials, tests), truth.

    X (examples, P) measurements and x the number to guess. The training
    numbers get Gaussian noise of deviation ``noise``, the last ``tests``
    examples, on which all fits are tested, do not.
    """
    if trials * N + tests > len(X):
        raise ValueError(f"{trials} sets of {N} and {tests} tests need "
                         f"{trials * N + tests} examples, got {len(X)}")
    guesses = []
    for t in range(trials):
        rows = slice(t * N, (t + 1) * N)
        dice = np.random.default_rng(1000 + t)
        y = x[rows] + noise * dice.normal(size=N)
        feature = random_features(X.shape[1], D, seed=t)
        theta = ridge_regression(feature(X[rows]), y - y.mean(), ridge)
        guesses.append(feature(X[-tests:]) @ theta + y.mean())
    return np.array(guesses), x[-tests:]


def bias_and_variance(guesses, truth):
    """Squared bias and variance of fits (trials, tests), mean over tests."""
    bias2 = np.mean((guesses.mean(axis=0) - truth) ** 2)
    return float(bias2), float(guesses.var(axis=0).mean())
# --8<-- [end:trials]
