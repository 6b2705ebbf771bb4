"""Tests of the tokenizers and of the search."""

import unicodedata
from collections import Counter
from itertools import combinations
from math import inf, log

import numpy as np
import pytest
from solutions.nlp_basics import book, commas

from mmbook.nlp_basics import (
    ARTICLE_1,
    best_split,
    encode,
    learn,
    longest_match,
    merge,
    pieces,
    search,
    single,
    vocabulary,
)
from mmbook.quartet import Quartet

TEXT = "\n".join(Quartet(seed=3).captions(range(60)))
ODD = "  naïve 🧑🏽‍🚀\n\n\t١٢٣ snake_case don't 1234567 … \r\nसे 人人  "


def slow(text, merges):
    """Merges by counting everything again each time."""
    split, found = [single(piece) for piece in pieces(text)], []
    for _ in range(merges):
        count = Counter(pair for s in split for pair in zip(s, s[1:]))
        if not count:
            break
        found.append(min(count, key=lambda pair: (-count[pair], pair)))
        split = [merge(s, found[-1]) for s in split]
    return found


@pytest.mark.parametrize("text", ["", "a", "aaaa aaa aa", TEXT, ODD])
def test_fast_and_slow_merges_agree(text):
    assert learn(text, 150) == slow(text, 150)


@pytest.mark.parametrize("text", ["", " ", "a  b", ODD, TEXT,
                                  *ARTICLE_1.values()])
def test_nothing_is_lost(text):
    assert "".join(pieces(text)) == text
    merges = learn(TEXT, 80)
    tokens = encode(text, merges)
    assert b"".join(tokens) == text.encode()
    assert set(tokens) <= set(vocabulary(merges))


def test_encoding_replays_what_learning_did():
    merges = learn(TEXT, 120)
    expected = []
    for piece in pieces(TEXT):
        parts = single(piece)
        for pair in merges:
            parts = merge(parts, pair)
        expected += parts
    assert encode(TEXT, merges) == expected


def test_merges_never_cross_pieces_and_more_never_lengthen():
    merges = learn(TEXT, 400)
    assert all(len(pieces((a + b).decode())) == 1 for a, b in merges)
    lengths = [len(encode(TEXT, merges[:n])) for n in (0, 1, 5, 25, 125)]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] == len(TEXT.encode()) > lengths[1]


def test_vocabulary_lists_a_token_once():
    twice = [(b"a", b"b"), (b"ab", b"c"), (b"b", b"c"), (b"a", b"bc")]
    assert len(vocabulary(twice)) == 256 + 3
    assert vocabulary(twice)[256:] == [b"ab", b"abc", b"bc"]


def test_pieces_by_hand():
    assert pieces("It's 1234567_x") == ["It", "'", "s", " 123", "456", "7",
                                        "_", "x"]
    assert pieces("a  b\n c") == ["a", " ", " b", "\n", " c"]
    assert pieces(commas("12345 12 1234567")) == [
        "12", ",", "345", " 12", " 1", ",", "234", ",", "567"]


def test_longest_match():
    assert longest_match("abcd", {"a", "ab", "abc", "cd", "d"}) == ["abc", "d"]
    with pytest.raises(ValueError, match="'x'"):
        longest_match("ax", {"a"})


def test_best_split_is_the_best_of_all():
    rng = np.random.default_rng(0)
    for _ in range(20):
        word = "".join(rng.choice(list("ab"), size=7))
        p = {word[i:j]: rng.random() for i, j in
             combinations(range(8), 2) if rng.random() < 0.6}
        best = -inf
        for n in range(7):
            for inner in combinations(range(1, 7), n):
                ends = [0, *inner, 7]
                cut = [word[i:j] for i, j in zip(ends, ends[1:])]
                if all(c in p for c in cut):
                    best = max(best, sum(log(p[c]) for c in cut))
        score, parts = best_split(word, p)
        assert score == pytest.approx(best) if best > -inf else score == -inf
        assert best == -inf or "".join(parts) == word


def test_articles_are_normalized():
    assert len(ARTICLE_1) == 6
    for text in ARTICLE_1.values():
        assert unicodedata.is_normalized("NFC", text)


def test_search():
    texts = ["a red ring", "a blue ring", "a red red red"]
    assert search("blue", texts).argmax() == 1
    assert search("red", texts)[2] == pytest.approx(1)
    assert search("a", texts).tolist() == [0, 0, 0]  # in all: weight 0
    assert search("unknown words", texts).tolist() == [0, 0, 0]
    two = search("blue left of red", ["red left of blue x", "blue left of "
                                      "red x", "green star"])
    assert two[0] == pytest.approx(two[1]) and two[0] > two[2]


def test_book_has_prose_only():
    pages = book()
    assert len(pages) > 20 and all("<!--" not in page for page in pages)
    assert not any("```" in page or "$$" in page for page in pages)
