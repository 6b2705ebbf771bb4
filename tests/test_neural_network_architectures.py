"""mmbook.neural_network_architectures does what its chapter says."""

import numpy as np
import pytest
from scipy.signal import correlate2d

from mmbook.neural_network_architectures import (
    attention, carried, convolve, costs, gru_step, linear_autoencoder,
    principal_components, quartet_cells, receptive_field, recurrent,
    state_space_filter, state_space_steps, transformer_block)
from solutions.neural_network_architectures import look_back, shift_error

dice = np.random.default_rng(0)


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_convolution_agrees_with_scipy(stride):
    x, w = dice.normal(size=(9, 7)), dice.normal(size=(3, 3))
    whole = correlate2d(x, w, mode="valid")
    assert np.allclose(convolve(x, w, stride), whole[::stride, ::stride])


def test_a_filter_larger_than_the_grid_is_refused():
    with pytest.raises(ValueError, match="filter of 4"):
        convolve(np.zeros((3, 5)), np.zeros((4, 4)))


def test_stride_breaks_equivariance_to_a_shift_by_one():
    x, w = dice.normal(size=(16, 32)), dice.normal(size=(3, 3))
    assert shift_error(x, w, 1, 1) == 0
    assert shift_error(x, w, 2, 2) == 0
    assert shift_error(x, w, 2, 1) > 0.3


@pytest.mark.parametrize("layers", [[(3, 1)] * 3, [(3, 2)] * 3,
                                    [(5, 2), (3, 1)], [(7, 3)]])
def test_receptive_field_is_what_an_output_depends_on(layers):
    x = np.zeros(80)
    seen = 0
    for place in range(len(x)):
        poked = x.copy()
        poked[place] = 1
        for k, stride in layers:
            poked = np.array([poked[i:i + k].sum() for i in range(
                0, len(poked) - k + 1, stride)])
        seen += poked[0] != 0
    assert receptive_field(layers) == seen


def test_carried_is_the_derivative():
    x, w, u, step = dice.normal(size=6), 0.8, 0.7, 1e-6
    h = recurrent(x, w, u)
    for t in range(6):
        ends = [recurrent(x[t + 1:], w, u, h[t] + s) for s in (step, -step)]
        if t < 5:
            slope = (ends[0][-1] - ends[1][-1]) / (2 * step)
            assert carried(x, w, u)[t] == pytest.approx(slope, rel=1e-5)
    assert carried(x, w, u)[-1] == 1


def test_gru_step_agrees_with_torch():
    torch = pytest.importorskip("torch")
    D, P = 3, 2
    cell = torch.nn.GRUCell(P, D, bias=False).double()
    h, x = dice.normal(size=D), dice.normal(size=P)
    into, around = (m.detach().numpy() for m in (cell.weight_ih,
                                                 cell.weight_hh))
    r, z, n = (np.hstack([around[D * i:D * i + D], into[D * i:D * i + D]])
               for i in range(3))
    # PyTorch applies r after the matrix; with r at one half both agree
    # only if the recurrent part of n is zero, so compare there.
    around[2 * D:] = 0
    n[:, :D] = 0
    out = cell(torch.tensor(x)[None], torch.tensor(h)[None])[0]
    assert np.allclose(gru_step(h, x, z, r, n), out.detach().numpy())


def test_attention_agrees_with_torch_and_mixes_values():
    torch = pytest.importorskip("torch")
    Q, K, V = (dice.normal(size=s) for s in ((3, 4), (5, 4), (5, 2)))
    out = attention(Q, K, V)
    other = torch.nn.functional.scaled_dot_product_attention(
        *(torch.tensor(a)[None] for a in (Q, K, V)))[0]
    assert np.allclose(out, other)
    assert (out <= V.max(axis=0)).all() and (out >= V.min(axis=0)).all()
    assert np.allclose(attention(1e4 * Q, K, V)[0], V[(K @ Q[0]).argmax()])


def test_block_is_equivariant_to_permutations_and_positions_break_it():
    x, place = dice.normal(size=(2, 6, 4))
    W = [dice.normal(size=s) for s in [(4, 4)] * 4 + [(4, 8), (8, 4)]]
    order = np.roll(np.arange(6), 1)
    whole = transformer_block(x, *W)
    assert np.allclose(transformer_block(x[order], *W), whole[order])
    placed = transformer_block(x[order] + place, *W)
    assert not np.allclose(placed, transformer_block(x + place, *W)[order])


def test_recurrence_and_convolution_are_the_same_function():
    x = dice.normal(size=500)
    a, b, c = dice.uniform(0, 0.999, 16), *dice.normal(size=(2, 16))
    assert np.allclose(state_space_steps(x, a, b, c),
                       state_space_filter(x, a, b, c), atol=1e-9)


def test_linear_autoencoder_finds_the_principal_components():
    X = dice.normal(size=(300, 6)) * [1, 0.6, 0.3, 0.1, 0.1, 0.1]
    X -= X.mean(axis=0)
    trained, best = linear_autoencoder(X, 2), principal_components(X, 2)
    assert np.linalg.matrix_rank(best) == 2
    assert np.abs(trained - best).max() < 1e-2


def test_cells_can_be_put_back():
    X, mean, back = quartet_cells(3)
    assert X.shape == (48, 64) and np.allclose(X.mean(axis=0), 0)
    picture = back((X + mean)[16:32])
    assert np.array_equal(picture[:8, 8:16].ravel(), (X + mean)[17])


def test_costs_count_a_real_layer():
    torch = pytest.importorskip("torch")
    count = lambda layer: sum(p.numel() for p in layer.parameters())
    found = costs(31, 32)
    assert found["MLP"][0] == count(torch.nn.Linear(992, 992, bias=False))
    assert found["convolution"][0] == count(
        torch.nn.Conv1d(32, 32, 5, bias=False))
    assert found["recurrent"][0] == count(torch.nn.RNN(32, 32, bias=False))
    assert found["attention"][0] == count(
        torch.nn.MultiheadAttention(32, 4, bias=False))


def test_attention_can_look_back():
    assert look_back(8, 1) < 0.5 < 0.9 < look_back(8, 4)
