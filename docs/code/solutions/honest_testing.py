"""Worked solutions of the chapter on honest testing."""

from mmbook.honest_testing import bootstrap, mcnemar
from mmbook.machine_learning_basics import (
    coarse, fit_softmax, logits, standardizer)
from mmbook.quartet import Quartet


# --8<-- [start:paired]
def compare(tests=500, seed=0):
    """Two classifiers on the same test scenes: accuracies, the interval of
    each alone, the interval of the difference, and McNemar's chance."""
    world = Quartet(seed, objects=1, noise={"image": 3})
    batch = world.batch(range(900 + tests), ("image",))
    X, y = coarse(batch.image), batch.label("size")
    Z = standardizer(X[:900])(X)
    right = []
    for n in (150, 900):  # few and many training scenes
        theta = fit_softmax(Z[:n], y[:n], 3, ridge=0.03)
        right.append(logits(theta, Z[900:]).argmax(axis=1) == y[900:])
    a, b = right
    return {"accuracy": [float(r.mean()) for r in right],
            "alone": [bootstrap(r) for r in right],
            "difference": bootstrap(b.astype(int) - a),
            "chance": mcnemar(int((a & ~b).sum()), int((b & ~a).sum()))}
# --8<-- [end:paired]
