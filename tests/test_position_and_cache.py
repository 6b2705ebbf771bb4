"""Tests of mmbook.position_and_cache."""

import numpy as np
import pytest

from mmbook.position_and_cache import (
    alibi_slopes,
    axes_of_pairs,
    bucket,
    cache_bytes,
    coordinates,
    intensity,
    measure,
    plain,
    shift,
    sinusoids,
    speeds,
    tiled,
    turn,
)
from solutions.position_and_cache import absorbed, picture_scores


@pytest.fixture
def rng():
    return np.random.default_rng(0)


# ------------------------------------------------------------ positions


def test_one_matrix_moves_all_sinusoids():
    S = sinusoids(range(40), 12)
    for k in (1, 7):
        assert S[:40 - k] @ shift(k, 12).T == pytest.approx(S[k:])


def test_sinusoids_by_hand():
    assert sinusoids([3], 4)[0] == pytest.approx(
        [np.sin(3), np.cos(3), np.sin(0.03), np.cos(0.03)])


@pytest.mark.parametrize("layout", ["neighbors", "halves"])
def test_rotary_scores_depend_on_the_distance_only(rng, layout):
    q, k = rng.normal(size=(2, 1, 8))

    def score(m, n):
        return (turn(q, [m], layout=layout)
                @ turn(k, [n], layout=layout).T).item()

    assert score(5, 3) == pytest.approx(score(105, 103))
    assert score(5, 3) != pytest.approx(score(3, 5), abs=1e-3)
    assert score(4, 4) == pytest.approx((q @ k.T).item())


def test_turning_keeps_lengths(rng):
    x = rng.normal(size=(9, 16))
    assert np.linalg.norm(turn(x, range(9)), axis=1) == pytest.approx(
        np.linalg.norm(x, axis=1))


def test_layouts_differ_by_an_order_of_numbers(rng):
    x = rng.normal(size=(9, 8))
    order = [0, 2, 4, 6, 1, 3, 5, 7]  # neighbors to halves
    assert turn(x[:, order], range(9), layout="halves") == pytest.approx(
        turn(x, range(9))[:, order])
    assert np.abs(turn(x, range(9), layout="halves")
                  - turn(x, range(9))).max() > 0.5


def test_agrees_with_the_transformer(rng):
    torch = pytest.importorskip("torch")
    from mmbook.transformer import rotate

    x = rng.normal(size=(9, 16)).astype(np.float32)
    pairs = rng.integers(50, size=(9, 8))
    for positions, theirs in ((np.arange(9), torch.arange(9)),
                              (pairs, torch.tensor(pairs)[None])):
        book = rotate(torch.tensor(x)[None, None], theirs)[0, 0].numpy()
        assert turn(x, positions) == pytest.approx(book, abs=1e-4)


def test_biases_by_hand():
    assert alibi_slopes(8)[[0, -1]].tolist() == [0.5, 2**-8]
    rows = bucket(np.arange(1000))
    assert rows[:16].tolist() == list(range(16))
    assert (np.diff(rows) >= 0).all() and rows[128:].tolist() == [31] * 872
    assert len(set(rows.tolist())) == 32


def test_coordinates_of_a_picture_between_words():
    got = coordinates([3, ("image", 2, 3), 1])
    assert got.T.tolist() == [[0, 1, 2, 3, 3, 3, 3, 3, 3, 6],
                              [0, 1, 2, 3, 3, 3, 4, 4, 4, 6],
                              [0, 1, 2, 3, 4, 5, 3, 4, 5, 6]]


def test_a_clip_advances_by_its_step():
    got = coordinates([("video", 3, 2, 2, 50), 2])
    assert got[::4, 0].tolist() == [0, 50, 100, 101]
    assert got[-2:].tolist() == [[101] * 3, [102] * 3]


def test_words_alone_are_ordinary_positions(rng):
    x, where = rng.normal(size=(6, 8)), coordinates([6])
    for interleaved in (False, True):
        axes = axes_of_pairs((2, 1, 1), interleaved)
        assert turn(x, where[:, axes]) == pytest.approx(turn(x, range(6)))


def test_axes_get_their_counts():
    for counts in ((16, 24, 24), (24, 20, 20)):
        for interleaved in (False, True):
            if interleaved and counts[0] < counts[1]:
                with pytest.raises(ValueError, match="16, 24, 24"):
                    axes_of_pairs(counts, interleaved)
                continue
            axes = axes_of_pairs(counts, interleaved)
            assert np.bincount(axes).tolist() == list(counts)
    assert axes_of_pairs((24, 20, 20), True)[[0, 1, 2, 59, 60, 63]].tolist(
        ) == [0, 1, 2, 2, 0, 0]


# ---------------------------------------------------------------- cache


def test_cache_sizes():
    assert cache_bytes(32, 1, kv_heads=8, d=128) == 128 * 1024
    assert cache_bytes(61, 1, latent=576) == 70_272
    with pytest.raises(ValueError, match="8 heads of width 128"):
        cache_bytes(32, 1, kv_heads=8, d=128, latent=5)
    with pytest.raises(ValueError, match="latent of 0"):
        cache_bytes(32, 1)


def test_intensity_of_one_and_of_many():
    assert intensity(4096, 4096, 1) == pytest.approx(1, abs=1e-3)
    assert intensity(10, 10, 10) == pytest.approx(2000 / 600)


@pytest.mark.parametrize("tile", [1, 7, 50, 64])
def test_tiles_change_nothing(rng, tile):
    q, k, v = (rng.normal(size=(n, 16)) for n in (30, 50, 50))
    assert tiled(q, k, v, tile) == pytest.approx(plain(q, k, v), abs=1e-12)


def test_tiles_do_not_overflow(rng):
    q, k, v = 100 * rng.normal(size=(3, 20, 8))
    assert np.isfinite(tiled(q, k, v, 4)).all()
    assert tiled(q, k, v, 4) == pytest.approx(plain(q, k, v), abs=1e-9)


def test_measure_returns_seconds():
    assert 0 <= measure(2, 64, 64, repeats=2) < 1


# ------------------------------------------------------------ solutions


def test_picture_neighbors():
    flat, two = picture_scores(True), picture_scores(False)
    assert flat["start of next row"] == pytest.approx(flat["left"])
    assert flat["below"] < flat["left"] - 1
    assert abs(two["below"] - two["left"]) < 2
    assert two["start of next row"] < min(two["below"], two["left"]) - 2


def test_absorbed():
    without, rotated = absorbed()
    assert without < 1e-12 and rotated > 0.1


def test_speeds_run_from_one_to_slow():
    assert speeds(8) == pytest.approx([1, 0.1, 0.01, 0.001])
