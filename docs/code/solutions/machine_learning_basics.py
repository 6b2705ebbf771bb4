"""Worked solutions of the chapter on machine learning basics."""

import numpy as np

from mmbook.machine_learning_basics import (
    coarse, cross_entropy, fit_softmax, logits, standardizer)
from mmbook.quartet import Quartet


# --8<-- [start:stop]
def early_stopping(seed):
    """Stop where the validation loss is least; returns that step and the
    test losses there, after 2,000 steps, and with the ridge 0.03."""
    world = Quartet(seed, objects=1, noise={"image": 3})
    batch = world.batch(range(1700), ("image",))
    X, y = coarse(batch.image), batch.label("size")
    Z = standardizer(X[:300])(X)

    def loss(theta, rows):
        return cross_entropy(logits(theta, Z[rows]), y[rows])

    kept = []
    fit_softmax(Z[:300], y[:300], 3, steps=2000, keep=kept)
    held, test = slice(300, 700), slice(700, 1700)
    best = int(np.argmin([loss(theta, held) for theta in kept]))
    penalized = fit_softmax(Z[:300], y[:300], 3, ridge=0.03, steps=2000)
    return (best + 1, loss(kept[best], test), loss(kept[-1], test),
            loss(penalized, test))
# --8<-- [end:stop]


# --8<-- [start:logistic]
def logistic(w, X, y):
    """Loss and gradient (D,) of yes or no: X (N, D), y (N,) of 0 and 1."""
    s = X @ w
    loss = np.mean(np.logaddexp(0, s) - y * s)
    guess = 1 / (1 + np.exp(-s))
    return loss, X.T @ (guess - y) / len(y)
# --8<-- [end:logistic]
