"""Tests of mmbook.generative_models."""

import numpy as np
import pytest

from mmbook.generative_models import (
    EDGE,
    MEANS,
    STD,
    draw,
    elbo,
    energy_distance,
    fit_table,
    jensen_shannon,
    log_density,
    mode_shares,
    table_draw,
    table_log_density,
    to_bins,
)

ENTROPY = np.log(4) + np.log(2 * np.pi * np.e * STD**2)


def test_density_integrates_to_one():
    line = np.linspace(-5, 5, 401)
    x = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
    area = (line[1] - line[0]) ** 2
    assert np.exp(log_density(x)).sum() * area == pytest.approx(1, abs=1e-6)


def test_mean_surprise_is_the_entropy():
    x, _ = draw(100_000, seed=0)
    assert -log_density(x).mean() == pytest.approx(ENTROPY, abs=0.02)


def test_labels_belong_to_their_means():
    x, c = draw(4000, seed=1)
    for k, mean in enumerate(MEANS):
        assert x[c == k].mean(axis=0) == pytest.approx(mean, abs=0.05)
    assert set(draw(50, label=2)[1]) == {2}


def test_shares_of_the_data():
    shares = mode_shares(draw(50_000, seed=2)[0])
    assert shares.sum() == pytest.approx(1 - np.exp(-4.5), abs=0.002)
    assert shares == pytest.approx(np.full(4, 0.247), abs=0.01)
    assert mode_shares(np.zeros((10, 2))).sum() == 0


def test_energy_distance_of_point_masses_and_of_equal_samples():
    rng = np.random.default_rng(0)
    far = energy_distance(np.zeros((50, 2)), np.full((50, 2), 3.0))
    assert far == pytest.approx(2 * 3 * np.sqrt(2))
    a, b = rng.normal(size=(2, 2000, 2))
    assert abs(energy_distance(a, b)) < 0.01 < energy_distance(a, b + 1)


def test_table_is_a_density_and_draws_from_itself():
    x, _ = draw(2000, seed=0)
    table = fit_table(x, bins=20)
    middle = (np.arange(20) + 0.5) * 2 * EDGE / 20 - EDGE
    grid = np.stack(np.meshgrid(middle, middle), axis=-1).reshape(-1, 2)
    area = (2 * EDGE / 20) ** 2
    assert np.exp(table_log_density(grid, table)).sum() * area == (
        pytest.approx(1))
    again = table_draw(table, 20_000, seed=1)
    counts = np.zeros((20, 20))
    np.add.at(counts, tuple(to_bins(again, 20).T), 1)
    p = table[0][:, None] * table[1]
    assert np.abs(counts / 20_000 - p).max() < 0.01


def test_a_table_of_plain_counts_is_the_same_in_both_orders():
    x, _ = draw(500, seed=0)
    with np.errstate(divide="ignore"):
        one = table_log_density(x, fit_table(x, extra=0))
        two = table_log_density(x[:, ::-1], fit_table(x[:, ::-1], extra=0))
        new = table_log_density(draw(500, seed=1)[0], fit_table(x, extra=0))
    assert one == pytest.approx(two) and np.isfinite(one).all()
    assert new.min() == -np.inf and not np.isnan(new).any()


def test_no_table_beats_the_truth_on_new_data():
    test, _ = draw(4000, seed=5)
    for bins in (8, 32, 128):
        nats = -table_log_density(test, fit_table(draw(4000)[0], bins)).mean()
        assert nats > -log_density(test).mean()


def test_elbo_is_tight_for_the_posterior_and_loses_the_divergence():
    x = np.array([1.0, 1.0])
    truth = log_density(x[None])[0]
    assert elbo(x, [0.5, 0.5, 0, 0]) == pytest.approx(truth, abs=1e-6)
    lost = truth - elbo(x, [1, 0, 0, 0])
    assert lost == pytest.approx(np.log(2), abs=1e-6)
    assert elbo(x, [0.25] * 4) < truth


def test_jensen_shannon():
    p = np.full(4, 0.25)
    assert jensen_shannon(p, p) == pytest.approx(0)
    assert jensen_shannon([1, 0], [0, 1]) == pytest.approx(np.log(2))
    q = np.array([1, 0, 0, 0])
    m = (p + q) / 2
    by_hand = (p * np.log(p / m)).sum() / 2 + np.log(1 / m[0]) / 2
    assert jensen_shannon(p, q) == pytest.approx(by_hand)
