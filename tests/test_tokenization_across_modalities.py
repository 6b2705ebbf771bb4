"""Tests of mmbook.tokenization_across_modalities."""

import numpy as np
import pytest

from mmbook.tokenization_across_modalities import (
    CountingModel,
    byte_pairs,
    fit_residual,
    fsq,
    k_means,
    merge,
    nearest,
    patchify,
    perplexity,
    residual_codes,
    spectra,
    tubelets,
    unpatchify,
    vq_gradients,
)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


# ---------------------------------------------------------------- cutting


def test_byte_pairs_by_hand():
    pieces, found = byte_pairs(list("a ring rings"), 4)
    assert pieces == ["a", " ring", " ring", "s"]
    assert found[0] == (" ", "r")


def test_byte_pairs_lose_nothing_and_stop():
    pieces, found = byte_pairs(list("abab"), 99)
    assert pieces == ["abab"] and found == [("a", "b"), ("ab", "ab")]


def test_merge_does_not_use_a_letter_twice():
    assert merge(list("aaa"), ("a", "a")) == ["aa", "a"]


@pytest.mark.parametrize("shape, s", [((2, 8, 12, 3), 4), ((1, 6, 6, 1), 2)])
def test_patchify_and_back(rng, shape, s):
    image = rng.integers(256, size=shape)
    patches = patchify(image, s)
    assert patches.shape[1:] == (
        shape[1] * shape[2] // s**2, s * s * shape[3])
    assert (unpatchify(patches, s, shape[2]) == image).all()


def test_patch_is_the_square_it_should_be(rng):
    image = rng.integers(256, size=(1, 8, 12, 3))
    assert (patchify(image, 4)[0, 4].reshape(4, 4, 3)  # row 1, column 1
            == image[0, 4:8, 4:8]).all()


def test_patches_that_do_not_fit():
    with pytest.raises(ValueError, match="5.*8 × 8"):
        patchify(np.zeros((1, 8, 8, 3)), 5)


def test_tubelet_is_the_box_it_should_be(rng):
    video = rng.integers(256, size=(2, 4, 8, 8, 3))
    cut = tubelets(video, 2, 4)
    assert cut.shape == (2, 8, 96)
    box = cut[1, 6].reshape(4, 4, 2, 3)  # second pair, row 1, column 0
    assert (box[:, :, 1] == video[1, 3, 4:8, 0:4]).all()


def test_spectra_finds_the_tone():
    t = np.arange(16000) / 8000
    frames = spectra(np.sin(2 * np.pi * 1000 * t)[None])
    assert frames.shape == (1, 79, 32)
    assert (frames[0].argmax(axis=1) // 2 == 3).all()  # 1,000 of 4,000 Hz
    assert spectra(np.zeros((1, 400))) == pytest.approx(-30)


# ---------------------------------------------------------- vector to code


def test_nearest_agrees_with_the_definition(rng):
    x, codebook = rng.normal(size=(300, 5)), rng.normal(size=(17, 5))
    far = ((x[:, None] - codebook) ** 2).sum(axis=2)
    assert (nearest(x, codebook) == far.argmin(axis=1)).all()


def test_k_means_finds_separate_heaps(rng):
    centers = np.array([[0.0, 0], [10, 0], [0, 10]])
    x = centers[rng.integers(3, size=300)] + rng.normal(size=(300, 2)) * 0.1
    books = [k_means(x, 3, seed=seed) for seed in range(8)]
    errors = [((x - book[nearest(x, book)]) ** 2).mean() for book in books]
    best = books[int(np.argmin(errors))]  # some starts end in a bad place
    assert sorted(nearest(centers, best)) == [0, 1, 2]
    assert min(errors) < 0.02


def test_more_codes_less_error(rng):
    x = rng.normal(size=(2000, 4))
    errors = [((x - book[nearest(x, book)]) ** 2).mean()
              for book in (k_means(x, K) for K in (2, 8, 32))]
    assert errors[0] > errors[1] > errors[2]


def test_perplexity():
    assert perplexity([0, 1, 2, 3], 4) == pytest.approx(4)
    assert perplexity([2, 2, 2], 4) == pytest.approx(1)
    assert perplexity([0, 0, 1, 2], 4) == pytest.approx(2**1.5)


def test_vq_gradients_by_differences(rng):
    z, codebook = rng.normal(size=(6, 3)), rng.normal(size=(4, 3))
    code, by_z, by_codebook = vq_gradients(z, codebook, np.zeros((6, 3)))

    def book_loss(book):
        return ((z - book[code]) ** 2).sum()

    step = np.zeros_like(codebook)
    step[code[0], 1] = 1e-6
    slope = (book_loss(codebook + step) - book_loss(codebook - step)) / 2e-6
    assert by_codebook[code[0], 1] == pytest.approx(slope, abs=1e-5)
    unused = np.setdiff1d(np.arange(4), code)
    assert (by_codebook[unused] == 0).all()
    assert by_z == pytest.approx(0.5 * (z - codebook[code]))


def test_upstream_passes_straight_through(rng):
    z, codebook = rng.normal(size=(6, 3)), rng.normal(size=(4, 3))
    upstream = rng.normal(size=(6, 3))
    with_it = vq_gradients(z, codebook, upstream)[1]
    without = vq_gradients(z, codebook, 0 * upstream)[1]
    assert with_it - without == pytest.approx(upstream)


def test_residual_by_hand():
    books = [np.array([[0.0], [4], [8], [12]]),
             np.array([[-1.5], [-0.5], [0.5], [1.5]])]
    codes, total = residual_codes(np.array([[6.7]]), books)
    assert codes.tolist() == [[2, 0]] and total.item() == 6.5


def test_every_stage_helps_and_flat_helps_more(rng):
    x = rng.normal(size=(3000, 4))
    books = fit_residual(x, 8, 3)
    errors = [((x - residual_codes(x, books[:d])[1]) ** 2).mean()
              for d in (1, 2, 3)]
    assert errors[0] > errors[1] > errors[2]
    flat = k_means(x, 64)
    assert ((x - flat[nearest(x, flat)]) ** 2).mean() < errors[1]


def test_fsq_by_hand():
    number, value = fsq(np.array([[0.3, -2.0]]), [5, 3])
    assert number.tolist() == [3] and value.tolist() == [[0.5, -1.0]]


def test_fsq_reaches_every_code(rng):
    number, value = fsq(3 * rng.normal(size=(5000, 2)), [5, 3])
    assert set(number.tolist()) == set(range(15))
    assert len(np.unique(value, axis=0)) == 15


# ---------------------------------------------------------- counting model


def test_model_that_saw_nothing_pays_log_k():
    model = CountingModel(np.zeros((1, 2, 2), int), K=8, strength=1e12)
    assert model.bits(np.full((3, 2, 2), 5)) == pytest.approx(4 * 3)


def test_probabilities_of_all_pictures_sum_to_one(rng):
    model = CountingModel(rng.integers(3, size=(40, 2, 2)), K=3)
    every = np.indices((3, 3, 3, 3)).reshape(4, -1).T.reshape(-1, 2, 2)
    assert (2.0 ** -model.bits(every)).sum() == pytest.approx(1)


def test_training_pictures_are_cheaper_than_new_ones(rng):
    stripes = (np.arange(8)[:, None] + rng.integers(
        4, size=(200, 1, 1)) + np.zeros((1, 1, 8), int)) % 4
    model = CountingModel(stripes, K=4)
    noise = rng.integers(4, size=(200, 8, 8))
    assert model.bits(stripes).mean() < 20 < model.bits(noise).mean()


def test_samples_follow_the_counts():
    stripes = np.tile(np.arange(4)[None, :, None], (100, 1, 4))
    model = CountingModel(stripes, K=4, strength=0.01)
    made = model.sample(200, 4, 4, seed=0)
    assert (made == stripes[:1]).mean() > 0.95
    assert made.min() >= 0 and made.max() < 4
