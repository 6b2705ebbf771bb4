"""Tests of mmbook.learned_generators."""

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from mmbook.generative_models import draw, mode_shares  # noqa: E402
from mmbook.learned_generators import (  # noqa: E402
    VAE,
    Copies,
    as_field,
    gaussian_log_density,
    inputs,
    train_field,
    train_gan,
    train_vae,
)


@pytest.fixture(autouse=True)
def seed():
    torch.manual_seed(0)
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def data():
    x, c = draw(1000, seed=0)
    return torch.tensor(x, dtype=torch.float32), torch.tensor(c)


def test_copies_do_not_touch_each_other():
    net = Copies(3, 2, 2)
    x = torch.randn(3, 5, 2)
    before = net(x)
    x2 = x.clone()
    x2[1] += 1
    after = net(x2)
    assert torch.equal(before[0], after[0])
    assert not torch.equal(before[1], after[1])
    net(x)[0].sum().backward()
    assert net.W[0].grad[1:].abs().max() == 0 < net.W[0].grad[0].abs().max()


def test_gaussian_log_density_by_hand():
    got = gaussian_log_density(torch.tensor([1.0, 2.0]), torch.zeros(2),
                               torch.tensor(math.log(2.0)))
    by_hand = -(1 + 4) / 8 - 2 * math.log(2) - math.log(2 * math.pi)
    assert got.item() == pytest.approx(by_hand, rel=1e-6)


def test_the_elbo_is_below_the_likelihood(data):
    vae, losses = train_vae(data[0], S=2, steps=100, B=64)
    assert (losses[-5:].mean(axis=0) < losses[:5].mean(axis=0)).all()
    x = data[0][:100]
    with torch.no_grad():
        fit, divergence = vae.elbo(x.repeat(50, 1).expand(2, -1, -1))
        exact = vae.log_density(x)
    assert exact.shape == (2, 100)
    assert ((fit - divergence).mean(dim=1) < exact.mean(dim=1)).all()
    assert (divergence > 0).all()


def test_fixed_noise_is_not_learned():
    assert not VAE(1, std=1.0).log_std.requires_grad
    assert VAE(1).log_std.requires_grad


def test_gan_moves_towards_the_data(data):
    G, D = train_gan(data[0], S=2, steps=150, B=64)
    x = G(torch.randn(2, 500, 2)).detach().numpy()
    start = Copies(2, 2, 2)(torch.randn(2, 500, 2)).detach().numpy()
    assert np.linalg.norm(x, axis=2).mean() > 1 > (
        np.linalg.norm(start, axis=2).mean())
    assert D(data[0].expand(2, -1, -1)).shape == (2, 1000, 1)


@pytest.mark.parametrize("target", ["velocity", "noise", "v"])
def test_fields_learn(data, target):
    model, losses = train_field(*data, target, S=2, steps=120, B=64)
    assert (losses[-20:].mean(axis=0) < 0.9 * losses[:5].mean(axis=0)).all()
    out = as_field(model)(np.zeros((2, 4, 2)), 0.5, 1)
    assert out.shape == (2, 4, 2)
    other = as_field(model)(np.zeros((2, 4, 2)), 0.5, 3)
    assert not np.allclose(out, other)  # it listens to the label


def test_inputs_name_the_label():
    row = inputs(torch.zeros(1, 1, 2), torch.zeros(1, 1),
                 torch.tensor([[4]]))[0, 0]
    assert row.shape == (15,) and row[-1] == 1 and row[10:14].sum() == 0


def test_mode_shares_take_what_a_generator_gives(data):
    assert mode_shares(data[0].numpy()).sum() > 0.97
