"""mmbook.transformer does what its chapter and its labs rely on."""

import pytest
import torch

from mmbook.transformer import (
    Attention, Config, Transformer, attend, rotate, sinusoids)

KINDS = [dict(), dict(positions="learned", norm="layer"),
         dict(positions="sinusoidal", gated=True), dict(kv_heads=2),
         dict(kv_heads=1, tied=False), dict(positions="none")]


def model(**choices):
    return Transformer(Config(20, **choices), seed=1).eval()


def tokens(B=2, T=9, seed=0):
    dice = torch.Generator().manual_seed(seed)
    return torch.randint(0, 20, (B, T), generator=dice)


@pytest.mark.parametrize("choices", KINDS)
@torch.no_grad()
def test_a_cache_changes_no_score(choices):
    network, x = model(**choices), tokens()
    whole, cache = network(x), []
    parts = [network(x[:, a:b], cache=cache)
             for a, b in ((0, 4), (4, 5), (5, 9))]
    assert torch.allclose(torch.cat(parts, dim=1), whole, atol=1e-5)
    assert cache[0][0].shape == (2, choices.get("kv_heads") or 4, 9, 16)
    # A fresh start in the middle is something else.
    assert not torch.allclose(network(x[:, 4:]), whole[:, 4:], atol=1e-3)


@pytest.mark.parametrize("choices", KINDS)
@torch.no_grad()
def test_the_future_is_hidden(choices):
    x = tokens()
    y = x.clone()
    y[:, 5] = (y[:, 5] + 1) % 20
    for causal in (True, False):
        network = model(causal=causal, **choices)
        change = (network(x) - network(y)).abs().amax(dim=(0, 2))
        assert (change[5:] > 1e-4).all()
        if causal:
            assert (change[:5] == 0).all()
        else:
            assert (change[:5] > 1e-4).all()


@torch.no_grad()
def test_a_mask_of_the_caller_replaces_the_causal_one():
    network, x = model(), tokens()
    free = torch.ones(9, 9).bool()
    both = model(causal=False)
    assert torch.allclose(network(x, mask=free), both(x), atol=1e-6)
    real = torch.tensor([9, 6])  # the second row is padded from place 6
    mask = (torch.arange(9) < real[:, None])[:, None, None] & free.tril()
    y = x.clone()
    y[1, 6:] = 0
    assert torch.allclose(network(x, mask=mask)[1, :6],
                          network(y, mask=mask)[1, :6], atol=1e-6)
    assert torch.allclose(network(x, mask=mask)[1, :6],
                          network(x[1:, :6])[0], atol=1e-5)


@torch.no_grad()
def test_weights_are_shares_of_what_may_be_seen():
    network = model()
    network(tokens())
    weights = network.blocks[1].attention.weights
    assert weights.shape == (2, 4, 9, 9)
    assert torch.allclose(weights.sum(-1), torch.ones(2, 4, 9))
    assert (weights.triu(1) == 0).all() and (weights[..., 0, 0] == 1).all()


@torch.no_grad()
def test_attend_agrees_with_pytorch():
    dice = torch.Generator().manual_seed(0)
    q, k, v = (torch.randn(2, 3, n, 8, generator=dice) for n in (5, 7, 7))
    mask = torch.rand(2, 1, 5, 7, generator=dice) > 0.4
    mask[..., 0] = True
    theirs = torch.nn.functional.scaled_dot_product_attention(q, k, v, mask)
    assert torch.allclose(attend(q, k, v, mask)[0], theirs, atol=1e-5)
    assert not torch.allclose(attend(q, k, v)[0], theirs, atol=1e-2)


@torch.no_grad()
def test_shared_heads_are_copies_of_one():
    few = Attention(Config(20, kv_heads=2))
    many = Attention(Config(20))
    many.q.weight.copy_(few.q.weight)
    many.out.weight.copy_(few.out.weight)
    for name in ("k", "v"):
        one = getattr(few, name).weight.view(2, 16, 64)
        getattr(many, name).weight.copy_(
            one.repeat_interleave(2, dim=0).view(64, 64))
    x = torch.randn(2, 5, 64, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(few(x, x)[0], many(x, x)[0], atol=1e-6)
    assert few(x, x)[1][0].shape == (2, 2, 5, 16)
    counts = [sum(p.numel() for p in m.parameters()) for m in (few, many)]
    assert counts == [2 * 64 * 64 + 2 * 64 * 32, 4 * 64 * 64]


def test_turned_products_know_only_the_distance():
    dice = torch.Generator().manual_seed(0)
    q, k = torch.randn(2, 1, 1, 1, 16, generator=dice)

    def product(m, n):
        return float((rotate(q, torch.tensor([m]))
                      * rotate(k, torch.tensor([n]))).sum())

    near = product(3, 5)
    for shift in (1, 10, 100):
        assert product(3 + shift, 5 + shift) == pytest.approx(near, abs=1e-4)
    assert abs(product(3, 6) - near) > 0.1
    assert abs(product(5, 3) - near) > 0.1  # before is not behind
    assert rotate(q, torch.tensor([7])).norm() == pytest.approx(q.norm())


def test_positions_of_rotate_in_their_three_forms():
    x = torch.randn(2, 4, 5, 8, generator=torch.Generator().manual_seed(0))
    place = torch.arange(5)
    one = rotate(x, place)
    assert torch.equal(one, rotate(x, place.expand(2, 5)))
    assert torch.equal(one, rotate(x, place[:, None].expand(2, 5, 4)))
    axes = torch.stack((place, 0 * place, place, 0 * place), dim=-1)
    mixed = rotate(x, axes.expand(2, 5, 4))
    assert torch.equal(mixed[..., 2:4], x[..., 2:4])  # position 0: no turn
    assert torch.equal(mixed[..., 4:6], one[..., 4:6])


def test_sinusoids_by_hand():
    found = sinusoids(torch.tensor([0, 3]), 4, base=100.0)
    wanted = torch.tensor([[0.0, 1, 0, 1], [0, 0, 0, 0]])
    wanted[1] = torch.tensor([3.0, 3.0, 0.3, 0.3])
    wanted[1, 0::2], wanted[1, 1::2] = wanted[1, 0::2].sin(), wanted[
        1, 1::2].cos()
    assert torch.allclose(found, wanted)


@torch.no_grad()
def test_without_positions_and_mask_tokens_are_a_set():
    network, x = model(positions="none", causal=False), tokens()
    order = torch.randperm(9, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(network(x[:, order]), network(x)[:, order],
                          atol=1e-5)
    with_place = model(positions="rope", causal=False)
    assert not torch.allclose(with_place(x[:, order]),
                              with_place(x)[:, order], atol=1e-2)


@torch.no_grad()
def test_cross_attention_reads_the_memory_and_nothing_else_does():
    network, x = model(cross=True), tokens()
    dice = torch.Generator().manual_seed(0)
    memory = torch.randn(2, 3, 64, generator=dice)
    one = network(x, memory=memory)
    other = memory.clone()
    other[0, 2] += 1
    two = network(x, memory=other)
    assert torch.equal(one[1], two[1])
    assert ((one[0] - two[0]).abs().amax(dim=-1) > 1e-4).all()
    assert network.blocks[0].cross.weights.shape == (2, 4, 9, 3)
    # The memory has no order: it is turned by no position.
    assert torch.allclose(one, network(x, memory=memory.flip(1)), atol=1e-5)


@torch.no_grad()
def test_embedded_and_features():
    network, x = model(), tokens()
    assert torch.equal(network(embedded=network.embed(x)), network(x))
    features = network(x, features=True)
    assert features.shape == (2, 9, 64)
    assert torch.equal(network.read(features), network(x))
    assert network.read.weight is network.embed.weight
    assert model(tied=False).read.weight is not model(tied=False).embed.weight


@torch.no_grad()
def test_the_start_is_the_seed_and_predicts_nothing():
    x = tokens()
    a, b = model(), model()
    assert torch.equal(a(x), b(x))
    assert not torch.equal(a(x), Transformer(Config(20), seed=2)(x))
    # Blocks write little: variance 1 / D of a weight, less by 2 L.
    assert float(a.blocks[0].up.weight.std()) == pytest.approx(1 / 8, rel=0.05)
    assert float(a.blocks[0].down.weight.std()) == pytest.approx(1 / 32, rel=0.05)


@pytest.mark.parametrize("choices, message", [
    (dict(width=60, heads=8), "width 60: no multiple"),
    (dict(heads=4, kv_heads=3), "kv_heads 3 do not divide"),
    (dict(positions="alibi"), "'alibi' are not known")])
def test_a_bad_choice_is_named(choices, message):
    with pytest.raises(ValueError, match=message):
        Config(20, **choices)
