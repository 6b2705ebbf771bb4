"""Tests of mmbook.blind_text."""

from collections import Counter
from math import log2

import numpy as np
import pytest

from mmbook.blind_text import blind_answers, blind_score, caption_bits
from mmbook.quartet import Quartet


def entropy(captions):
    """Of the shares, with the correction of Miller and Madow for few."""
    counts = np.array(list(Counter(captions).values()))
    share = counts / counts.sum()
    return (-(share * np.log2(share)).sum()
            + (len(counts) - 1) / (2 * counts.sum() * np.log(2)))


def test_entropy_of_one_object_is_that_of_the_grammar():
    scene, wording = caption_bits(Quartet(), 1)
    assert scene == pytest.approx(log2(864))
    assert wording == pytest.approx(log2(9))
    small = Quartet(objects=1, shapes=("star", "ring"), sizes=("small",))
    assert entropy(small.captions(range(20_000))) == pytest.approx(
        sum(caption_bits(small, 1)), abs=0.01)


@pytest.mark.parametrize("sequences", [0.0, 1.0])
def test_entropy_of_two_objects_by_counting(sequences):
    small = Quartet(seed=3, objects=2, shapes=("circle", "star"),
                    colors=("red", "blue"), sizes=("small",),
                    motions=("still", "left"), sequences=sequences,
                    relations=("above", "below"))
    captions = small.captions(range(60_000))
    assert entropy(captions) == pytest.approx(sum(caption_bits(small, 2)),
                                              abs=0.06)


def test_blind_answers_fall_back():
    answer = blind_answers(["a?", "a?", "b?"], ["yes", "yes", "no"])
    assert [answer(q) for q in ("a?", "b?", "new?")] == ["yes", "no", "yes"]


def test_habits_help_and_then_hurt():
    def batch(first, n, **knobs):
        return Quartet(seed=0, **knobs).batch(range(first, first + n),
                                              modalities=("text",))

    learned = batch(0, 3000, prior=0.8)
    same = blind_score(learned, batch(9000, 1500, prior=0.8))
    other = blind_score(learned, batch(9000, 1500, prior=0.8, prior_shift=1))
    assert same["color"] > 0.75 and other["color"] < 0.1
    assert abs(same["motion"] - 1 / 8) < 0.08
