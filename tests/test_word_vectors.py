"""Word vectors from counts: what the formulas promise."""

import numpy as np
import pytest

from mmbook.word_vectors import (
    cooccurrence, cosines, factorize, mean_cosine, pmi, sgns_loss, subwords,
    train_sgns)

TOY = np.array([[6, 5, 1], [5, 6, 1], [1, 1, 6]])


def test_counts_by_hand():
    words, counts = cooccurrence([["a", "b", "a", "c"]], window=1)
    assert words == ["a", "b", "c"]
    assert counts.tolist() == [[0, 2, 1], [2, 0, 0], [1, 0, 0]]
    words, counts = cooccurrence([["a", "b", "a", "c"]], window=2, least=2)
    assert words == ["a"] and counts.tolist() == [[2]]


def test_window_and_symmetry():
    text = [list("abcdefg"), list("gfa")]
    _, counts = cooccurrence(text, window=3)
    assert (counts == counts.T).all()
    pairs = sum(min(3, len(s) - 1 - i) for s in text for i in range(len(s)))
    assert counts.sum() == 2 * pairs


def test_pmi_of_independent_counts_is_zero():
    table = np.outer([1, 2, 3], [4, 5])
    assert np.allclose(pmi(table), 0)
    assert np.isneginf(pmi(np.eye(2))[0, 1])
    assert pmi(np.eye(2), positive=True)[0, 1] == 0
    assert np.isclose(pmi(TOY)[0, 0], np.log(4 / 3))


def test_mean_pmi_is_mutual_information():
    p = TOY / TOY.sum()
    chance = np.outer(p.sum(axis=1), p.sum(axis=0))
    assert np.isclose((p * pmi(TOY)).sum(), (p * np.log(p / chance)).sum())


def test_factorize_is_exact_and_best():
    table = pmi(TOY, positive=True)
    X, Y = factorize(table, 3)
    assert np.allclose(X @ Y.T, table)
    X, Y = factorize(table, 2)
    assert np.isclose(np.linalg.norm(table - X @ Y.T),
                      np.log(4 / 3) - np.log(10 / 9))


def test_slope_of_the_loss():
    U, V = np.random.default_rng(0).normal(size=(2, 3, 2))
    loss, slope = sgns_loss(U, V, TOY, 4)
    step = 1e-6
    U2 = U.copy()
    U2[1, 0] += step
    numeric = (sgns_loss(U2, V, TOY, 4)[0] - loss) / step
    assert np.isclose(numeric, (slope @ V)[1, 0], atol=1e-5)


@pytest.mark.parametrize("k", [1, 2, 15])
def test_skip_gram_finds_shifted_pmi(k):
    U, V = train_sgns(TOY, D=3, k=k)
    assert np.allclose(U @ V.T, pmi(TOY) - np.log(k), atol=1e-3)


def test_loss_against_drawn_negatives():
    U, V = np.random.default_rng(1).normal(size=(2, 3, 2))
    dice, k, n = np.random.default_rng(2), 3, TOY.sum()
    context = TOY.sum(axis=0) / n
    i, j = np.unravel_index(dice.choice(9, 40_000, p=(TOY / n).ravel()),
                            (3, 3))
    false = dice.choice(3, (40_000, k), p=context)
    s, t = U @ V.T, lambda x: np.logaddexp(0, x)
    drawn = t(-s[i, j]) + t(s[i[:, None], false]).sum(axis=1)
    assert abs(drawn.mean() - sgns_loss(U, V, TOY, k)[0]) < 0.05


def test_subwords():
    assert subwords("ring", 3, 3) == ["<ri", "rin", "ing", "ng>", "<ring>"]
    assert len(subwords("ring")) == 10 and len(subwords("triangle")) == 27
    assert len(set(subwords("ring")) & set(subwords("rings"))) == 6


def test_mean_removed():
    X = np.random.default_rng(0).normal(size=(200, 10)) + 1
    assert mean_cosine(X) > 0.3
    assert abs(mean_cosine(X - X.mean(axis=0))) < 0.02
    assert np.allclose(np.diag(cosines(X)), 1)
