"""mmbook.conditioning does what its chapter says."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from mmbook.conditioning import (  # noqa: E402
    INJECTORS, AdaptiveNorm, Answerer, Concatenation, CrossAttention, FiLM,
    Gate, additive_ceiling, fit, weights, widest)
from solutions.conditioning import frozen, query_gradient  # noqa: E402


@pytest.fixture
def signals():
    torch.manual_seed(0)
    return torch.randn(7, 8), torch.randn(7, 2, 3)


@pytest.mark.parametrize("kind", INJECTORS)
def test_shapes_and_that_the_condition_matters(kind, signals):
    h, c = signals
    inject = INJECTORS[kind](8, 2, 3)
    assert inject(h, c).shape == (7, 8)
    assert (inject(h, c) - inject(h, c + 1)).abs().max() > 1e-3


@pytest.mark.parametrize("kind", ["concatenation", "bias", "cross-attention"])
def test_injectors_that_add(kind, signals):
    """The effect of another condition is the same for all features."""
    h, c = signals[0], signals[1][:1, :1]
    inject = INJECTORS[kind](8, 1, 3)
    effect = inject(h, (c + 1).expand(7, 1, 3)) - inject(h, c.expand(7, 1, 3))
    assert torch.allclose(effect, effect[:1].expand(7, 8), atol=1e-5)


@pytest.mark.parametrize("inject", [Gate(8, 2, 3), FiLM(8, 2, 3),
                                    AdaptiveNorm(8, 2, 3),
                                    CrossAttention(8, 2, 3)])
def test_injectors_that_multiply(inject, signals):
    h, c = signals[0], signals[1][:1]
    effect = inject(h, (c + torch.randn(1, 2, 3)).expand(7, 2, 3))
    effect = effect - inject(h, c.expand(7, 2, 3))
    assert (effect - effect[:1]).abs().max() > 1e-2


def test_adaptive_norm_forgets_the_scale_and_film_does_not(signals):
    h, c = signals
    norm, film = AdaptiveNorm(8, 2, 3), FiLM(8, 2, 3)
    assert torch.allclose(norm(10 * h, c), norm(h, c), atol=1e-3)
    assert not torch.allclose(film(10 * h, c), film(h, c), atol=1e-3)


def test_cross_attention_does_not_care_about_the_order_of_tokens(signals):
    h, c = signals
    inject = CrossAttention(8, 2, 3)
    assert torch.allclose(inject(h, c), inject(h, c.flip(1)), atol=1e-6)


def test_the_ceiling_by_brute_force():
    """All sums on a grid of values, two scenes patterns by two questions."""
    for Q in (2, 3):
        best = 0
        for order in np.ndindex(*[Q] * Q):  # g up to its order
            right = 0
            for truth in np.ndindex(*[2] * Q):
                right += max(
                    sum((g + f > 0) == bool(a) for g, a in zip(order, truth))
                    for f in np.arange(-Q, Q + 1) + 0.5)
            best = max(best, right / (Q * 2**Q))
        assert additive_ceiling(Q) == pytest.approx(best)


def test_widest_keeps_the_budget():
    for kind in INJECTORS:
        D = widest(kind, 900, P=42, Q=4)
        assert weights(Answerer(kind, D, P=42, Q=4)) <= 900
        assert weights(Answerer(kind, D + 1, P=42, Q=4)) > 900
    with pytest.raises(ValueError, match="more than 100"):
        widest("FiLM", 100, P=42, Q=4)


def test_film_learns_to_select_and_bias_does_not():
    torch.manual_seed(0)
    x = torch.randn(600, 2)
    question = torch.arange(600) % 2
    answer = (x[torch.arange(600), question] > 0).float()
    right = {}
    for kind in ("FiLM", "bias"):
        torch.manual_seed(0)
        net = fit(Answerer(kind, 6, P=2, Q=2), x, question, answer, steps=200)
        right[kind] = ((net(x, question) > 0) == (answer > 0.5)).float().mean()
    assert right["bias"] < 0.9 < 0.95 < right["FiLM"]


def test_solutions(signals):
    h, c = signals
    joined = Concatenation(8, 2, 3)
    one = c[:1].expand(7, 2, 3)
    assert torch.allclose(frozen(joined, c[:1])(h), joined(h, one), atol=1e-5)
    assert query_gradient(1) < 1e-6 < query_gradient(2)
