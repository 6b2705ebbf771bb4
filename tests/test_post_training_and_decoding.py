"""Tests of mmbook.post_training_and_decoding."""

import itertools

import numpy as np
import pytest

from mmbook.post_training_and_decoding import (
    best_of_n,
    bradley_terry,
    chat,
    cut,
    divergence,
    dpo,
    majority,
    pass_at_k,
    policy_gradient,
    softmax,
    speculate,
    temper,
    tilt,
)

REFERENCE = np.array([0.5, 0.3, 0.15, 0.05])
REWARD = np.array([0.0, 1.0, 2.0, 3.0])


def test_chat_counts_the_answer_and_its_end():
    tokens, counts = chat([("user", "a b"), ("model", "c"), ("user", "d"),
                           ("model", "e f")])
    assert len(tokens) == len(counts)
    kept = [t for t, c in zip(tokens, counts) if c]
    assert kept == ["c", "<end>", "e", "f", "<end>"]
    with pytest.raises(ValueError, match="assistant"):
        chat([("assistant", "a")])


@pytest.mark.parametrize("beta", [0.3, 1.0, 4.0])
def test_no_other_policy_beats_the_tilt(beta):
    def value(p):
        return p @ REWARD - beta * divergence(p, REFERENCE)

    best = value(tilt(REFERENCE, REWARD, beta))
    Z = (REFERENCE * np.exp(REWARD / beta)).sum()
    assert best == pytest.approx(beta * np.log(Z))
    others = np.random.default_rng(0).dirichlet(np.ones(4), size=2000)
    assert max(value(p) for p in others) < best


def test_dpo_reaches_the_tilt_for_any_reference():
    rng = np.random.default_rng(1)
    for beta in (0.5, 1.0):
        reference, reward = rng.dirichlet(np.ones(4)), rng.normal(size=4)
        path = dpo(reference, bradley_terry(reward) / 16, beta, 4000, 5.0)
        assert path[0] == pytest.approx(reference)
        assert path[-1] == pytest.approx(tilt(reference, reward, beta),
                                         abs=1e-4)


def test_dpo_path_is_gradient_descent():
    wins = bradley_terry(REWARD) / 16

    def loss(w):
        h = w[:, None] - w
        return -(wins * np.log(1 / (1 + np.exp(-0.7 * h)))).sum()

    step = 1e-6
    slope = [(loss(step * e) - loss(-step * e)) / (2 * step)
             for e in np.eye(4)]
    moved = dpo(REFERENCE, wins, 0.7, steps=2, rate=0.1)[1]
    expected = softmax(np.log(REFERENCE) - 0.1 * np.array(slope))
    assert moved == pytest.approx(expected, abs=1e-9)


def test_both_answers_of_a_pair_can_fall():
    wins = np.zeros((3, 3))
    wins[1, 0] = 1
    path = dpo(np.array([0.6, 0.3, 0.1]), wins, 0.5, 50, 1.0,
               np.array([[0.0], [0.1], [1.0]]))
    assert (np.diff(path[:, 1]) < 0).all()
    assert (np.diff(np.log(path[:, 1] / path[:, 0])) > 0).all()


def test_policy_gradient_is_the_slope_of_the_mean_reward():
    scores, step = np.log(REFERENCE), 1e-6
    slope = [(softmax(scores + step * e) - softmax(scores - step * e))
             @ REWARD / (2 * step) for e in np.eye(4)]
    for baseline in (0.0, 0.75, -3.0):
        mean, _ = policy_gradient(REFERENCE, REWARD, baseline)
        assert mean == pytest.approx(slope, abs=1e-8)


def test_variance_is_that_of_draws():
    rng = np.random.default_rng(0)
    y = rng.choice(4, size=200_000, p=REFERENCE)
    draws = (REWARD[y] - 0.2)[:, None] * (np.eye(4)[y] - REFERENCE)
    _, variance = policy_gradient(REFERENCE, REWARD, 0.2)
    assert draws.var(axis=0).sum() == pytest.approx(variance, rel=0.02)


def test_best_of_n_by_enumeration_with_ties():
    p, score = np.array([0.2, 0.3, 0.4, 0.1]), np.array([1, 1, 0, 2])
    out = np.zeros(4)
    for draw in itertools.product(range(4), repeat=3):
        weight = p[list(draw)].prod()
        top = [y for y in draw if score[y] == max(score[list(draw)])]
        for y in top:
            out[y] += weight / len(top)
    assert best_of_n(p, score, 3) == pytest.approx(out)
    assert best_of_n(p, score, 1) == pytest.approx(p)


def test_majority_by_enumeration():
    p, out = np.array([0.5, 0.3, 0.2]), np.zeros(3)
    for draw in itertools.product(range(3), repeat=4):
        counts = np.bincount(draw, minlength=3)
        top = counts == counts.max()
        out[top] += p[list(draw)].prod() / top.sum()
    assert majority(p, 4) == pytest.approx(out)


def test_pass_at_k_is_unbiased():
    p, n, k = 0.3, 6, 3
    rng = np.random.default_rng(0)
    right = rng.binomial(n, p, size=20_000)
    mean = np.mean([pass_at_k(n, int(c), k) for c in right])
    assert mean == pytest.approx(1 - (1 - p) ** k, abs=0.01)
    assert pass_at_k(5, 0, 5) == 0 and pass_at_k(5, 1, 5) == 1


def test_cuts():
    p = np.array([0.1, 0.4, 0.05, 0.25, 0.2])
    assert cut(p, top_k=2) == pytest.approx([0, 8 / 13, 0, 5 / 13, 0])
    assert (cut(p, top_p=0.65) > 0).tolist() == [
        False, True, False, True, False]
    assert (cut(p, top_p=0.66) > 0).sum() == 3
    assert (cut(p, min_p=0.26) > 0).sum() == 3
    assert cut(p) == pytest.approx(p)
    assert temper(p, 1.0) == pytest.approx(p)
    assert temper(p, 0.01)[1] > 0.999


def test_speculation_is_exact():
    rng = np.random.default_rng(0)
    for p, q in rng.dirichlet(np.ones(6), size=(50, 2)):
        kept, drawn = speculate(p, q)
        assert kept + drawn == pytest.approx(p)
    kept, _ = speculate(p, p)
    assert kept.sum() == pytest.approx(1)
