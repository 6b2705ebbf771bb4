"""Tests of mmbook.machine_learning_basics."""

import numpy as np
import pytest
from scipy.special import logsumexp

from mmbook.machine_learning_basics import (
    accuracy,
    bias_and_variance,
    coarse,
    cross_entropy,
    descend,
    finite_difference,
    fit_softmax,
    kl,
    line_loss,
    line_slope,
    log_softmax,
    random_features,
    repeated_fits,
    ridge_regression,
    softmax_loss,
    standardizer,
)
from mmbook.quartet import Quartet


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_one_weight_moves_as_computed_by_hand():
    slope = lambda w: 4 * (2 * w - 3)
    assert np.allclose(descend(slope, 1.0, 0.1, 2), [1, 1.4, 1.48])
    assert abs(2 * descend(slope, 1.0, 0.3, 4)[-1] - 3) > 1


def test_line_slope_is_the_finite_difference(rng):
    x, y = rng.normal(size=(2, 9))
    theta = rng.normal(size=2)
    near = finite_difference(lambda t: line_loss(t, x, y), theta)
    assert np.allclose(line_slope(theta, x, y), near, atol=1e-6)


def test_descent_finds_the_least_squares_line(rng):
    x = rng.normal(size=50)
    y = 2 * x - 1 + 0.1 * rng.normal(size=50)
    w, b = descend(lambda t: line_slope(t, x, y), (0, 0), 0.1, 500)[-1]
    assert np.allclose((w, b), np.polyfit(x, y, 1))


def test_log_softmax_is_right_and_does_not_overflow(rng):
    s = rng.normal(size=(5, 4)) * 1000
    assert np.allclose(log_softmax(s), s - logsumexp(s, axis=1)[:, None])
    assert np.isfinite(log_softmax(s)).all()


def test_cross_entropy_of_equal_logits_is_log_k():
    assert np.isclose(cross_entropy(np.zeros((7, 3)), np.arange(7) % 3),
                      np.log(3))


def test_kl_is_zero_only_for_equal_and_not_symmetric():
    p, q = [0.5, 0.5, 0.0], [0.8, 0.1, 0.1]
    assert kl(p, p) == 0 and kl(p, q) > 0
    assert np.isclose(kl(p, q), 0.5 * np.log(0.5 / 0.8)
                      + 0.5 * np.log(0.5 / 0.1))
    assert not np.isclose(kl([0.9, 0.1], [0.5, 0.5]),
                          kl([0.5, 0.5], [0.9, 0.1]))


def test_softmax_gradient_is_the_finite_difference(rng):
    X, y = rng.normal(size=(6, 4)), rng.integers(3, size=6)
    theta = rng.normal(size=(5, 3))
    near = finite_difference(lambda t: softmax_loss(t, X, y, 0.2)[0], theta)
    assert np.allclose(softmax_loss(theta, X, y, 0.2)[1], near, atol=1e-7)


def test_the_step_never_overshoots(rng):
    X = rng.normal(size=(40, 6)) * [1, 1, 1, 1, 1, 30]
    y, kept = rng.integers(3, size=40), []
    fit_softmax(X, y, 3, ridge=0.01, steps=50, keep=kept)
    losses = [softmax_loss(t, X, y, 0.01)[0] for t in kept]
    assert (np.diff(losses) <= 1e-12).all()
    assert losses[-1] < np.log(3)


def test_classifier_learns_what_can_be_learned(rng):
    y = rng.integers(3, size=200)
    X = np.eye(3)[y] + 0.1 * rng.normal(size=(200, 3))
    assert accuracy(fit_softmax(X, y, 3), X, y) > 0.99


def test_standardizer_uses_only_what_it_was_fitted_on(rng):
    X = rng.normal(5, 3, size=(50, 2))
    scaled = standardizer(X[:20])
    assert np.allclose(scaled(X[:20]).mean(axis=0), 0)
    assert not np.allclose(scaled(X[20:]).mean(axis=0), 0)


@pytest.mark.parametrize("D", [3, 30])
def test_ridge_solves_its_own_equation_in_both_forms(rng, D):
    X, y = rng.normal(size=(10, D)), rng.normal(size=10)
    theta = ridge_regression(X, y, 0.5)
    assert np.allclose(X.T @ (X @ theta - y) + 0.5 * theta, 0)
    longer = ridge_regression(X, y, 0.1)
    assert np.linalg.norm(theta) < np.linalg.norm(longer)


def test_without_penalty_more_weights_than_examples_fit_exactly(rng):
    X, y = rng.normal(size=(10, 30)), rng.normal(size=10)
    assert np.allclose(X @ ridge_regression(X, y), y)


def test_random_features_are_nonnegative_and_repeatable(rng):
    X = rng.normal(size=(4, 5))
    first, again = (random_features(5, 8, seed=3)(X) for _ in range(2))
    assert first.shape == (4, 8) and (first >= 0).all()
    assert (first == again).all()


def test_error_is_bias_plus_variance_and_peaks_where_D_is_N():
    batch = Quartet(0, objects=1, motions=("still",)).batch(
        range(900), ("image",))
    X, error = standardizer(coarse(batch.image))(coarse(batch.image)), {}
    for D in (15, 60, 600):
        guesses, x = repeated_fits(X, batch.factors["x"], 60, D, trials=8,
                                   tests=300)
        error[D] = np.median(np.mean((guesses - x) ** 2, axis=1))
        assert np.isclose(np.mean((guesses - x) ** 2),
                          sum(bias_and_variance(guesses, x)))
    assert error[60] > 5 * error[15] and error[60] > 5 * error[600]


def test_too_few_examples_for_the_trials_is_an_error(rng):
    with pytest.raises(ValueError, match="3000"):
        repeated_fits(rng.normal(size=(50, 4)), np.zeros(50), 100, 5)
