"""Tests of mmbook.caption_gpt."""

import math
from collections import Counter
from itertools import product

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from mmbook import quartet_text  # noqa: E402
from mmbook.caption_gpt import (  # noqa: E402
    ARROW,
    CONFIG,
    END,
    PAD,
    WEIGHTS,
    WORDS,
    WORLD,
    bundle,
    caption_losses,
    decode,
    describe,
    encode,
    examples,
    facts,
    facts_of,
    grammatical,
    in_order,
    keep,
    load,
    score,
    surprise,
    train,
    write,
)
from mmbook.transformer import Config, Transformer  # noqa: E402


@pytest.fixture(scope="module")
def batch():
    return WORLD.batch(range(100_000, 100_300), modalities=("text",))


@pytest.fixture(scope="module")
def gpt():
    torch.set_num_threads(1)
    return load()


def test_captions_survive_the_tokens(batch):
    assert len(set(WORDS)) == len(WORDS) == CONFIG.vocabulary
    for caption in batch.text:
        assert decode(encode(caption) + [END, PAD]) == caption


def test_kept_weights_give_the_recorded_losses(gpt, batch):
    assert WEIGHTS.stat().st_size < 400_000
    bare = score(gpt, batch.text[:200])
    told = score(gpt, batch.text[:200],
                 [describe(in_order(s, t)) for s, t in
                  zip(batch.scenes[:200], batch.text)])
    assert bare.mean() == pytest.approx(15.954, abs=0.01)
    assert told.mean() == pytest.approx(4.324, abs=0.01)


def test_kept_model_is_just_above_the_floor(gpt, batch):
    floor = np.mean([surprise(c) for c in batch.text])
    assert 0 < score(gpt, batch.text).mean() - floor < 0.3


def test_kept_model_uses_a_description(gpt, batch):
    one = [s for s in batch.scenes if len(s["objects"]) == 1][:40]
    texts = write(gpt, [describe(s) for s in one])
    assert np.mean([facts(t) == facts_of(s)
                    for s, t in zip(one, texts)]) > 0.95


def test_kept_model_gives_colors_to_the_right_shapes(gpt, batch):
    two = [s for s in batch.scenes if len(s["objects"]) == 2][:80]
    texts = write(gpt, [describe(s) for s in two])
    right = [all(f" {o['color']} {o['shape']}" in t for o in s["objects"])
             for s, t in zip(two, texts)]
    assert np.mean(right) > 0.95


def test_facts_of_captions_are_those_of_their_scenes(batch):
    false = 0
    for scene, text in zip(batch.scenes, batch.text):
        assert facts(text) == facts_of(scene)
        assert facts_of(in_order(scene, text)) == facts_of(scene)
        if len(scene["objects"]) == 2:
            for what in ("objects", "colors"):
                false += facts(text) == facts_of(
                    quartet_text.swapped(scene, what))
    assert false == 0
    assert facts("a red small ring rises") is None


def test_descriptions_have_the_order_of_the_caption(batch):
    turned = 0
    for scene, text in zip(batch.scenes, batch.text):
        told = in_order(scene, text)
        assert describe(told).split()[2] == text.split()[3]
        turned += told is not scene
    assert 40 < turned < 120


def test_surprise_of_one_object_is_a_count():
    n = 2 * 6 * 6 * 9 * 24
    assert surprise("a small red ring rises") == pytest.approx(math.log(n))


def test_surprise_of_two_objects_is_their_exact_probability():
    """All ways to write two objects that differ, with fixed verbs."""
    a = {"size": "small", "color": "red", "shape": "ring", "motion": "up"}
    b = {"size": "large", "color": "blue", "shape": "star", "motion": "down"}
    found = Counter()
    orders = {"together": 0.5, "first": 0.25, "second": 0.25}
    for pair, relation, (order, p) in product(
            ((a, b), (b, a)), quartet_text.OPPOSITE, orders.items()):
        for form, event in product(range(4), range(3)):
            scene = {"objects": list(pair), "relation": relation,
                     "order": order, "name": "", "opinion": "good"}
            dice = [0, 0, 0, 0, (form + 0.5) / 4, (event + 0.5) / 3]
            text = quartet_text.caption(scene, dice)
            found[text] += p / 4 / 4 / 3 / 2
    assert sum(found.values()) == pytest.approx(1)
    for text, p in found.items():
        turn = "then" in text or "after" in text
        verbs = (7 if turn else 8) * 3
        # one in 30 ordered pairs of shapes and of colors, in two orders
        whole = p * 2 / (2 * 30 * 30 * 9**2 * verbs**2)
        assert surprise(text) == pytest.approx(-math.log(whole))


def test_grammar_accepts_its_own_and_no_others(batch):
    assert all(grammatical(c) for c in batch.text)
    pair = "a small red ring above a big {} star; the {} rises{} the star {}"
    assert grammatical(pair.format("blue", "ring", " and", "falls"))
    for wrong in (("red", "ring", " and", "falls"),
                  ("blue", "star", " and", "falls"),
                  ("blue", "ring", " after", "rests"),
                  ("blue", "ring", " or", "falls")):
        assert not grammatical(pair.format(*wrong))
    assert not grammatical("a red small ring rises")


def test_loss_counts_the_caption_alone(batch):
    rows, begins = examples(batch, bare=0.0)
    assert all(r[b - 1] == ARROW for r, b in zip(rows, begins))
    losses = caption_losses(Transformer(CONFIG), rows[:8], begins[:8])
    counted = (losses > 0).sum(dim=1).tolist()
    assert counted == [len(r) - b for r, b in zip(rows[:8], begins[:8])]


def test_padding_changes_nothing(gpt):
    texts = ["a small red ring rises",
             "a small red ring above a big blue star; the ring rises and "
             "the star falls"]
    alone = [float(score(gpt, [t])[0]) for t in texts]
    assert score(gpt, texts).tolist() == pytest.approx(alone, abs=1e-3)
    assert bundle([[5], [6, 7]]).tolist() == [[5, PAD], [6, 7]]


def test_training_lowers_the_loss_and_keeps(tmp_path):
    config = Config(len(WORDS), width=16, layers=1, heads=2)
    model, history = train(config, steps=25, B=16, scenes=400, rate=1e-2)
    assert history[-5:].mean() < history[:3].mean() - 1
    keep(model, tmp_path / "m.npz")
    with np.load(tmp_path / "m.npz") as file:
        assert "embed.weight" in file.files
        assert file["embed.weight"].dtype == np.float16
