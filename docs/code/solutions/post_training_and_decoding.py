"""Solutions to the exercises of the chapter on post-training and decoding."""

import numpy as np

from mmbook.post_training_and_decoding import (
    bradley_terry, dpo, policy_gradient)

REFERENCE = np.array([0.5, 0.3, 0.15, 0.05])
REWARD = np.array([0.0, 1.0, 2.0, 3.0])


# --8<-- [start:two_of_four]
def two_of_four(beta=1.0):
    """DPO when only the first two of four answers are ever compared.

    The scale of ``wins`` changes only the speed.
    """
    wins = bradley_terry(REWARD)
    wins[2:], wins[:, 2:] = 0, 0
    np.fill_diagonal(wins, 0)
    return dpo(REFERENCE, wins, beta, steps=3000, rate=4.0)[-1]
# --8<-- [end:two_of_four]


# --8<-- [start:own_baseline]
def group_factor(G, groups=50_000, seed=0):
    """Mean estimate with the group's mean as baseline, projected on the true
    one; 1 if they agree."""
    rng = np.random.default_rng(seed)
    y = rng.choice(len(REFERENCE), size=(groups, G), p=REFERENCE)
    r = REWARD[y]
    advantage = r - r.mean(axis=1, keepdims=True)  # (groups, G)
    slope = np.eye(len(REFERENCE))[y] - REFERENCE  # (groups, G, K)
    estimate = (advantage[..., None] * slope).mean(axis=(0, 1))
    true, _ = policy_gradient(REFERENCE, REWARD)
    return float(estimate @ true / (true @ true))
# --8<-- [end:own_baseline]
