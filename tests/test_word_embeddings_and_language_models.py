"""Word vectors: what the formulas promise, and what the chapter claims."""

import numpy as np
import pytest

from mmbook.quartet import Quartet
from mmbook.quartet_render import RGB
from mmbook.word_embeddings_and_language_models import (
    STORIES, analogies, color_words, cooccurrence, cosines, distances,
    factorize, in_context, mean_cosine, people, pmi, rank_correlation,
    seen_with, sgns_loss, stories, subwords, tokens, train_sgns)
from solutions.word_embeddings_and_language_models import (
    agreement, green_or_blue, overlap)

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
    assert subwords("ring", 3, 3) == ["<ri", "rin", "ing", "ng>"]
    assert len(subwords("ring")) == 10
    assert overlap("ring", "rings") == 5 / 15


@pytest.mark.parametrize("seed", range(3))
def test_the_rule_answers_without_gender(seed):
    words, counts = cooccurrence(people(seed, gender=0), window=6)
    X, _ = factorize(pmi(counts, positive=True), 30)
    free, ruled, alone, given = analogies(words, X)
    assert free < 0.3 and given > 0.7
    assert ruled > 0.97 and alone > 0.97


def test_gender_helps_the_free_answer():
    words, counts = cooccurrence(people(0, gender=0.1), window=6)
    X, _ = factorize(pmi(counts, positive=True), 30)
    assert analogies(words, X)[0] > 0.6


def test_mean_removed():
    X = np.random.default_rng(0).normal(size=(200, 10)) + 1
    assert mean_cosine(X) > 0.3
    assert abs(mean_cosine(X - X.mean(axis=0))) < 0.02
    assert np.allclose(np.diag(cosines(X)), 1)


def test_in_context():
    vector = {"a": np.array([1.0, 0]), "b": np.array([0, 1.0])}
    Z = in_context(["a", "b", "b"], vector, reach=1)
    assert np.allclose(Z, [[0.5, 0.5], [1 / 3, 2 / 3], [0, 1]])


def test_seen_with():
    images = np.zeros((2, 4, 4, 3))
    images[0] += (10, 0, 0)
    rows = seen_with(["red"], ["a Red ring", "a blue ring"], images)
    assert np.allclose(rows, [[5, 0, 0]])


def test_rank_correlation():
    assert np.isclose(rank_correlation([1, 2, 9], [0, 5, 6]), 1)
    assert np.isclose(rank_correlation([1, 2, 3], [3, 2, 1]), -1)


def test_pictures_know_colors():
    true = distances(RGB.astype(float))
    text, seen = color_words(Quartet(seed=3))
    assert rank_correlation(distances(seen), true) > 0.75
    assert abs(rank_correlation(distances(text), true)) < 0.6


def test_contexts_may_say_so():
    apart = [agreement(seed, True) for seed in range(3)]
    free = [agreement(seed, False) for seed in range(3)]
    assert min(apart) > max(free) and np.mean(apart) > 0.4


def test_no_sentence_says_vela():
    text, picture = green_or_blue(seed=1)
    assert 0.35 < text < 0.65 and picture > 0.97


def test_the_text_is_plain():
    text = STORIES.read_text(encoding="ascii")
    assert len(text) > 200_000 and "<" not in text
    assert tokens("God's Spirit; it was-so.") == [
        "god's", "spirit", "it", "was-so"]


def test_skip_gram_vectors_crowd():
    words, counts = cooccurrence(stories(), window=4, least=60)
    assert len(words) == 122
    U, V = train_sgns(counts, 30, k=5, steps=200)
    assert 0.25 < mean_cosine(U) < 0.4 and cosines(U, V).mean() < -0.25
    often = counts >= 10
    line = (pmi(counts) - np.log(5))[often]
    assert np.corrcoef((U @ V.T)[often], line)[0, 1] > 0.9
