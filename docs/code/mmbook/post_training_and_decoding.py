"""What post-training and decoding do to a distribution, computed exactly.

Answers are numbered, a distribution over them is an array (K,) that sums to
1, rewards are arrays (K,). Sources: Rafailov et al., 2023 (tilt, DPO);
Williams, 1992 (policy gradient); Gao et al., 2023 (best of n); Chen et al.,
2021 (pass at k); Leviathan et al., 2023 (speculative decoding).
"""

from itertools import product
from math import comb, factorial

import numpy as np


# --8<-- [start:chat]
def chat(turns):
    """Tokens of a chat, and which of them the loss counts: two lists.

    turns: (role, text) pairs with role "user" or "model"; a token is a word.
    Only what the model is to write counts, its end mark included.
    """
    tokens, counts = [], []
    for role, text in turns:
        if role not in ("user", "model"):
            raise ValueError(f"role {role!r} is not 'user' or 'model'")
        words = text.split() + ["<end>"]
        tokens += [f"<{role}>"] + words
        counts += [False] + [role == "model"] * len(words)
    return tokens, counts
# --8<-- [end:chat]


# --8<-- [start:tilt]
def tilt(reference, reward, beta):
    """The distribution that maximizes mean reward - beta KL(p, reference)."""
    weight = reference * np.exp((reward - np.max(reward)) / beta)
    return weight / weight.sum()


def divergence(p, q):
    """KL divergence of q from p, in nats; terms with p = 0 are 0."""
    seen = p > 0
    return float(np.sum(p[seen] * np.log(p[seen] / q[seen])))
# --8<-- [end:tilt]


def softmax(scores):
    weight = np.exp(scores - scores.max())
    return weight / weight.sum()


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# --8<-- [start:dpo]
def dpo(reference, wins, beta, steps, rate, features=None):
    """Gradient descent on the DPO loss: all policies on the way, (steps, K).

    wins (K, K): entry i, j is the share of the data in which answer i was
    preferred to j. The policy is softmax(log reference + features @ w);
    without features (K, n) each answer has a score of its own.
    """
    features = np.eye(len(reference)) if features is None else features
    w, path = np.zeros(features.shape[1]), []
    for _ in range(steps):
        h = features @ w  # log policy / reference, up to a constant
        path.append(softmax(np.log(reference) + h))
        pull = wins * sigmoid(-beta * (h[:, None] - h))  # (K, K)
        w = w + rate * beta * features.T @ (pull.sum(1) - pull.sum(0))
    return np.array(path)
# --8<-- [end:dpo]


def bradley_terry(reward):
    """P(i is preferred to j) for all pairs of answers: (K, K)."""
    return sigmoid(reward[:, None] - reward)


# --8<-- [start:gradient]
def policy_gradient(policy, reward, baseline=0.0):
    """Exact mean (K,) and total variance of the one-sample estimate.

    The estimate is (reward - baseline) times the slope of log policy by
    the K scores, which is (one-hot of the answer) - policy.
    """
    slope = np.eye(len(policy)) - policy  # (K, K), row y: for answer y
    estimates = (reward - baseline)[:, None] * slope
    mean = policy @ estimates
    return mean, float(policy @ ((estimates - mean) ** 2).sum(axis=1))
# --8<-- [end:gradient]


# --8<-- [start:best_of_n]
def best_of_n(policy, score, n):
    """Distribution (K,) of the best-scored of n draws; ties share."""
    out = np.zeros(len(policy))
    below = 0.0  # probability of a lower score
    for value in np.unique(score):
        tied = score == value
        mass = policy[tied].sum()
        out[tied] = policy[tied] / max(mass, 1e-300) * (
            (below + mass) ** n - below**n)
        below += mass
    return out
# --8<-- [end:best_of_n]


# --8<-- [start:majority]
def majority(policy, n):
    """Distribution (K,) of the commonest of n draws; ties share evenly."""
    out = np.zeros(len(policy))
    for counts in product(range(n + 1), repeat=len(policy) - 1):
        if sum(counts) > n:
            continue
        counts = np.array([*counts, n - sum(counts)])
        ways = factorial(n)
        for c in counts.tolist():
            ways //= factorial(c)
        top = counts == counts.max()
        out[top] += ways * np.prod(policy**counts) / top.sum()
    return out


def pass_at_k(n, right, k):
    """Chance that k of n draws, ``right`` of them right, hold a right one."""
    return 1 - comb(n - right, k) / comb(n, k)
# --8<-- [end:majority]


# --8<-- [start:cuts]
def temper(p, temperature):
    """p to the power 1 / temperature, made to sum to 1."""
    weight = (p / p.max()) ** (1 / temperature)
    return weight / weight.sum()


def cut(p, top_k=0, top_p=1.0, min_p=0.0):
    """Keep the k best, the fewest with mass top_p, those near the best."""
    order = np.argsort(-p, kind="stable")
    before = np.cumsum(p[order]) - p[order]
    keep = (before < top_p) & (p[order] >= min_p * p.max())
    if top_k:
        keep[top_k:] = False
    out = np.zeros_like(p)
    out[order[keep]] = p[order[keep]]
    return out / out.sum()
# --8<-- [end:cuts]


# --8<-- [start:speculate]
def speculate(p, q):
    """What comes out if q drafts for p: (kept (K,), after refusal (K,))."""
    kept = np.minimum(p, q)
    rest = np.maximum(p - q, 0)
    return kept, (1 - kept.sum()) * rest / max(rest.sum(), 1e-300)
# --8<-- [end:speculate]
