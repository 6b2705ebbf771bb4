"""Bits, their four shares, and the exchange test of a multimodal model.

A table is an array of probabilities that sum to 1: one axis for each
random variable, the answer Y last. ``table[a, b, y]`` is the probability
of X1 = a, X2 = b and Y = y together. All information is in bits.
"""

import numpy as np


# --8<-- [start:entropy]
def entropy(p):
    """Mean surprise of the probabilities ``p``, any shape, in bits.

    ValueError if they do not sum to 1. Source: Shannon, 1948.
    """
    p = np.asarray(p, dtype=float).ravel()
    if (p < 0).any() or not np.isclose(p.sum(), 1):
        raise ValueError(f"probabilities sum to {p.sum():g}, or are below 0")
    p = p[p > 0]  # an event that never happens surprises nobody
    return float((p * np.log2(1 / p)).sum())
# --8<-- [end:entropy]


# --8<-- [start:mutual_information]
def mutual_information(table):
    """What one side tells of the other, from a joint table, in bits.

    The last axis is Y; all axes before it together are one variable.
    """
    table = np.asarray(table, dtype=float)
    table = table.reshape(-1, table.shape[-1])  # (values of X, values of Y)
    apart = entropy(table.sum(axis=1)) + entropy(table.sum(axis=0))
    return apart - entropy(table)
# --8<-- [end:mutual_information]


# --8<-- [start:joint_table]
def joint_table(cases):
    """Equally likely cases (x1, x2, y) of small integers as a table.

    The table has the shape (values of X1, values of X2, values of Y).
    """
    cases = np.asarray(cases)
    table = np.zeros(cases.max(axis=0) + 1)
    for case in cases:
        table[tuple(case)] += 1 / len(cases)
    return table
# --8<-- [end:joint_table]


# --8<-- [start:three]
def three(table):
    """I(X1; Y), I(X2; Y) and I(X1, X2; Y) of a table, in bits."""
    table = np.asarray(table, dtype=float)  # (X1, X2, Y)
    return (mutual_information(table.sum(axis=1)),
            mutual_information(table.sum(axis=0)),
            mutual_information(table))


def co_information(table):
    """I(X1; Y) + I(X2; Y) - I(X1, X2; Y), which is R - S, in bits."""
    first, second, both = three(table)
    return first + second - both
# --8<-- [end:three]


# --8<-- [start:least_both]
def least_both(table, rounds=300):
    """The least that two inputs can tell together, in bits.

    Of all tables in which each input alone goes with Y as in ``table``
    (X1, X2, Y), the one whose I(X1, X2; Y) is smallest; returns that
    information and the table. Each round takes the present table of the
    pairs (X1, X2) and gives it, for each y, the margins it must have. The
    distance to the minimum shrinks with ``rounds``; for the tables of the
    chapter it ends below 0.0005.
    Source of the quantity: Bertschinger et al., 2014.
    """
    table = np.asarray(table, dtype=float)
    y = np.maximum(table.sum(axis=(0, 1)), 1e-300)  # (Y,)
    first, second = table.sum(axis=1), table.sum(axis=0)  # (X1, Y), (X2, Y)
    q = first[:, None] * second[None] / y  # X1 and X2 drawn apart, given Y
    for _ in range(rounds):
        q = q.sum(axis=2, keepdims=True) * (q > 0)  # the same for all y
        for _ in range(30):
            q = q * (first / np.maximum(q.sum(axis=1), 1e-300))[:, None]
            q = q * (second / np.maximum(q.sum(axis=0), 1e-300))[None]
    return mutual_information(q / q.sum()), q
# --8<-- [end:least_both]


# --8<-- [start:overlap]
def smallest_overlap(table):
    """Redundancy as I_min, in bits: Williams and Beer, 2010.

    For each answer y, what each input tells of it on average; the smaller
    of the two counts, and these are averaged over y.
    """
    table = np.asarray(table, dtype=float)
    prior = table.sum(axis=(0, 1))  # (Y,)
    told = []
    for side in (table.sum(axis=1), table.sum(axis=0)):  # (X, Y)
        x = side.sum(axis=1, keepdims=True)
        ratio = np.where(side > 0, side / np.maximum(x * prior, 1e-300), 1)
        told.append((side * np.log2(ratio)).sum(axis=0))  # times P(y)
    return float(np.minimum(*told).sum())
# --8<-- [end:overlap]


# --8<-- [start:decompose]
def decompose(table, redundancy="rearrange"):
    """Redundancy R, uniqueness U1 and U2, synergy S, in bits.

    ``redundancy`` says which definition of R: "rearrange" is the one of
    Bertschinger et al. 2014, "min" that of Williams and Beer 2010.
    """
    first, second, both = three(table)
    if redundancy == "rearrange":
        R = first + second - least_both(table)[0]
    elif redundancy == "min":
        R = smallest_overlap(table)
    else:
        raise ValueError(f"redundancy {redundancy!r}: rearrange or min")
    return {"R": R, "U1": first - R, "U2": second - R,
            "S": both - first - second + R}
# --8<-- [end:decompose]


# --8<-- [start:fit]
def class_scores(x, y, ridge=0.01):
    """A linear rule from measurements x (N, D) and labels y (N,), 0 to K-1.

    Returns a function from (M, D) to scores (M, K): the nearer the mean of
    a class, in units of the spread within classes, the higher its score.
    ``ridge`` is a number added to each variance, so that a direction
    measured on few examples cannot count for much. Source: Fisher, 1936.
    """
    middle, scale = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = (x - middle) / scale
    means = np.stack([z[y == k].mean(axis=0) for k in range(y.max() + 1)])
    within = np.cov((z - means[y]).T) + ridge * np.eye(z.shape[1])
    rule = np.linalg.solve(within, means.T)  # (D, K)
    start = -0.5 * (means.T * rule).sum(axis=0)  # (K,)
    return lambda x: (x - middle) / scale @ rule + start


def fit(x, y, ridge=0.01):
    """The same as a function from (M, D) to M answers, the best class."""
    scores = class_scores(x, y, ridge)
    return lambda x: scores(x).argmax(axis=1)
# --8<-- [end:fit]


# --8<-- [start:exchange]
def exchange(model, inputs, y, which, seed=0, twins=None):
    """Give each example input number ``which`` of another example.

    ``inputs`` is a list of arrays (N, …). With ``twins`` (N,), the other
    example has the same entry there. Returns the share of right answers
    before, the share after, and the share of answers that moved.
    """
    order = np.random.default_rng(seed).permutation(len(y))
    twins = np.zeros(len(y)) if twins is None else np.asarray(twins)
    other = np.empty_like(order)
    for group in np.unique(twins):
        ring = order[twins[order] == group]
        other[ring] = np.roll(ring, 1)  # each takes from the one before it
    before = model(*inputs)
    inputs = [x[other] if i == which else x for i, x in enumerate(inputs)]
    after = model(*inputs)
    return tuple(float(np.mean(hit)) for hit in
                 (before == y, after == y, after != before))
# --8<-- [end:exchange]
