"""Search by words: scores by hand, ranks, what counts as a paragraph."""

import json

import numpy as np
from conftest import ROOT
from mmbook.sentence_search import bm25, paragraphs, ranks, tfidf

TEXTS = ["a red circle", "a red square and a blue square", "the sea"]


def test_bm25_by_hand():
    (score,) = bm25(["circle"], TEXTS)
    rare = np.log(1 + (3 - 1 + 0.5) / 1.5)
    long = 1.2 * (0.25 + 0.75 * 3 / 4)  # 3 words, 4 on average
    assert np.allclose(score, [rare * 2.2 / (1 + long), 0, 0])


def test_bm25_prefers_rare_words_and_saturates():
    (score,) = bm25(["red sea"], TEXTS)
    assert score[2] > score[0] > score[1]
    once, often = bm25(["x"], ["x a a a", "x x x x", "b b b b"])[0][:2]
    assert once < often < 2.2 * once


def test_tfidf_is_a_cosine():
    scores = tfidf([TEXTS[1], "sea", "words unknown"], TEXTS)
    assert np.isclose(scores[0, 1], 1) and scores[1].argmax() == 2
    assert (scores[2] == 0).all()


def test_ranks_count_ties_half():
    scores = np.array([[3.0, 1, 2], [1, 1, 0], [0, 0, 0]])
    assert ranks(scores, [2, 0, 1]).tolist() == [2, 1.5, 2]


def test_paragraphs_are_prose_only():
    page = """---
title: x
---

# Title

One *paragraph* with [a link](x.md), $x^2$ and a source [@key2020word].

```python
not this one at all
```

!!! note "Box"
    not this one

| a | table |
|---|---|

$$
y = not this
$$

/// figure | #fig-x
not this caption
///

<!-- check: 1 == 1 -->
"""
    assert paragraphs(page, least=20) == [
        "One paragraph with a link, x^2 and a source."]


def test_questions_point_at_one_paragraph_each():
    folder = ROOT / "docs/text/labs/data"
    book = json.loads((folder / "paragraphs.json").read_text("utf-8"))
    questions = json.loads((folder / "questions.json").read_text("utf-8"))
    assert len(questions) >= 40
    for q in questions:
        hits = [page for page, parts in book.items() for part in parts
                if part.startswith(q["begins"])]
        assert hits == [q["page"]], q
