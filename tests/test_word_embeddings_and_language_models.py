"""What the chapter claims of word vectors, and its solutions."""

import itertools

import numpy as np
import pytest

from mmbook.quartet import COLORS, WARM, Quartet
from mmbook.quartet_render import RGB
from mmbook.word_embeddings_and_language_models import (
    STORIES, analogies, color_words, distances, in_context, nearest_mean,
    people, rank_correlation, seen_with, stories)
from mmbook.word_vectors import (
    cooccurrence, cosines, factorize, mean_cosine, pmi, tokens, train_sgns)
from solutions.word_embeddings_and_language_models import (
    agreement, green_or_blue, overlap)


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


def test_in_context():
    vector = {"a": np.array([1.0, 0]), "b": np.array([0, 1.0])}
    Z = in_context(["a", "b", "b"], vector, reach=1)
    assert np.allclose(Z, [[0.5, 0.5], [1 / 3, 2 / 3], [0, 1]])


def test_nearest_mean():
    F = np.array([[0.0], [0.1], [1.0], [0.2], [0.9], [0.8]])
    label = np.array([False, False, True, False, True, False])
    assert np.isclose(nearest_mean(F, label), 2 / 3)


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


def test_chance_for_colors():
    true = distances(RGB.astype(float))
    dealt = [rank_correlation(distances(RGB[list(order)].astype(float)), true)
             for order in itertools.permutations(range(6))]
    assert np.isclose(np.std(dealt), 0.29, atol=0.01)
    warm = [(a in WARM) != (b in WARM)
            for a, b in itertools.combinations(COLORS, 2)]
    assert np.isclose(rank_correlation(warm, true), 0.76, atol=0.01)


def test_contexts_may_say_so():
    apart = [agreement(seed, True) for seed in range(3)]
    free = [agreement(seed, False) for seed in range(3)]
    assert min(apart) > max(free) and np.mean(apart) > 0.4


def test_pieces_in_common():
    assert overlap("ring", "bring") == overlap("ring", "rings") == 6 / 19
    assert overlap("triangle", "triangles") > 0.5 > overlap("ring", "string")


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
    U, V = train_sgns(counts, 30, k=5)
    assert 0.25 < mean_cosine(U) < 0.4 and cosines(U, V).mean() < -0.25
    often = counts >= 10
    line = (pmi(counts) - np.log(5))[often]
    assert np.corrcoef((U @ V.T)[often], line)[0, 1] > 0.9
    found = [mean_cosine(train_sgns(counts, 30, k=k)[0]) for k in (1, 20)]
    assert np.allclose(found, (0.08, 0.42), atol=0.03)
    assert np.isclose(mean_cosine(U), 0.31, atol=0.02)
    along = U @ U.mean(axis=0)
    part = np.corrcoef(along, np.log(counts.sum(axis=1)))[0, 1]
    assert -0.5 < part < -0.3
