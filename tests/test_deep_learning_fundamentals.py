"""mmbook.deep_learning_fundamentals does what its chapter says."""

import math

import numpy as np
import pytest

from mmbook.deep_learning_fundamentals import (
    Node,
    adam,
    cosine_after,
    dropout,
    momentum,
    normalize,
    schedule,
    signal,
    two_layers,
)
from mmbook.machine_learning_basics import finite_difference
from solutions.deep_learning_fundamentals import solved, tanh_slopes


def network(D=5, P=3, B=7, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(B, P)), rng.normal(size=B), {
        "W1": rng.normal(size=(D, P)), "b1": rng.normal(size=D),
        "W2": rng.normal(size=D), "b2": rng.normal(size=1)}


@pytest.mark.parametrize("name", ["W1", "b1", "W2", "b2"])
def test_gradients_by_hand_agree_with_finite_difference(name):
    x, y, net = network()
    measured = finite_difference(
        lambda w: two_layers(x, y, **{**net, name: w})[0], net[name])
    assert two_layers(x, y, **net)[1][name] == pytest.approx(
        measured.reshape(np.shape(two_layers(x, y, **net)[1][name])),
        abs=1e-7)


def test_gradients_by_hand_agree_with_torch():
    torch = pytest.importorskip("torch")
    x, y, net = network(seed=1)
    t = {k: torch.tensor(v, requires_grad=True) for k, v in net.items()}
    h = torch.relu(torch.tensor(x) @ t["W1"].T + t["b1"])
    (((h @ t["W2"] + t["b2"] - torch.tensor(y)) ** 2).mean() / 2).backward()
    for name, slope in two_layers(x, y, **net)[1].items():
        assert np.allclose(slope, t[name].grad.numpy(), atol=1e-10), name


def test_tape_agrees_with_the_layers_and_adds_where_paths_meet():
    w, x = Node(2.0), Node(3.0)
    out = (w * x + x * x).relu() * w  # relu(wx + x²) · w
    out.backward()
    assert out.value == 30 and w.grad == 21 and x.grad == 16
    off = (Node(-1.0) * x).relu()
    x.grad = 0.0
    off.backward()
    assert off.value == 0 and x.grad == 0


@pytest.mark.parametrize("gain, residual, growth", [
    (1.0, False, 1.0), (0.5, False, 0.5), (1.0, True, 2.0), (0.1, True, 1.1)])
def test_signal_and_gradient_grow_by_the_gain(gain, residual, growth):
    L = 10
    runs = np.array([signal(gain, L=L, D=256, residual=residual, seed=s)
                     for s in range(4)])  # (4, 2, L + 1)
    ends = np.log(runs[:, 0, -1]).mean(), np.log(runs[:, 1, 0]).mean()
    for end in ends:
        assert end == pytest.approx(L / 2 * math.log(growth), abs=0.25)


def test_normalized_blocks_grow_with_the_depth_only():
    up, down = signal(1.0, L=50, D=128, residual=True, norm=True)
    assert 6 < up[-1] < 9 and 4 < down[0] < 14


def test_gradient_of_the_deep_network_is_right():
    """The slope of the summed output by the input, against differences."""
    L, D, seed = 3, 6, 5
    for norm in (False, True):
        start = np.random.default_rng(seed)
        h0 = start.normal(size=(1, D))
        W = start.normal(size=(L, D, D)) * math.sqrt(2 / D)
        top = start.normal(size=(1, D))

        def forward(h):
            for layer in W:
                size = np.sqrt((h**2).mean()) if norm else 1
                h = h + np.maximum(h / size, 0) @ layer.T
            return float((h * top).sum())

        measured = finite_difference(forward, h0)
        _, down = signal(1.0, L=L, D=D, B=1, residual=True, norm=norm,
                         seed=seed)
        assert down[0] == pytest.approx(np.sqrt((measured**2).mean()),
                                        rel=1e-4)


def test_cosine_of_wide_layers_matches_a_wide_layer():
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, 4000))
    W = rng.normal(size=(4000, 4000))
    p, q = np.maximum(W @ a, 0), np.maximum(W @ b, 0)
    found = p @ q / np.linalg.norm(p) / np.linalg.norm(q)
    start = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
    assert found == pytest.approx(cosine_after(1, start), abs=0.03)


def test_normalizations():
    x = np.random.default_rng(0).normal(3, 2, size=(64, 16))
    assert np.allclose(normalize(x, 0).mean(axis=0), 0, atol=1e-9)
    assert np.allclose(normalize(x, 1).std(axis=1), 1, atol=1e-4)
    assert np.allclose(normalize(10 * x, 1), normalize(x, 1), atol=1e-4)
    rms = normalize(x, 1, center=False)
    assert np.allclose((rms**2).mean(axis=1), 1, atol=1e-4)
    assert (np.sign(rms) == np.sign(x)).all()


def test_adam_agrees_with_torch_and_its_first_step_is_eta():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    for decoupled, kind in ((True, "AdamW"), (False, "Adam")):
        w, state = rng.normal(size=4), {}
        t = torch.tensor(w, requires_grad=True)
        other = getattr(torch.optim, kind)([t], lr=0.01, weight_decay=0.1)
        for _ in range(20):
            g = rng.normal(size=4)
            w = adam(w, g, state, eta=0.01, decay=0.1, decoupled=decoupled)
            t.grad = torch.tensor(g)
            other.step()
        assert np.allclose(w, t.detach().numpy(), atol=1e-12)
    step = adam(np.zeros(2), np.array([25.0, -1e-5]), {}, eta=0.3)
    assert step == pytest.approx([-0.3, 0.3], rel=2e-3)


def test_weight_decay_is_not_l2_in_adam():
    ends = {}
    for decoupled in (False, True):
        w, state = np.ones(2), {}
        for k in range(1000):
            w = adam(w, np.array([10.0, 0.1]) * (-1) ** k, state, eta=1e-3,
                     decay=0.1, decoupled=decoupled)
        ends[decoupled] = w
    assert ends[True][0] == pytest.approx(ends[True][1], abs=1e-6)
    assert ends[False][0] > 0.98 and ends[False][1] < 0.5


def test_momentum_multiplies_a_steady_gradient():
    w, state = np.zeros(1), {}
    for _ in range(200):
        before, w = w, momentum(w, np.ones(1), state, eta=0.01, mu=0.8)
    assert before - w == pytest.approx(0.05)
    assert momentum(np.ones(1), np.ones(1), {}, eta=0.1, mu=0) == 0.9


def test_schedule_rises_and_falls():
    eta = [schedule(k, 1000, 100, 2.0) for k in range(1001)]
    assert eta[99] == max(eta) == 2 and eta[0] == 0.02
    assert eta[550] == pytest.approx(1) and eta[1000] == pytest.approx(0)


def test_dropout_keeps_the_mean():
    h = np.full((400, 400), 3.0)
    kept = dropout(h, 0.25, np.random.default_rng(0))
    assert set(np.unique(kept)) == {0.0, 4.0}
    assert kept.mean() == pytest.approx(3, abs=0.05)


def test_solutions():
    assert solved(8, seeds=5) == 5 and solved(2, seeds=5) < 5
    tape, measured = tanh_slopes()
    assert tape == pytest.approx(measured, abs=1e-8)
