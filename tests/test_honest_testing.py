"""Tests of mmbook.honest_testing."""

import numpy as np
import pytest
from scipy.stats import binomtest

from mmbook.honest_testing import (
    bootstrap,
    calibration_error,
    confidence,
    examples_needed,
    fit_temperature,
    mcnemar,
    nearest_neighbor,
    reliability,
    split,
    voice,
    wallpaper,
    wilson,
)
from mmbook.machine_learning_basics import cross_entropy
from mmbook.quartet import Quartet


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_split_uses_each_row_once():
    train, test = split(50, 0.2, seed=1)
    assert len(test) == 10
    assert sorted([*train, *test]) == list(range(50))


def test_grouped_split_keeps_groups_whole(rng):
    groups = rng.integers(20, size=300)
    train, test = split(300, 0.25, groups)
    assert not set(groups[train]) & set(groups[test])
    assert len(set(groups[test])) == 5 and len(train) + len(test) == 300


def test_nearest_neighbor_agrees_with_the_slow_way(rng):
    X, Z, y = rng.normal(size=(30, 4)), rng.normal(size=(9, 4)), np.arange(30)
    slow = [y[np.argmin([np.sum((z - x) ** 2) for x in X])] for z in Z]
    assert nearest_neighbor(X, y, Z).tolist() == slow


def test_wallpaper_and_voice_tell_the_group():
    batch = Quartet(0, objects=1, motions=("left", "right"),
                    groups=5).batch(range(60), ("image", "sound"))
    group = batch.factors["group"]
    for X in (wallpaper(batch.image), voice(batch.sound)):
        found = nearest_neighbor(X[:40], group[:40], X[40:])
        assert np.mean(found == group[40:]) > 0.9


def test_voice_measures_the_detuning():
    batch = Quartet(3, objects=1, motions=("still",), groups=4).batch(
        range(30), ("sound",))
    cents, group = voice(batch.sound)[:, 0], batch.factors["group"]
    assert np.abs(cents).max() <= 36
    for g in set(group.tolist()):
        assert np.ptp(cents[group == g]) < 4


@pytest.mark.parametrize("right, n", [(46, 50), (0, 20), (500, 1000)])
def test_wilson_agrees_with_scipy(right, n):
    other = binomtest(right, n).proportion_ci(method="wilson")
    assert np.allclose(wilson(right, n), (other.low, other.high))


def test_bootstrap_of_independent_values_is_close_to_wilson(rng):
    values = rng.random(400) < 0.7
    low, high = bootstrap(values)
    assert np.allclose((low, high), wilson(values.sum(), 400), atol=0.02)


def test_bootstrap_of_groups_is_wider_where_groups_agree(rng):
    groups = np.repeat(np.arange(20), 10)
    values = (rng.random(20) < 0.5)[groups]
    alone, whole = bootstrap(values), bootstrap(values, groups)
    assert whole[1] - whole[0] > 2 * (alone[1] - alone[0])


def test_mcnemar_is_the_sign_test():
    assert np.isclose(mcnemar(3, 12), binomtest(3, 15).pvalue)
    assert mcnemar(5, 5) == 1


def test_examples_needed_give_the_power_asked_for(rng):
    n = examples_needed(0.05, 0.15)
    won = 0
    for _ in range(400):
        a, b, _ = rng.multinomial(n, [0.05, 0.10, 0.85])
        won += mcnemar(a, b) < 0.05
    assert abs(won / 400 - 0.8) < 0.08


def test_calibration_error_of_two_bins_by_hand():
    conf = np.array([0.6, 0.6, 0.9, 0.9])
    right = np.array([True, False, True, True])
    said, was, share = reliability(conf, right, 2)
    assert np.allclose((said, was, share), [[0.75], [0.75], [1]])
    assert np.isclose(calibration_error(conf, right, 2), 0)
    assert np.isclose(calibration_error(conf, right, 10), 0.1)


def test_probability_one_falls_into_the_last_bin():
    assert calibration_error(np.ones(4), np.ones(4, bool)) == 0


def test_temperature_undoes_a_known_scaling(rng):
    s = 2 * rng.normal(size=(20_000, 3))
    q = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    y = (rng.random((20_000, 1)) > q.cumsum(axis=1)).sum(axis=1)
    assert abs(fit_temperature(3 * s, y) - 3) < 0.1
    conf, right = confidence(3 * s, y, 3)
    assert calibration_error(conf, right) < 0.02
    assert cross_entropy(s, y) < cross_entropy(3 * s, y)


def test_temperature_changes_no_answer(rng):
    s, y = rng.normal(size=(50, 4)), rng.integers(4, size=50)
    assert (confidence(s, y, 0.2)[1] == confidence(s, y, 5)[1]).all()
