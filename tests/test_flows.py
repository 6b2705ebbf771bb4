"""Tests of mmbook.flows."""

import numpy as np
import pytest

from mmbook import flows
from mmbook.flows import (
    cosine,
    ddim,
    denoise,
    euler,
    forms,
    guided,
    straight,
    tilted_moments,
    velocity,
)
from mmbook.generative_models import MEANS, STD, draw, log_density, mode_shares


def noise(B=1000, seed=0):
    return np.random.default_rng(seed).normal(size=(B, 2))


@pytest.mark.parametrize("schedule", [straight, cosine])
@pytest.mark.parametrize("t", [0.2, 0.5, 0.9])
def test_score_is_the_gradient_of_the_log_density(schedule, t):
    """Against finite differences of the noisy mixture's log density."""
    signal, level = schedule(t)
    std = np.sqrt((signal * STD) ** 2 + level**2)
    x, h = noise(20), 1e-5
    guess = denoise(x, t, schedule=schedule)
    score = forms(x, guess, t, schedule)[1]
    for axis in range(2):
        step = h * np.eye(2)[axis]
        slope = (log_density(x + step, signal * MEANS, std)
                 - log_density(x - step, signal * MEANS, std)) / (2 * h)
        assert score[:, axis] == pytest.approx(slope, abs=1e-4)


def test_no_other_guess_is_better_than_the_denoiser():
    x0, t = draw(20_000, seed=3)[0], 0.6
    x = (1 - t) * x0 + t * noise(20_000, 4)
    best = denoise(x, t)
    error = lambda guess: ((guess - x0) ** 2).sum(axis=1).mean()
    for other in (0.95 * best, best + 0.05, x, x / (1 - t)):
        assert error(best) < error(other)


def test_one_step_gives_the_mean_and_nothing_else():
    assert euler(velocity, noise(), 1)[-1] == pytest.approx(0, abs=1e-12)
    end = euler(guided(1, 1), noise(), 1)[-1]
    assert end == pytest.approx(np.tile(MEANS[1], (1000, 1)))


def test_many_steps_give_the_data():
    x = euler(velocity, noise(4000), 100)[-1]
    shares = mode_shares(x)
    assert shares == pytest.approx(np.full(4, 0.2472), abs=0.03)
    own = euler(guided(1, 0), noise(4000), 200)[-1]
    assert own.mean(axis=0) == pytest.approx(MEANS[0], abs=0.03)
    assert own.std(axis=0) == pytest.approx([STD, STD], abs=0.02)


def test_euler_is_ddim_on_the_straight_schedule():
    x = noise(50)
    one = euler(velocity, x, 7)
    two = ddim(lambda z, t: denoise(z, t), x, 7, straight)
    assert one == pytest.approx(two, abs=1e-9)


def test_the_two_schedules_agree_after_scaling():
    """Equal signal-to-noise ratio, so the same guess of x_0."""
    t = 0.4
    angle = 2 / np.pi * np.arctan(t / (1 - t))
    scale = 1 / np.hypot(1 - t, t)
    x = noise(30)
    assert denoise(x, t) == pytest.approx(
        denoise(scale * x, angle, schedule=cosine))


def test_guidance_displaces_and_sharpens_but_the_tilted_density_stays():
    x = {w: euler(guided(w, 0), noise(2000), 50)[-1] for w in (1, 3, 8)}
    means = [x[w][:, 0].mean() for w in (1, 3, 8)]
    assert means == pytest.approx([2.0, 2.53, 3.13], abs=0.04)
    assert x[8].std(axis=0).max() < x[3].std(axis=0).max() < 0.25
    assert mode_shares(x[8])[0] < 0.5 < 0.9 < mode_shares(x[3])[0]
    mean, std = tilted_moments(8, 0, points=301)
    assert mean == pytest.approx(MEANS[0], abs=0.01)
    assert std == pytest.approx([STD, STD], abs=0.01)


@pytest.mark.parametrize("w, shift", [(3, 0.52), (8, 1.12)])
def test_the_displacement_does_not_grow_with_the_distance(monkeypatch, w,
                                                          shift):
    for far in (1, 8):
        monkeypatch.setattr(flows, "MEANS", far * MEANS)
        x = euler(guided(w, 0), noise(1000), 500)[-1]
        assert x[:, 0].mean() - 2 * far == pytest.approx(shift, abs=0.04)


def test_an_interval_switches_guidance_off():
    x = noise(20)
    field = guided(5, 0, interval=(0.2, 0.6))
    assert field(x, 0.8) == pytest.approx(velocity(x, 0.8, 0))
    assert field(x, 0.5) == pytest.approx(guided(5, 0)(x, 0.5))
