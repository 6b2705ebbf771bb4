"""Tests of mmbook.post_training."""

import numpy as np
import pytest
import torch

from mmbook.post_training import (
    ANSWER,
    PROMPT,
    SCENES,
    answer_logprob,
    careless,
    claims,
    clipped_loss,
    decode,
    dpo_loss,
    encode,
    model,
    not_false,
    token_logprobs,
    true,
    write,
)

SCENE = ("circle", "red", "small", "left")


def test_every_written_caption_is_true_and_survives_encoding():
    rng = np.random.default_rng(0)
    texts = [write(s, rng) for s in SCENES]
    assert all(true(s, t) for s, t in zip(SCENES, texts))
    tokens = encode(SCENES, texts)
    assert tokens.shape == (864, PROMPT + ANSWER)
    assert decode(tokens) == texts


def test_the_checkers_differ_where_nothing_is_said():
    assert true(SCENE, "a tiny red circle slides left") == 1
    assert true(SCENE, "a tiny red circle slides right") == 0
    assert true(SCENE, "an object") == 0 and not_false(SCENE, "an object") == 1
    assert not_false(SCENE, "a red circle") == 1
    assert not_false(SCENE, "a blue circle") == 0
    for text in ("", "a", "a red red circle", "red moves left"):
        assert claims(text) is None and not_false(SCENE, text) == 0


def test_careless_writers_confuse_growing_and_shrinking():
    rng = np.random.default_rng(0)
    hard = ("circle", "red", "small", "grow")
    easy, confused = (np.mean([true(s, careless(s, rng)) for _ in range(900)])
                      for s in (SCENE, hard))
    assert 0.4 < easy < 0.6 and 0.05 < confused < 0.2


def test_answer_logprob_stops_at_the_end():
    net = model(0)
    tokens = encode([SCENE], ["a tiny red circle slides left"])
    padded = tokens.clone()
    padded[0, -1] = 7  # after the end: must not count
    assert answer_logprob(net, tokens) == answer_logprob(net, padded)
    _, mask = token_logprobs(net, tokens)
    assert mask.sum() == 7  # six words and the end


def test_dpo_starts_at_log_two_and_pulls_apart():
    net = model(0)
    good = encode([SCENE], ["a tiny red circle slides left"])
    bad = encode([SCENE], ["a tiny red circle slides right"])
    with torch.no_grad():
        ref = answer_logprob(net, good), answer_logprob(net, bad)
    loss = dpo_loss(net, good, bad, *ref, beta=0.1)
    assert float(loss.detach()) == pytest.approx(np.log(2), abs=1e-5)
    loss.backward()
    with torch.no_grad():
        for w in net.parameters():
            w -= 0.05 * w.grad
        margin = (answer_logprob(net, good) - answer_logprob(net, bad)
                  - ref[0] + ref[1])
    assert margin > 0


def test_clipping_stops_the_slope_where_it_should():
    net = model(0)
    tokens = encode([SCENE] * 2, ["a tiny red circle slides left",
                                  "a big red circle slides left"])
    with torch.no_grad():
        now = token_logprobs(net, tokens)[0]
    reward = torch.tensor([[1.0, 0.0]])
    slopes = []
    for ratio in (1.0, 1.5):
        loss = clipped_loss(net, tokens[None], now - np.log(ratio), now,
                            reward, beta=0.0)
        net.zero_grad()
        loss.backward()
        slopes.append(net.embed.weight.grad.clone())
    # at 1.5 the good answer's part is flat, only the bad one's is left
    loss = -(-0.5 * (token_logprobs(net, tokens)[0][1] - now[1]).exp() * 1.5
             * token_logprobs(net, tokens)[1][1]).sum() / 14
    net.zero_grad()
    loss.backward()
    assert torch.allclose(slopes[1], net.embed.weight.grad, atol=1e-5)
    assert not torch.allclose(slopes[0], slopes[1], atol=1e-3)
