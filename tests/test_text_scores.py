"""Tests of mmbook.text_scores.

The reference numbers for BLEU and chrF were made with sacrebleu 2.6.0,
signatures nrefs:1 (and 2)|case:mixed|eff:no|tok:none|smooth:none and, for
chrF, nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no.
"""

import numpy as np
import pytest

from mmbook.quartet import Quartet
from mmbook.text_scores import (
    bleu,
    bleu_counts,
    chrf,
    chrf_counts,
    class_scores,
    edit_distance,
    f1,
    paired_bootstrap,
    same_answer,
    spans,
)

GUESS = ["a red circle left of a blue square",
         "the small ring bounces and the star rises", "a big green cross",
         "a tiny purple triangle hops", "a cat"]
FIRST = ["a red circle to the left of a blue square",
         "the small ring hops and the star climbs",
         "a large green cross rests", "a tiny purple triangle bounces",
         "a cat sat on the mat"]
SECOND = ["a blue square right of a red circle",
          "a small ring bounces and the star goes up, slowly",
          "a big green cross rests", "a little purple triangle hops",
          "the cat sat"]


def split(texts):
    return [t.split() for t in texts]


def test_bleu_of_a_set_agrees_with_sacrebleu():
    one = sum(bleu_counts(g, [r])
              for g, r in zip(split(GUESS), split(FIRST)))
    two = sum(bleu_counts(g, [r, s]) for g, r, s in zip(
        split(GUESS), split(FIRST), split(SECOND)))
    assert bleu(one) == pytest.approx(38.66945389584357, abs=1e-9)
    assert bleu(two) == pytest.approx(73.29809938223617, abs=1e-9)


def test_bleu_of_sentences_agrees_with_sacrebleu():
    scores = [bleu(bleu_counts(g, [r]))
              for g, r in zip(split(GUESS), split(FIRST))]
    assert scores == pytest.approx(
        [53.849523560640876, 0, 0, 66.87403049764218, 0], abs=1e-9)


def test_bleu_by_hand():
    reference = "a tiny red triangle above a tiny purple ring".split()
    written = "a tiny red triangle above a purple ring".split()
    counts = bleu_counts(written, [reference])
    assert counts.tolist() == [8, 8, 6, 7, 4, 6, 3, 5, 8, 9]
    assert bleu(counts) == pytest.approx(67.529, abs=1e-3)
    assert bleu_counts(["a"] * 4, [reference])[:2].tolist() == [2, 4]
    assert bleu(bleu_counts(reference, [reference])) == pytest.approx(100)


def test_chrf_agrees_with_sacrebleu():
    pairs = [chrf_counts(g, r) for g, r in zip(GUESS, FIRST)]
    assert chrf(sum(pairs)) == pytest.approx(61.94389399726779, abs=1e-9)
    assert [chrf(c) for c in pairs] == pytest.approx(
        [79.73462706364178, 62.31414359151379, 45.007527592903415,
         73.20904387617294, 21.4776349952345], abs=1e-9)
    assert chrf(chrf_counts("", "ring")) == 0


def test_f1_macro_and_micro():
    each, macro, micro = class_scores(["still"] * 8 + ["left", "right"],
                                      ["still"] * 10)
    assert each["still"] == pytest.approx(16 / 18) and each["left"] == 0
    assert macro == pytest.approx(16 / 54) and micro == pytest.approx(0.8)
    assert f1(0, 0, 3) == (0, 0, 0)
    assert f1(2, 3, 4) == pytest.approx((2 / 3, 1 / 2, 4 / 7))


def test_spans_of_tags():
    tags = "B-PER I-PER O B-PER O B-LOC I-LOC".split()
    assert spans(tags) == {(0, 2, "PER"), (3, 4, "PER"), (5, 7, "LOC")}
    assert spans(["B-LOC", "B-LOC", "I-PER"]) == {
        (0, 1, "LOC"), (1, 2, "LOC"), (2, 3, "PER")}
    assert spans(["O", "O"]) == set()


def test_edit_distance():
    assert edit_distance("kitten", "sitting") == 3
    assert edit_distance("", "abc") == edit_distance("abc", "") == 3
    assert edit_distance("a tiny purple triangle bounces".split(),
                         "a purple triangle bounces up".split()) == 2
    rng = np.random.default_rng(0)
    for _ in range(20):  # symmetry, and the triangle inequality
        a, b, c = (rng.integers(3, size=rng.integers(8)).tolist()
                   for _ in range(3))
        assert edit_distance(a, b) == edit_distance(b, a)
        assert edit_distance(a, c) <= (edit_distance(a, b)
                                       + edit_distance(b, c))


def test_same_answer():
    assert same_answer("The left.", "left")
    assert not same_answer("to the left", "left")


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_false_captions_outscore_true_ones(seed):
    """The experiment of the chapter: within 1.1 points in other worlds."""
    world, index = Quartet(seed=seed, objects=2), range(1000)
    reference = world.captions(index)
    more = [world.captions(index, variant=v) for v in (2, 3, 4, 5)]
    for texts, wanted in (
            (world.captions(index, variant=1), (39.6, 81.9, 67.0)),
            (world.captions(index, swap="colors"), (73.7, 75.0, 89.2))):
        one = sum(bleu_counts(t, [r])
                  for t, r in zip(split(texts), split(reference)))
        five = sum(bleu_counts(t, rs) for t, *rs in zip(
            split(texts), split(reference), *map(split, more)))
        letters = sum(chrf_counts(t, r) for t, r in zip(texts, reference))
        assert (bleu(one), bleu(five), chrf(letters)) == pytest.approx(
            wanted, abs=1.1)


def test_paired_bootstrap_uses_the_same_texts():
    rng = np.random.default_rng(0)
    counts = rng.integers(1, 9, size=(50, 2))

    def share(total):
        return total[0] / total[1]

    assert not paired_bootstrap(counts, counts, share, draws=50).any()
    better = counts + [1, 0]
    assert (paired_bootstrap(better, counts, share, draws=50) > 0).all()
