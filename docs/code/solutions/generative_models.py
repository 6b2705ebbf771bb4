"""Solutions to the exercises of the chapter on generative models."""

import numpy as np

from mmbook.flows import euler, guided
from mmbook.generative_models import fit_table, table_log_density


# --8<-- [start:other_order]
def nats_in_both_orders(x, test, bins=32, extra=0.1):
    """Nats per test point, first coordinate first and second first."""
    return [float(-table_log_density(t, fit_table(p, bins, extra)).mean())
            for p, t in ((x, test), (x[:, ::-1], test[:, ::-1]))]
# --8<-- [end:other_order]


# --8<-- [start:interval]
def mean_and_spread(w, high, label=0, B=2000, steps=50, seed=0):
    """Mean and standard deviation along the first axis of guided points.

    Guidance acts where t is at most ``high``; the field is the exact one.
    """
    noise = np.random.default_rng(seed).normal(size=(B, 2))
    points = euler(guided(w, label, interval=(0.0, high)), noise, steps)[-1]
    return float(points[:, 0].mean()), float(points[:, 0].std())
# --8<-- [end:interval]
