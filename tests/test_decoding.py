"""Tests of mmbook.decoding."""

import numpy as np
import pytest
import torch

from mmbook.decoding import (
    Constrained,
    beam_search,
    generate,
    sample,
    speculative,
)
from mmbook.post_training_and_decoding import cut, temper
from mmbook.transformer import Config, Transformer


def table(V=5, seed=0):
    """A model that knows the last token only: its log p (V, V), the model."""
    dice = torch.Generator().manual_seed(seed)
    logp = (2 * torch.randn(V, V, generator=dice)).log_softmax(-1)
    return logp, lambda tokens, cache=None: logp[tokens]


@pytest.mark.parametrize("kind", [
    {}, {"temperature": 0.5}, {"top_k": 2}, {"top_p": 0.7}, {"min_p": 0.3},
    {"temperature": 2.0, "top_p": 0.8}])
def test_draws_follow_the_exact_cut(kind):
    p = np.array([0.1, 0.4, 0.05, 0.25, 0.2])
    cuts = {k: v for k, v in kind.items() if k != "temperature"}
    expected = cut(temper(p, kind.get("temperature", 1.0)), **cuts)
    scores = torch.tensor(p).log().float().expand(40_000, -1)
    drawn = sample(**kind)(scores)
    shares = np.bincount(drawn.numpy(), minlength=5) / len(drawn)
    assert shares == pytest.approx(expected, abs=0.01)


def test_the_best_token_stays_and_the_seed_decides():
    scores = torch.randn(50, 9, generator=torch.Generator().manual_seed(0))
    assert (sample(top_p=0.0)(scores) == scores.argmax(-1)).all()
    assert (sample(seed=4)(scores) == sample(seed=4)(scores)).all()
    with pytest.raises(ValueError, match="temperature 0"):
        sample(temperature=0)


def test_generate_with_a_cache_is_greedy_without_one():
    model = Transformer(Config(vocabulary=11, width=16), seed=3)
    tokens = torch.tensor([[1, 2, 3], [4, 5, 6]])
    slow = tokens
    for _ in range(6):
        best = model(slow)[:, -1].argmax(-1, keepdim=True)
        slow = torch.cat((slow, best), dim=1)
    assert (generate(model, tokens, 6) == slow).all()


def test_wide_beam_finds_the_most_probable_text():
    logp, model = table()
    best, stack = -torch.inf, [(0.0, [1])]
    while stack:
        score, row = stack.pop()
        for new in range(5):
            total = score + float(logp[row[-1], new])
            if new == 0:
                best = max(best, total)
            elif len(row) < 4:
                stack.append((total, row + [new]))
    found = beam_search(model, torch.tensor([[1]]), 4, 625, stop=0)
    assert found[0][0] == pytest.approx(best, abs=1e-5)
    scores = [score for score, _ in found]
    assert scores == sorted(scores, reverse=True)


def test_beam_of_one_is_greedy_and_length_can_count():
    _, model = table(seed=2)
    start = torch.tensor([[1]])
    greedy = generate(model, start, 6, stop=0)[0]
    row = beam_search(model, start, 6, 1, stop=0)[0][1]
    assert row.tolist() == greedy.tolist()
    plain = beam_search(model, start, 6, 20, stop=0)
    longer = beam_search(model, start, 6, 20, stop=0, power=1.0)
    assert len(longer[0][1]) >= len(plain[0][1])


def test_constrained_rows_follow_the_table():
    _, model = table()
    states = torch.tensor([[-1, 1, 1, -1, -1], [-1, -1, -1, 0, 0]])
    out = generate(model, torch.ones(20, 1, dtype=torch.long), 6,
                   Constrained(states, sample()))
    assert set(out[:, 1::2].flatten().tolist()) <= {1, 2}
    assert set(out[:, 2::2].flatten().tolist()) <= {3, 4}


def test_speculative_draws_have_the_models_distribution():
    logp, model = table()
    _, draft = table(seed=9)
    exact = torch.zeros(5, 5)  # of the two tokens after token 1
    exact = logp[1].exp()[:, None] * logp.exp()
    counts, passes = torch.zeros(5, 5), 0
    for seed in range(4000):
        row, n = speculative(model, draft, torch.tensor([[1]]), 2, 3, seed)
        counts[row[0, 1], row[0, 2]] += 1
        passes += n
    assert (counts / 4000 - exact).abs().max() < 0.03
    assert passes < 8000


def test_a_perfect_draft_is_always_kept():
    _, model = table()
    row, passes = speculative(model, model, torch.tensor([[1]]), 20, 4)
    assert row.shape == (1, 21) and passes == 4


def test_speculative_ends_at_the_stop_token():
    _, model = table()
    _, draft = table(seed=1)
    for seed in range(30):
        start = torch.tensor([[1]])
        row, _ = speculative(model, draft, start, 20, 3, seed)
        new = row[0, 1:].tolist()
        short, passes = speculative(model, draft, start, 20, 3, seed, stop=2)
        end = new.index(2) + 1 if 2 in new else len(new)
        assert short[0, 1:].tolist() == new[:end]
        assert end <= 4 * passes
