"""Tests of mmbook.predicting_and_scoring_text and mmbook.ngram_arrays."""

from fractions import Fraction
from math import log2

import numpy as np
import pytest

from mmbook import ngram_arrays
from mmbook.predicting_and_scoring_text import (
    END,
    START,
    add,
    bits_per_byte,
    by_letters,
    count,
    discount,
    fixed,
    from_bits,
    kinds_before,
    mix,
    narrow,
    raw,
    steps,
    surprises,
    to_bits,
    witten_bell,
)
from mmbook.quartet import Quartet

CAPTIONS = [c.split() for c in ("a red circle rises", "a red star rises",
                                "a blue circle rests")]
WORDS = [*sorted({w for c in CAPTIONS for w in c}), END]
V = len(WORDS)
HALF = Fraction(1, 2)


def ways(n):
    tables = count(CAPTIONS, n)
    return {"add": (tables[-1:], add(V)), "fixed": (tables, fixed(HALF)),
            "witten_bell": (tables, witten_bell),
            "kneser_ney": (kinds_before(tables), discount(HALF))}


def test_counts_by_hand():
    tables = count(CAPTIONS, 2)
    assert tables[0][()]["a"] == 3 and tables[0][()].total() == 15
    assert tables[1][("a",)] == {"red": 2, "blue": 1}
    assert tables[1][(START,)] == {"a": 3}
    assert tables[1][("rises",)] == {END: 2}


@pytest.mark.parametrize("name", ["add", "fixed", "witten_bell",
                                  "kneser_ney"])
@pytest.mark.parametrize("n", [1, 2, 3])
def test_probabilities_sum_to_one_exactly(name, n):
    """After contexts that were seen, and after one that was not."""
    tables, rule = ways(n)[name]
    contexts = [*list(tables[-1])[:5], ("never",) * (n - 1)]
    for context in contexts:
        p = [mix(tables, V, context, w, rule) for w in WORDS]
        assert sum(p) == 1 and min(p) > 0


def test_star_after_blue_by_hand():
    """The numbers of the chapter."""
    star = {name: mix(tables, V, ("blue",), "star", rule)
            for name, (tables, rule) in ways(2).items()}
    assert star == {"add": Fraction(1, 9), "fixed": Fraction(23, 480),
                    "witten_bell": Fraction(1, 23),
                    "kneser_ney": Fraction(1, 22)}
    assert mix(count(CAPTIONS, 2)[1:], V, ("blue",), "star", raw) == 0


def test_all_strings_up_to_a_length_have_less_than_all_probability():
    """Over strings with their end the sum grows to 1, not beyond."""
    tables, rule = ways(2)["witten_bell"]
    alive, ended = {START: Fraction(1)}, Fraction(0)
    for _ in range(30):
        new = dict.fromkeys(WORDS, Fraction(0))
        for word, p in alive.items():
            for w in WORDS:
                new[w] += p * mix(tables, V, (word,), w, rule)
        ended += new.pop(END)
        alive = {w: Fraction(float(p)) for w, p in new.items()}
    assert 0.99 < ended < 1 + 1e-9


def test_zero_is_an_infinite_surprise():
    tables = count(CAPTIONS, 2)[1:]
    bits = surprises(lambda c, w: mix(tables, V, c, w, raw),
                     "a blue star rises".split(), 2)
    assert bits[2] == float("inf")


def test_letters_cost_what_the_word_costs():
    shares = {"red ": 0.5, "ring ": 0.25, "rings ": 0.125, "\n": 0.125}
    for word, p in shares.items():
        bits = by_letters(shares, word)
        assert len(bits) == len(word)
        assert sum(bits) == pytest.approx(-log2(p))
    assert by_letters(shares, "rings ")[1] == pytest.approx(log2(7 / 3))


@pytest.mark.parametrize("sentence", ["a red circle rises", "star star",
                                      "rests rests a a blue", ""])
def test_coding_is_exact_and_short(sentence):
    tables, rule = ways(2)["witten_bell"]

    def model(context, token):
        return mix(tables, V, context, token, rule)

    tokens = sentence.split()
    low, width = narrow(model, tokens, 2, WORDS)
    bits = to_bits(low, width)
    assert from_bits(bits, model, 2, WORDS) == tokens
    cost = sum(surprises(model, tokens, 2))
    assert -log2(width) == pytest.approx(cost)
    assert len(bits) < cost + 2
    point = Fraction(int(bits, 2), 2**len(bits))
    assert low <= point and point + Fraction(1, 2**len(bits)) <= low + width


def test_bits_per_byte_counts_bytes_and_line_ends():
    assert bits_per_byte([8, 8], ["é"]) == pytest.approx(16 / 3)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_arrays_agree_with_counting(n):
    world = Quartet(seed=0)
    train = [c.split() for c in world.captions(range(80))]
    test = [c.split() for c in world.captions(range(5000, 5010))]
    names = {}
    numbers = [[[names.setdefault(w, len(names)) for w in s] for s in part]
               for part in (train, test)]
    V = len(names) + 1
    tables = count(train, n)
    for used, rule, d in ((tables, witten_bell, None),
                          (kinds_before(tables), discount(0.7), 0.7)):
        slow = [b for s in test for b in surprises(
            lambda c, w: mix(used, V, c, w, rule), s, n)]
        fast = ngram_arrays.surprises(*numbers, 3, V - 1, d)
        assert fast.shape == (3, sum(len(s) + 1 for s in test))
        assert fast[n - 1] == pytest.approx(slow)


def test_steps_pad_and_end():
    assert steps(["a"], 3) == [((START, START), "a"), ((START, "a"), END)]


def test_estimated_discount_sums_to_one():
    """Over all V + 1 possible next tokens after one context."""
    train = [[0, 1, 2], [0, 2], [1, 1, 0, 2]]
    total = sum(
        2 ** -ngram_arrays.surprises(train, [[0, w]], 2, 3, "estimate")[1][1]
        for w in range(3))
    end = 2 ** -ngram_arrays.surprises(train, [[0]], 2, 3, "estimate")[1][1]
    assert total + end == pytest.approx(1)
    assert np.isfinite(total)
