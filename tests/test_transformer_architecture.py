"""mmbook.transformer_architecture does what its chapter says."""

import numpy as np
import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from mmbook.transformer import Config, Transformer, attend
from mmbook.transformer_architecture import (
    WORDS, K, Q, V, causal, count, interleaved, look_up, operations, padding,
    prefix, same, slope, softmax, spread)
from solutions.transformer_architecture import leaks, reach, removal

dice = np.random.default_rng(0)


@pytest.mark.parametrize("masked", [False, True])
def test_look_up_agrees_with_the_network(masked):
    q, k, v = (dice.normal(size=(5, n)) for n in (4, 4, 3))
    mask = causal(5) if masked else None
    ours = look_up(q, k, v, mask)
    theirs = attend(*map(torch.tensor, (q, k, v)),
                    None if mask is None else torch.tensor(mask))
    for a, b in zip(ours, theirs):
        assert np.allclose(a, b)
    assert not np.allclose(look_up(q, k, v, mask, scaled=False)[1], ours[1])


def test_softmax_keeps_from_overflow_and_hides():
    assert np.allclose(softmax(np.array([1000.0, 1000, -np.inf])),
                       [0.5, 0.5, 0])


def test_a_query_that_sees_nothing_is_an_error():
    with pytest.raises(ValueError, match="see nothing"):
        look_up(Q, K, V, np.triu(np.ones((4, 4), dtype=bool), 1))
    with pytest.raises(ValueError, match="see nothing"):
        look_up(Q, K, V, padding(0, 4))


def test_the_sentence():
    out, weights = look_up(Q, K, V)
    assert WORDS[int(weights[3].argmax())] == "triangle"
    assert np.allclose(weights[3], [0.043, 0.043, 0.735, 0.179], atol=5e-4)
    assert np.allclose(out[3], [0.73, -0.14], atol=6e-3)


@pytest.mark.parametrize("d", [4, 64, 256])
def test_variance_of_a_product_is_d(d):
    assert spread(d) == pytest.approx(d, rel=0.05)


def test_saturation_needs_width_and_no_division():
    assert slope(256, False)[1] < 0.02 < 0.15 < slope(256, True)[1]
    assert slope(4, False)[1] > 0.15
    assert slope(256, False)[0] > 0.85 > 0.4 > slope(256, True)[0]


def test_masks_by_hand():
    assert causal(3).astype(int).tolist() == [[1, 0, 0], [1, 1, 0], [1, 1, 1]]
    assert padding(2, 3).astype(int).tolist() == [[1, 1, 0]] * 3
    assert prefix(2, 3).astype(int).tolist() == [
        [1, 1, 0], [1, 1, 0], [1, 1, 1]]
    assert same([1, 1, 2]).astype(int).tolist() == [
        [1, 1, 0], [1, 1, 0], [0, 0, 1]]
    # word, picture of two, word: only the first patch sees ahead
    assert (interleaved([0, 1, 1, 0]) ^ causal(4)).sum() == 1
    assert interleaved([0, 1, 1, 0])[1, 2]
    assert not interleaved([0, 0, 1, 1])[0, 1]  # words are no picture


@pytest.mark.parametrize("choices", [
    dict(), dict(kv_heads=2), dict(gated=True, hidden=96),
    dict(tied=False, kv_heads=1, gated=True)])
def test_counts_are_pytorchs(choices):
    network = Transformer(Config(50, width=32, layers=3, heads=4, **choices))
    ours = count(32, 3, 50, heads=4, **choices)
    assert sum(ours.values()) == sum(
        p.numel() for p in network.parameters())
    with FlopCounterMode(display=False) as counter:
        network(torch.zeros(1, 20, dtype=torch.long))
    work = operations(20, 32, 3, 50, heads=4, **choices)
    assert sum(work.values()) == counter.get_total_flops()


def test_pairs_overtake_the_matrices_at_six_widths():
    for D in (64, 1024):
        work = operations(6 * D, D, 2, 100)
        assert work["pairs"] == work["matrices"]
        assert operations(6 * D + 1, D, 2, 100)["pairs"] > operations(
            6 * D + 1, D, 2, 100)["matrices"]


def test_removal_is_not_weight():
    v = np.array([[0, 0], [1.0, 0], [0, 1]])
    v[0] = 0.6 * v[1] + 0.4 * v[2]
    q, k = np.array([2.0, 0]), np.array(
        [[2.0, 0], [np.log(0.6) / 2**0.5, 0], [np.log(0.4) / 2**0.5, 0]])
    weights, moved = removal(q, k, v)
    assert weights[0] > 0.9 and moved[0] < 1e-12 and moved[1] > 0.01


def test_reach_and_leaks():
    near = causal(6) & ~causal(6).T | np.eye(6, dtype=bool)
    near &= np.triu(np.ones((6, 6), dtype=bool), -1)  # itself, one before
    assert reach(near, 3)[5].tolist() == [False, False] + [True] * 4
    assert (reach(causal(6), 4) == causal(6)).all()
    assert leaks(causal(6)).tolist() == []
    assert leaks(interleaved([0, 1, 1, 1, 0])).tolist() == [1, 2]
