"""Tests of mmbook.large_language_models."""

import numpy as np
import pytest

from mmbook.large_language_models import (
    BESIROGLU,
    HOFFMANN,
    best_split,
    causal,
    fit_scaling,
    imbalance,
    loss,
    mappings,
    masked,
    mixture,
    parameters,
    prefix,
    span_corruption,
)


def test_objectives_never_show_what_they_ask_for():
    tokens = np.arange(6)
    inputs, targets, mask = causal(tokens)
    assert (targets == inputs + 1).all()
    assert not np.triu(mask, 1).any()
    inputs, targets, mask = masked(tokens, [1, 4], 99)
    assert (inputs[targets >= 0] == 99).all() and mask.all()
    assert targets.tolist() == [-1, 1, -1, -1, 4, -1]
    _, targets, mask = prefix(tokens, 3)
    assert targets.tolist() == [-1, -1, 3, 4, 5]
    for row, target in enumerate(targets):
        if target >= 0:  # no place from which the answer can be read
            assert not mask[row, target:].any()


def test_spans_can_be_put_back():
    words = list("abcdefgh")
    inputs, targets = span_corruption(words, [(1, 3), (5, 6)])
    assert inputs == ["a", "<0>", "d", "e", "<1>", "g", "h"]
    assert targets == ["<0>", "b", "c", "<1>", "f", "<2>"]


@pytest.mark.parametrize("law", [HOFFMANN, BESIROGLU])
def test_best_split_is_the_minimum(law):
    N, D = best_split(1e22, **law)
    assert 6 * N * D == pytest.approx(1e22)
    best = loss(N, D, **law)
    for factor in (0.9, 1.1):
        assert loss(N * factor, D / factor, **law) > best
    gains = (law["alpha"] * law["A"] * N ** -law["alpha"],
             law["beta"] * law["B"] * D ** -law["beta"])
    assert gains[0] == pytest.approx(gains[1])


def test_a_fit_finds_the_law_that_made_the_data():
    law = {"A": 30.0, "B": 900.0, "alpha": 0.5, "beta": 0.7}
    N, D = (a.ravel() for a in np.meshgrid(
        np.geomspace(2e3, 1e5, 5), np.geomspace(3e4, 1e6, 5)))
    found = fit_scaling(N, D, loss(N, D, 0.0, **law))
    for key, value in law.items():
        assert found[key] == pytest.approx(value, rel=0.02)


def test_mixture_is_the_weighted_sum_of_the_chosen():
    dice = np.random.default_rng(0)
    x, router = dice.normal(size=(7, 4)), dice.normal(size=(4, 3))
    experts = [lambda y, c=c: c * y for c in (1.0, 10.0, 100.0)]
    out, chosen, share = mixture(x, router, experts, k=2)
    for t in range(7):
        w = share[t, chosen[t]] / share[t, chosen[t]].sum()
        factor = w @ np.array([1.0, 10.0, 100.0])[chosen[t]]
        assert out[t] == pytest.approx(factor * x[t])
    assert (share[np.arange(7), chosen[:, 0]] == share.max(axis=1)).all()


def test_imbalance_is_one_if_even_and_k_if_collapsed():
    even = np.full((4, 4), 0.25)
    assert imbalance(np.arange(4)[:, None], even) == pytest.approx(1)
    one = np.eye(4)[[0, 0, 0, 0]]
    assert imbalance(np.zeros((4, 1), int), one) == pytest.approx(4)


def test_parameters_by_hand():
    total, active = parameters(2, layers=3, hidden=5, vocabulary=7,
                               experts=4, active=1)
    assert total == 14 + 3 * (16 + 4 * 30)
    assert active == 14 + 3 * (16 + 30)


def test_mappings_are_codes_and_the_ideal_knows_what_was_shown():
    tokens, ideal = mappings(200, K=4, pairs=9, seed=1)
    for row, surprise in zip(tokens.reshape(200, 9, 2), ideal):
        code = {}
        for (x, y), s in zip(row.tolist(), surprise):
            assert 0 <= x < 4 <= y < 8
            expected = 0 if x in code else np.log(4 - len(code))
            assert s == pytest.approx(expected)
            assert code.setdefault(x, y) == y
        assert len(set(code.values())) == len(code)
    pool = np.array([[1, 0, 2, 3]])
    tokens, _ = mappings(5, 4, 3, pool, seed=2)
    assert (tokens[:, 1::2] == 4 + pool[0][tokens[:, ::2]]).all()
