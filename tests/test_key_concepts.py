"""Tests of mmbook.key_concepts, of the chapter's helpers and of the map."""

import itertools
import re
from pathlib import Path

import numpy as np
import pytest
import yaml

from mmbook import quartet_text
from mmbook.concepts_runs import (
    counted_twice,
    exchanged,
    fused,
    lag_found,
    share_right,
    taught,
)
from mmbook.key_concepts import (
    clicks_heard,
    color_that_clicks,
    concatenate,
    cones,
    counts,
    cross_attention,
    cross_correlation,
    dot_product,
    expert,
    hue,
    landings_seen,
    lateness,
    multiply,
    name_of,
    product_of_experts,
    softmax,
)
from mmbook.quartet import Quartet
from mmbook.quartet_render import RGB
from mmbook.quartet_stage import COLORS
from solutions.key_concepts import common_index, which_input

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_counts_counts_whole_words():
    words = ["red", "rises"]
    assert counts("a red red circle rises", words).tolist() == [2, 1]
    assert counts("a reddish thing", words).tolist() == [0, 0]


def test_cross_correlation_finds_a_shift_either_way(rng):
    seen = rng.normal(size=60)
    for shift in (-7, 0, 4):
        lags, score = cross_correlation(seen, np.roll(seen, shift), 10)
        assert lags[score.argmax()] == shift
        assert len(lags) == len(score) == 21


def test_landings_and_clicks_are_found_in_scene_3():
    scene = Quartet(seed=0).scene(3)
    seen = np.flatnonzero(landings_seen(scene.video) > 0.6) / 8
    heard = np.flatnonzero(clicks_heard(scene.sound) > 0.7) / 80
    for truth in (0.45, 0.9):
        assert np.abs(seen - truth).min() <= 0.125
        assert np.abs(heard - truth).min() <= 0.0251


def test_lateness_is_harder_to_find_with_more_landings():
    right, by_landings = lag_found()
    assert round(right, 2) == 0.80
    assert [round(by_landings[n], 2) for n in (2, 4)] == [0.91, 0.68]


@pytest.mark.parametrize("gray", [0.0, 0.3, 0.7])
def test_a_color_is_named_whatever_gray_is_mixed_in(gray):
    for rgb, name in zip(RGB, COLORS):
        assert name_of((1 - gray) * rgb + gray * 60) == name
    assert np.allclose(hue(RGB).max(axis=1), 1)


def test_lateness_breaks_the_answer_and_measuring_it_mends_it():
    clean, late, mended = (share_right(*a, N=60) for a in (
        (0.0,), (0.5,), (0.5, True)))
    assert clean > 0.85 and late < 0.75 and mended > late + 0.15
    scene = Quartet(seed=0).scene(3)
    assert color_that_clicks(scene.video, scene.sound) == "green"


def test_scene_3_can_be_worded_in_972_ways():
    scene = Quartet(seed=0).batch([3], ()).scenes[0]
    third, fourth = (0.1, 0.5, 0.9), (0.1, 0.3, 0.6, 0.9)
    dice = itertools.product(third, third, third, third, fourth, third)
    captions = {quartet_text.caption(scene, (*d, *[0.0] * 20)) for d in dice}
    assert len(captions) == 972


def test_an_experts_table_adds_up_and_knows_separate_classes(rng):
    label = np.arange(300) % 3
    x = rng.normal(size=(300, 4)) + 5 * np.eye(3, 4)[label]
    p = expert(x[:200], label[:200])(x[200:])
    assert np.allclose(p.sum(axis=1), 1)
    assert (p.argmax(axis=1) == label[200:]).mean() > 0.97


def test_product_of_experts_is_bayes_rule_when_independent(rng):
    prior = np.array([0.2, 0.5, 0.3])
    x_given, y_given = (rng.dirichlet(np.ones(4), size=3) for _ in range(2))
    joint = prior[:, None, None] * x_given[:, :, None] * y_given[:, None]
    truth = joint / joint.sum(axis=0)  # (K, 4, 4)
    p, q = (prior[:, None] * t / (prior @ t) for t in (x_given, y_given))
    for i, j in itertools.product(range(4), repeat=2):
        found = product_of_experts([p[None, :, i], q[None, :, j]], prior)
        assert np.allclose(found[0], truth[:, i, j])


def test_product_of_experts_by_hand():
    found = product_of_experts(
        [np.array([[0.8, 0.2]]), np.array([[0.7, 0.3]])], np.full(2, 0.5))
    assert found[0, 0] == pytest.approx(1.12 / 1.24)


def test_copies_make_it_surer_and_not_better():
    (right, sure), (still, surer) = counted_twice((1, 5), seed=1)
    assert surer > sure + 0.05 and abs(still - right) < 0.03


def test_a_student_knows_what_the_modalities_share():
    shape, color = taught().transpose(1, 2, 0).round(2)  # five worlds
    assert (shape[0].min(), shape[0].max()) == (0.94, 0.96)
    assert (shape[1].min(), shape[1].max()) == (0.96, 0.99)
    assert (color[0] == 1).all()
    assert np.abs(color[1] - 1 / 6).max() < 2.5 * 0.0215


def test_exchange_sees_what_a_model_reads():
    right, image, sound = exchanged("unique_sound")
    assert right == 1 and image == 0 and 0.42 < sound < 0.58
    right, image, sound = exchanged("redundant")
    assert right == 1 and 0.2 < image < 0.35 and 0.2 < sound < 0.35


def test_a_noisy_image_is_not_used_where_the_sound_tells_the_same():
    (eye, ear, both), (image, sound) = which_input(seed=1)
    assert eye < 0.62 and ear > 0.9 and both > 0.9
    assert image < 0.05 and sound > 0.4


def test_late_and_early_fusion_over_five_worlds():
    image, sound, late, early = fused("shape").T
    assert round(late.mean(), 2) == round(early.mean(), 2) == 0.84
    assert np.abs(late - early).max() < 0.0201
    assert (late > np.maximum(image, sound) + 0.05).all()
    assert np.abs(fused("synergy", seeds=(0, 1)) - 0.5).max() < 0.06


def test_cones_match_perfectly_and_never_meet():
    u, v = cones(N=300)
    cross, within = u @ v.T, u @ u.T
    assert np.allclose(np.linalg.norm(u, axis=1), 1)
    assert (cross.argmax(axis=1) == np.arange(300)).all()
    assert cross.max() < within.min()
    assert common_index(0.0, N=100) == 1 and common_index(2.0, N=100) == 0


def test_shapes_of_the_four_models_and_that_two_are_one(rng):
    x, y = rng.normal(size=(5, 7)), rng.normal(size=(5, 9))
    Wx, Wy = rng.normal(size=(7, 3)), rng.normal(size=(9, 3))
    late, early = multiply(x, y, Wx, Wy), concatenate(
        x, y, np.vstack([Wx, Wy]))
    assert np.allclose(late, early) and late.shape == (5, 3)
    assert dot_product(x, y, Wx, Wy).shape == (5, 5)
    squares, slices = rng.normal(size=(5, 4, 7)), rng.normal(size=(5, 6, 9))
    out = cross_attention(squares, slices, Wy, Wx, Wx)
    assert out.shape == (5, 6, 3)
    values = squares @ Wx  # each output is a mean of values
    assert (out.max(axis=1) <= values.max(axis=1) + 1e-9).all()


@pytest.fixture(scope="module")
def plan():
    path = ROOT / "docs" / "resources" / "chapters.yml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_every_need_stands_earlier_in_the_map(plan):
    seen = set()
    for chapter in (c for s in plan for c in s["chapters"]):
        missing = set(chapter["needs"]) - seen
        assert not missing, f"{chapter['slug']} needs {missing}"
        assert set(chapter["treats"]) <= set("RASGTQ")
        assert chapter["slug"] not in seen
        seen.add(chapter["slug"])


def test_chapters_of_nav_are_in_the_map_in_the_same_order(plan):
    order = [f"{s['folder']}/{c['slug']}" for s in plan
             for c in s["chapters"]]
    nav = re.findall(r"([a-z]+/[a-z-]+)\.md",
                     (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    chapters = [name for name in nav if (page := ROOT / "docs" / (
        name + ".md")).exists() and "\nkind: chapter" in page.read_text(
            encoding="utf-8")]
    assert "introduction/key-concepts" in chapters
    places = [order.index(name) for name in chapters]
    assert places == sorted(places)


def test_searching_pictures_by_words_needs_eight_chapters(plan):
    needs = {c["slug"]: c["needs"] for s in plan for c in s["chapters"]}

    def closure(slug):
        return {slug}.union(*map(closure, needs[slug]))

    assert len(closure("cross-modal-retrieval")) == 8
    used = [n for slugs in needs.values() for n in slugs]
    most = sorted(needs, key=used.count)[-2:]
    assert most == ["multimodal-large-language-models",
                    "transformer-architecture"]
    assert [used.count(slug) for slug in most] == [6, 7]
    assert sum(len(s["chapters"]) for s in plan[:9]) == 55
