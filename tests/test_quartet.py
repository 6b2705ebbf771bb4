"""Tests of mmbook.quartet: what each modality carries, and what not."""

import importlib.util
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mmbook.quartet import (COLORS, MOTIONS, SHAPES, SIZES, TASKS, Quartet,
                            quartet_text)
from mmbook.quartet_probe import measure, probe
from mmbook.quartet_speech import MOUTH, PHONEMES, Speech
from mmbook.quartet_stage import (FACTORS, MODALITIES, RATE, path,
                                  uniform)

ARRAYS = ("image", "sound", "video")
N = 900  # scenes for the tests of what is carried; two thirds to fit
WORLD = Quartet(seed=3, objects=1)


@pytest.fixture(scope="module")
def batch():
    return WORLD.batch(range(N))


# ------------------------------------------------- the same scene each time


def same(scene, other):
    return scene.text == other.text and scene.foreign == other.foreign and all(
        np.array_equal(getattr(scene, m), getattr(other, m)) for m in ARRAYS)


@pytest.mark.parametrize("knobs", [
    {}, {"stereo": True, "timing": "random", "offset": (-0.2, 0.2)},
    {"noise": {"image": 3, "sound": 0, "video": 6}, "occlusion": 0.1,
     "missing": {"video": 0.5}, "mismatched": {"sound": 0.5},
     "caption_errors": 0.3, "prior": 0.7, "groups": 5,
     "held_out": (("blue", "triangle"),)}])
def test_a_scene_is_the_same_in_any_order_and_company(knobs):
    world = Quartet(seed=5, **knobs)
    order = [17, 3, 250, 17, 0, 90]
    some, many = world.batch(order), world.batch(range(251))
    for place, index in enumerate(order):
        assert same(some[place], many[index])
        assert same(world.scene(index), many[index])
    assert not same(many[3], many[4])
    assert not same(world.scene(3), replace(world, seed=6).scene(3))


def test_a_scene_is_the_same_in_another_process():
    code = ("import zlib; from mmbook.quartet import Quartet; "
            "s = Quartet(seed=2).scene(41); "
            "print(zlib.crc32(s.text.encode() + s.image.tobytes() "
            "+ s.sound.tobytes() + s.video.tobytes()))")
    runs = [subprocess.run([sys.executable, "-c", code], check=True, text=True,
                           env={"PYTHONPATH": ":".join(sys.path),
                                "PYTHONHASHSEED": seed},
                           capture_output=True).stdout for seed in "12"]
    scope = {}
    exec(code.replace("print(", "found = ("), scope)
    assert runs == [f"{scope['found']}\n"] * 2


def test_chance_is_uniform_and_independent():
    u = uniform(0, np.arange(20_000), "a", 3)
    assert u.min() >= 0 and u.max() < 1
    counts, _ = np.histogram(u, bins=20, range=(0, 1))
    assert abs(counts / u.size * 20 - 1).max() < 0.05
    others = [uniform(0, np.arange(20_000), "b")[:, 0],
              uniform(1, np.arange(20_000), "a")[:, 0],
              uniform(0, np.arange(1, 20_001), "a")[:, 0], u[:, 1]]
    for other in others:
        assert abs(np.corrcoef(u[:, 0], other)[0, 1]) < 0.03


# --------------------------------------------------- shapes, types, ranges


def test_shapes_types_and_ranges():
    batch = Quartet().batch(range(300))
    assert batch.image.shape == (300, 32, 32, 3)
    assert batch.video.shape == (300, 16, 32, 32, 3)
    assert batch.image.dtype == batch.video.dtype == np.uint8
    assert batch.sound.shape == (300, 16000)
    assert batch.sound.dtype == np.float32
    assert 0.3 < np.abs(batch.sound).max() <= 1
    assert (np.abs(batch.sound) == 1).mean() < 1e-4  # hardly clipped
    assert np.array_equal(batch.image, batch.video[:, 0])
    assert all(isinstance(words, str) and words for words in batch.text)
    assert len(batch) == len(batch.text) == len(batch.answer) == 300
    for values in batch.factors.values():
        assert len(values) == 300
    for factor, words in FACTORS.items():
        assert set(batch.factors[factor]) == set(words)


def test_only_what_is_asked_for_is_made():
    batch = Quartet().batch([4, 5], modalities=("text", "sound"))
    assert batch.image is None and batch.video is None
    assert same_arrays(batch.sound, Quartet().batch([4, 5]).sound)
    assert Quartet().batch([]).video.shape == (0, 16, 32, 32, 3)


def same_arrays(a, b):
    return a.shape == b.shape and np.array_equal(a, b)


def test_stereo_holds_mono():
    mono = Quartet().batch(range(20), ("sound",)).sound
    stereo = Quartet(stereo=True).batch(range(20), ("sound",)).sound
    assert stereo.shape == (20, 2, 16000)
    assert same_arrays(stereo[:, 1], mono)


def test_a_scene_prints_readably():
    lines = repr(Quartet().scene(17)).splitlines()
    assert lines[0].startswith("Scene 17: a ")
    objects = [line for line in lines if " at (" in line]
    assert len(objects) == len(Quartet().scene(17).objects)
    assert max(map(len, lines)) <= 76 and objects[0].endswith(" s")


# ---------------------------------------- which modality carries what: 1-NC


def nearest_centroid(features, labels, classes):
    """Accuracy on the last third of a classifier fitted on the rest."""
    fit, test = slice(0, N * 2 // 3), slice(N * 2 // 3, N)
    scale = features[fit].std(axis=0) + 1e-9
    features = features / scale
    centers = np.stack([features[fit][labels[fit] == c].mean(axis=0)
                        for c in classes])
    far = ((features[test][:, None] - centers) ** 2).sum(axis=2)
    return np.mean(np.array(classes)[far.argmin(axis=1)] == labels[test])


def at_chance(accuracy, classes):
    p = 1 / len(classes)
    return abs(accuracy - p) < 3.5 * np.sqrt(p * (1 - p) / (N / 3))


def mask(pixels):
    """Colored pixels: the background is gray. (…, 32, 32)"""
    r, g, b = (pixels[..., i] for i in range(3))
    high = np.maximum(np.maximum(r, g), b)
    return high - np.minimum(np.minimum(r, g), b) > 40  # uint8


def look(image):
    """Mean color, area, and a 6 x 6 outline of the one object."""
    out = []
    for picture, there in zip(image, mask(image)):
        rows, cols = np.nonzero(there)
        top, left = rows.min(), cols.min()
        tall, wide = np.ptp(rows) + 1, np.ptp(cols) + 1
        grid = (np.arange(6) + 0.5) / 6
        outline = there[np.ix_(top + (grid * tall).astype(int),
                               left + (grid * wide).astype(int))]
        out.append([*picture[there].mean(axis=0), there.sum() ** 0.5,
                    *outline.ravel()])
    return np.array(out)


def watch(video):
    """How the object's middle and area change over the clip."""
    there = mask(video)
    area = there.sum(axis=(2, 3)) + 1e-9
    at = np.arange(32)
    x = (there.sum(axis=2) * at).sum(axis=2) / area
    y = (there.sum(axis=3) * at).sum(axis=2) / area
    return np.stack([x[:, -1] - x[:, 0], y[:, -1] - y[:, 0],
                     np.log(area[:, -1] / area[:, 0]), y.std(axis=1)], axis=1)


def listen(sound):
    """Pitch and overtones at the start; glide, swell and clicks."""
    blocks = np.abs(np.fft.rfft(
        sound.reshape(len(sound), 8, 2000) * np.hanning(2000), axis=2))
    loud = blocks > 0.15 * blocks.max(axis=2, keepdims=True)
    pitch = loud.argmax(axis=2)  # in steps of 4 Hz
    first = pitch[:, 0]
    near = np.arange(-10, 11)
    overtones = np.stack([
        np.take_along_axis(blocks[:, 0], (h * first)[:, None] + near,
                           axis=1).max(axis=1) for h in range(1, 6)], axis=1)
    overtones /= np.linalg.norm(overtones, axis=1, keepdims=True)
    glide = np.log2(pitch[:, 7] / first)
    swell = np.log2(blocks[:, 6:].max(axis=(1, 2)) / blocks[:, 0].max(axis=1))
    quiet = np.abs(np.diff(sound, axis=1))
    clicks = np.log(quiet.max(axis=1) / quiet[:, 2000:].mean(axis=1))
    return np.log2(first)[:, None], overtones, np.stack(
        [glide, swell, clicks, np.log2(pitch).std(axis=1)], axis=1)


def test_the_image_carries_shape_color_and_size_but_not_motion(batch):
    f, seen = batch.factors, look(batch.image)
    assert nearest_centroid(seen[:, :3], f["color"], COLORS) > 0.97
    assert nearest_centroid(seen[:, 3:4], f["size"], SIZES) > 0.8
    assert nearest_centroid(seen[:, 4:], f["shape"], SHAPES) > 0.8
    assert at_chance(nearest_centroid(seen, f["motion"], MOTIONS), MOTIONS)
    raw = batch.image[:, ::4, ::4].reshape(N, -1).astype(float)
    assert at_chance(nearest_centroid(raw, f["motion"], MOTIONS), MOTIONS)
    assert at_chance(nearest_centroid(seen, f["tone"], ("calm", "excited")),
                     ("calm", "excited"))


def test_the_sound_carries_shape_size_and_motion_but_not_color(batch):
    f = batch.factors
    pitch, overtones, change = listen(batch.sound)
    assert nearest_centroid(pitch, f["size"], SIZES) > 0.97
    assert nearest_centroid(overtones, f["shape"], SHAPES) > 0.9
    assert nearest_centroid(change, f["motion"], MOTIONS) > 0.8
    heard = np.hstack([pitch, overtones, change])
    assert at_chance(nearest_centroid(heard, f["color"], COLORS), COLORS)
    place = np.sign(f["y"])
    assert at_chance(nearest_centroid(heard, place, (-1, 1)), (-1, 1))


def test_the_video_carries_motion_and_its_first_frame_the_rest(batch):
    moved = watch(batch.video)
    assert nearest_centroid(moved, batch.factors["motion"], MOTIONS) > 0.95
    assert at_chance(nearest_centroid(moved, batch.factors["color"], COLORS),
                     COLORS)


def test_the_caption_names_the_factors_but_not_the_place(batch):
    sizes, motions = quartet_text.SIZE_WORDS, quartet_text.MOTION_WORDS
    for i, words in enumerate(batch.text):
        f = {name: values[i] for name, values in batch.factors.items()}
        assert f["color"] in words and f["shape"] in words
        assert any(w in words.split() for w in sizes[f["size"]])
        assert any(words.endswith(w) for w in motions[f["motion"]])
    known = sorted({w for words in batch.text for w in words.split()})
    bag = np.array([[w in words.split() for w in known]
                    for words in batch.text], float)
    for place in ("x", "y"):
        half = np.sign(batch.factors[place])
        assert at_chance(nearest_centroid(bag, half, (-1, 1)), (-1, 1))


def test_the_tone_is_heard_and_not_said(batch):
    power = np.log((batch.sound.reshape(N, 64, 250) ** 2).mean(axis=2) + 1e-6)
    tremble = np.abs(np.fft.rfft(power * np.hanning(64)))[:, 12:13]  # 6 Hz
    tones = ("calm", "excited")
    assert nearest_centroid(tremble, batch.factors["tone"], tones) > 0.9


def test_the_probes_of_the_chapter_agree(batch):
    chances = {"color": 6, "shape": 6, "size": 3, "motion": 8, "tone": 2}
    measured = {m: measure(batch, m) for m in MODALITIES}
    carried = {"text": ("shape", "color", "size", "motion"),
               "image": ("shape", "color", "size"),
               "sound": ("shape", "size", "motion", "tone"),
               "video": ("shape", "color", "size", "motion")}
    for m, x in measured.items():
        for factor, classes in chances.items():
            right = probe(x, batch.factors[factor])
            assert (right > 0.9 if factor in carried[m]
                    else right < 1 / classes + 0.09), (m, factor, right)


def test_two_microphones_tell_left_from_right():
    sound = Quartet(objects=1, motions=("left", "right"), stereo=True).batch(
        range(200))
    power = (sound.sound.reshape(200, 2, 8, 2000) ** 2).mean(axis=3)
    balance = np.log(power[:, 1] / power[:, 0])  # (B, 8): right over left
    moved = balance[:, 6] - balance[:, 1] > 0
    assert (moved == (sound.factors["motion"] == "right")).all()


def test_pitch_is_what_the_chapter_says():
    for size, hertz in (("small", 495), ("medium", 330), ("large", 220)):
        sound = Quartet(objects=1).batch(
            range(6), ("sound",), size=size, motion="still", shape="circle",
            tone="calm").sound
        peak = np.abs(np.fft.rfft(sound, axis=1)).argmax(axis=1) / 2
        assert abs(peak / hertz - 1).max() < 0.021


def test_a_click_at_each_landing():
    batch = Quartet(objects=1, motions=("bounce",), shapes=("circle",)).batch(
        range(40), ("sound",))
    rough = np.abs(np.diff(batch.sound, n=2, axis=1))
    for i, bounces in enumerate(batch.factors["bounces"]):
        at = np.flatnonzero(rough[i] > 0.6 * rough[i].max())
        starts = at[np.diff(at, prepend=-10_000) > 1000] / RATE
        assert np.allclose(starts, 1.8 * np.arange(1, bounces + 1) / bounces,
                           atol=0.01)


def test_factors_do_not_look_at_each_other():
    f = Quartet(objects=1).batch(range(6000), ()).factors
    names = ("tone", "opinion", *FACTORS)
    for a in names:
        for word in sorted(set(f[a])):
            mine = f[a] == word
            for number in ("x", "y", "loudness"):  # the same mean
                z = (f[number][mine].mean() - f[number].mean()) / (
                    f[number].std() / np.sqrt(mine.sum()))
                assert abs(z) < 4, (a, word, number)
            for b in names:
                for other in set(f[b]) if a < b else ():
                    share = (f[b] == other).mean()
                    z = ((f[b][mine] == other).mean() - share) / np.sqrt(
                        share * (1 - share) / mine.sum())
                    assert abs(z) < 4.2, (a, word, b, other)


# ------------------------------------------------------- scenes of several


def test_objects_of_a_scene_differ_and_stand_as_said():
    batch = Quartet().batch(range(500), ())
    for scene in batch.scenes:
        objects = scene["objects"]
        for factor in ("shape", "color"):
            assert len({o[factor] for o in objects}) == len(objects)
        if len(objects) > 1:
            a, b = objects[:2]
            assert {"left of": a["x"] < b["x"] - 0.5,
                    "right of": a["x"] > b["x"] + 0.5,
                    "above": a["y"] < b["y"] - 0.5,
                    "below": a["y"] > b["y"] + 0.5}[scene["relation"]]


def test_objects_in_turn_act_in_turn_and_say_so():
    batch = Quartet(objects=2, sequences=1, motions=("left", "grow"),
                    paraphrases=False).batch(range(60))
    for i, scene in enumerate(batch.scenes):
        first = scene["objects"][0 if scene["order"] == "first" else 1]
        last = scene["objects"][1 if scene["order"] == "first" else 0]
        assert (first["begin"], first["end"]) == (0, 1)
        assert (last["begin"], last["end"]) == (1, 2)
        events = batch.text[i].split("; ")[1]
        assert events.index(first["shape"]) < events.index(last["shape"])
    clips = batch.video.astype(int)
    early = np.abs(clips[:, 7] - clips[:, 0]).sum(axis=(1, 2, 3))
    assert (early > 0).all()
    one = Quartet(objects=2, sequences=1).batch(range(60)).video[:, :8]
    other = Quartet(objects=2, sequences=1).batch(
        range(60), order="together").video[:, :8]
    assert (one != other).any(axis=(1, 2, 3, 4)).mean() > 0.5


def test_the_path_begins_at_the_start_and_moves_as_named():
    batch = Quartet(objects=1)
    from mmbook.quartet_cast import draw_cast
    cast = draw_cast(batch, np.arange(400), {})
    x, y, scale = path(cast, 0, np.array([0.0, 1.0, 2.0]))
    assert np.allclose(x[:, 0], cast["x"][:, 0])
    moves = np.array(MOTIONS)[cast["motion"][:, 0]]
    assert (x[moves == "left", 2] < x[moves == "left", 0] - 0.4).all()
    assert (y[moves == "up", 2] < y[moves == "up", 0] - 0.4).all()
    assert np.allclose(scale[moves == "grow", 2], 1.6)
    assert np.allclose(scale[moves == "still"], 1)


def test_every_wording_of_a_relation_is_true():
    batch = Quartet(objects=2).batch(range(300), ("text",))
    words = {"left of": "left of", "right of": "right of", "above": "above",
             "below": "below", "higher than": "above", "lower than": "below"}
    turned = {"left of": "right of", "right of": "left of", "above": "below",
              "below": "above"}
    seen = set()
    for text, scene in zip(batch.text, batch.scenes):
        a, b = (o["shape"] for o in scene["objects"])
        said = text.split("; ")[0]
        found = next(w for w in words if f" {w} " in said)
        order = said.index(a) < said.index(b)
        true = scene["relation"] if order else turned[scene["relation"]]
        assert words[found] == true
        seen.add((found, order, " to the " in said))
    assert len(seen) == 2 * (2 + 2 + 2 + 2)


def test_swapped_captions_have_the_same_words_and_are_false():
    for world in (Quartet.simple(objects=2), Quartet(objects=(2, 3))):
        true = world.captions(range(100))
        assert true == world.batch(range(100), ("text",)).text
        for swap in ("objects", "colors"):
            false = world.captions(range(100), swap=swap)
            for a, b in zip(true, false):
                a, b = (c.replace("an ", "a ").replace(";", "").replace(
                    ",", "").split() for c in (a, b))
                assert a != b and sorted(a) == sorted(b)
    with pytest.raises(ValueError, match="nothing to swap"):
        Quartet.simple().captions([0], swap="objects")


def test_wordings_vary_and_the_scene_does_not():
    world = Quartet()
    one, two = world.batch(range(50)), replace(world, variant=1).batch(
        range(50))
    assert np.array_equal(one.video, two.video)
    assert np.mean([a != b for a, b in zip(one.text, two.text)]) > 0.8
    assert world.captions(range(50), variant=1) == two.text
    plain = Quartet.simple().batch(range(50), ("text",))
    assert all(" ".join(("a", *(plain.factors[f][i] for f in (
        "size", "color", "shape")))) in words
        for i, words in enumerate(plain.text))


def test_questions_have_right_answers():
    batch = Quartet().batch(range(800), ("text",))
    assert set(batch.kind) == set(quartet_text.QUESTIONS)
    yes = [a for k, a in zip(batch.kind, batch.answer)
           if k in ("exists", "relation")]
    assert 0.4 < yes.count("yes") / len(yes) < 0.6
    for kind, words, answer, scene in zip(batch.kind, batch.question,
                                          batch.answer, batch.scenes):
        objects = scene["objects"]
        named = [o for o in objects if o["shape"] in words]
        if kind in ("color", "size", "motion"):
            assert len(named) == 1 and named[0][kind] == answer
        elif kind == "count":
            assert answer == ("one", "two", "three")[len(objects) - 1]
        elif kind == "exists":
            assert (answer == "yes") == (named[0]["color"] in words)
        elif kind == "relation":
            assert (answer == "yes") == (scene["relation"] in words)
        elif kind == "order":
            first = min(objects[:2], key=lambda o: o["begin"])
            assert answer == first["shape"]


def test_the_second_language_is_ambiguous_as_often_as_asked():
    for p in (0.0, 0.5, 1.0):
        batch = Quartet(objects=1, ambiguity=p).batch(range(600), ("text",))
        able = vague = 0
        for i, words in enumerate(batch.foreign):
            for f in FACTORS:
                word = batch.factors[f][i]
                if word in quartet_text.VAGUE:
                    able += 1
                    vague += quartet_text.VAGUE[word] in words.split()
        assert abs(vague / able - p) < 0.06
    meanings = {}
    for word, said in quartet_text.VAGUE.items():
        meanings.setdefault(said, []).append(word)
    assert all(len(words) == 2 for words in meanings.values())


# -------------------------------------------------------------------- knobs


def test_fixed_factors_change_nothing_else():
    world = Quartet(seed=1)
    base, red = world.batch(range(40)), world.batch(range(40), color="red")
    assert (red.factors["color"] == "red").all()
    assert np.array_equal(base.sound, red.sound)  # color is not heard
    for name in ("shape", "size", "motion", "relation", "x", "n_objects"):
        assert np.array_equal(base.factors[name], red.factors[name])
    assert set(world.batch(range(9), (), n_objects=2, relation="above")
               .factors["relation"]) == {"above"}


@pytest.mark.parametrize("modality, db", [("sound", 0), ("sound", -10),
                                          ("sound", 12), ("image", 20)])
def test_noise_has_the_ratio_asked_for(modality, db):
    clean = getattr(WORLD.batch(range(30)), modality).astype(float)
    noisy = getattr(replace(WORLD, noise={modality: db}).batch(range(30)),
                    modality).astype(float)
    flat = [a.reshape(30, -1) for a in (clean, noisy)]
    scale = (flat[0] * flat[1]).sum(1) / (flat[0] ** 2).sum(1)
    if modality == "image":
        scale[:] = 1
    error = flat[1] - scale[:, None] * flat[0]
    ratio = 10 * np.log10((scale[:, None] * flat[0]).var(1) / error.var(1))
    assert abs(np.median(ratio) - db) < (1.0 if modality == "image" else 0.3)


def test_occlusion_covers_the_share_asked_for():
    world = Quartet(occlusion=0.25)
    hidden = (world.batch(range(20)).video == 90).all(axis=(1, 4))
    assert np.allclose(hidden.mean(axis=(1, 2)), 0.25, atol=0.02)


def test_missing_at_random_and_not_at_random():
    batch = Quartet(objects=1, missing={"sound": 0.3, "text": 0.2}).batch(
        range(600))
    gone = ~batch.present["sound"]
    assert abs(gone.mean() - 0.3) < 0.06
    assert (np.abs(batch.sound).max(axis=1) == 0).tolist() == gone.tolist()
    assert [w == "" for w in batch.text] == (~batch.present["text"]).tolist()
    assert abs(np.mean(gone & ~batch.present["text"]) - 0.06) < 0.03
    biased = Quartet(objects=1, missing={"sound": 0.8},
                     missing_when={"sound": ("motion", "still")}).batch(
        range(600))
    gone, still = ~biased.present["sound"], biased.factors["motion"] == "still"
    assert not gone[~still].any() and 0.6 < gone[still].mean() < 0.95


def test_mismatched_sounds_are_of_another_scene():
    clean, mixed = (Quartet(objects=1, mismatched=m).batch(range(300))
                    for m in ({}, {"sound": 0.3}))
    same = (clean.sound == mixed.sound).all(axis=1)
    assert same.tolist() == mixed.match["sound"].tolist()
    assert abs(same.mean() - 0.7) < 0.08
    assert np.array_equal(clean.video, mixed.video)


def test_offset_moves_the_sound_only():
    clean, late = (Quartet(objects=1, offset=s).batch(
        range(20), shape="circle", motion="still") for s in (0.0, 0.25))
    assert np.abs(late.sound[:, :2000]).max() == 0
    assert np.abs(clean.sound[:, 200:2000]).max(axis=1).min() > 0.05
    assert np.array_equal(clean.video, late.video)
    spread = Quartet(offset=(-0.1, 0.3)).batch(range(300), ()).factors
    assert -0.1 <= spread["offset"].min() < spread["offset"].max() < 0.3


def test_caption_errors_are_counted():
    world = Quartet.simple(caption_errors=0.25)
    batch = world.batch(range(600), ("text",))
    wrong = np.array([a != b for a, b in zip(
        batch.text, Quartet.simple().batch(range(600), ("text",)).text)])
    assert wrong.tolist() == (batch.factors["caption_errors"] > 0).tolist()
    assert abs(batch.factors["caption_errors"].mean() - 4 * 0.25) < 0.1


def test_label_noise_and_tasks():
    clean, noisy = (Quartet(objects=1, opinions=True, label_noise=p).batch(
        range(2000), ()) for p in (0.0, 0.2))
    for task in (*TASKS, "shape", "motion"):
        label, spoiled = clean.label(task), noisy.label(task)
        assert label.dtype == np.int64
        assert abs((label != spoiled).mean() - 0.2) < 0.03
        assert label.max() == spoiled.max()
    image, sound = (clean.label(f"unique_{m}") for m in ("image", "sound"))
    both = clean.label("synergy")
    assert abs(np.corrcoef(both, image)[0, 1]) < 0.07
    assert abs(np.corrcoef(both, sound)[0, 1]) < 0.07
    assert np.array_equal(both, image ^ sound)


def test_priors_hold_and_flip():
    for shift in (0, 1):
        f = Quartet(objects=1, prior=0.8, prior_shift=shift).batch(
            range(1500), ()).factors
        favorite = [COLORS[(SHAPES.index(s) + shift) % 6] for s in f["shape"]]
        share = np.mean(np.array(favorite) == f["color"])
        assert abs(share - (0.8 + 0.2 / 6)) < 0.03
    for scene in Quartet(objects=3, prior=0.8).batch(range(300), ()).scenes:
        assert len({o["color"] for o in scene["objects"]}) == 3


def test_a_prior_changes_colors_only():
    clean, world = Quartet(seed=2), Quartet(seed=2, prior=0.7)
    index = range(600)
    base, prior = (w.batch(index, ("sound",)) for w in (clean, world))
    color = [f for f in base.factors if f.startswith("color")]
    for f in base.factors:
        same = np.array_equal(base.factors[f], prior.factors[f])
        assert same == (f not in color), f
    assert np.array_equal(base.sound, prior.sound)  # colors are not heard
    red = world.batch(index, ("sound",), color="red")
    assert (red.factors["color"] == "red").all()
    assert np.array_equal(red.sound, base.sound)
    for scene in red.scenes:
        assert len({o["color"] for o in scene["objects"]}) == len(
            scene["objects"])


def test_held_out_changes_scenes_that_broke_the_rule_only():
    clean = Quartet(seed=2)
    held = replace(clean, held_out=(("blue", "triangle"),))
    base, new = (w.batch(range(600)) for w in (clean, held))
    broke = np.array([any((o["color"], o["shape"]) == ("blue", "triangle")
                          for o in scene["objects"]) for scene in base.scenes])
    assert 10 < broke.sum() < 200
    assert np.array_equal(base.video[~broke], new.video[~broke])
    assert np.array_equal(base.sound[~broke], new.sound[~broke])
    for f in base.factors:
        if not f.startswith(("shape", "color", "bounces")):
            assert np.array_equal(base.factors[f], new.factors[f]), f
    motion = replace(clean, held_out=(("red", "up"),)).batch(range(600), ())
    assert np.array_equal(base.factors["shape"], motion.factors["shape"])
    assert (base.factors["motion"] != motion.factors["motion"]).any()


def test_relations_and_questions_are_those_allowed():
    world = Quartet(objects=(2, 3), relations=("above", "left of"),
                    questions=("count", "order"))
    batch = world.batch(range(200))
    assert set(batch.factors["relation"]) == {"above", "left of"}
    for scene in batch.scenes:
        a, b = scene["objects"][:2]
        assert (a["y"] < b["y"] - 0.5 if scene["relation"] == "above"
                else a["x"] < b["x"] - 0.5)
    assert set(batch.kind) == {"count", "order"}
    one = Quartet(objects=1, questions=("relation",)).batch(range(9))
    assert set(one.kind) == {"count"}  # what can be asked of one object


def test_worlds_and_batches_print_shortly():
    assert repr(Quartet()) == "Quartet()"
    assert repr(Quartet(seed=3, objects=1, noise={"sound": 5})) == (
        "Quartet(seed=3, objects=(1,), noise={'sound': 5})")
    batch = Quartet().batch(range(500), ("text", "sound"))
    assert repr(batch) == "Batch of 500 scenes: text, sound"
    assert repr(Quartet().batch([3], ())[0]).startswith("Scene 3: (no text)")


def test_a_probe_needs_every_class_to_fit_on():
    with pytest.raises(ValueError, match="'star' is not among the 4"):
        probe(np.arange(12.0).reshape(6, 2),
              ["ring", "cross", "ring", "cross", "ring", "star"])


def test_held_out_compositions():
    pair = (("blue", "triangle"), ("red", "circle", "up"))
    world = Quartet(held_out=pair)
    for scene in world.batch(range(3000), ()).scenes:
        for o in scene["objects"]:
            assert (o["color"], o["shape"]) != ("blue", "triangle")
            assert (o["color"], o["shape"], o["motion"]) != (
                "red", "circle", "up")
    only = replace(world, only_held_out=True).batch(range(200), ()).factors
    blue = (only["color"] == "blue") & (only["shape"] == "triangle")
    red = ((only["color"] == "red") & (only["shape"] == "circle")
           & (only["motion"] == "up"))
    assert (blue | red).all() and 0.3 < blue.mean() < 0.7


def test_groups_share_texture_and_voice_and_a_factor():
    batch = Quartet(objects=1, groups=4, group_factor="shape").batch(
        range(60))
    f = batch.factors
    assert set(f["group"]) == {0, 1, 2, 3}
    for g in range(4):
        mine = f["group"] == g
        assert len(set(f["shape"][mine])) == 1
        corners = batch.image[mine][:, 0, 0, 0].astype(int)
        assert np.mean(corners == np.median(corners)) > 0.8
    assert len(set(Quartet().batch(range(60), ()).factors["group"])) == 60


def test_hidden_factors_leave_no_trace():
    plain = Quartet.simple(hide={"sound": ("shape",), "image": ("color",),
                                 "text": ("motion", "color")})
    a, b = (plain.batch(range(30), shape=s) for s in ("star", "ring"))
    assert np.array_equal(a.sound, b.sound)
    red, blue = (plain.batch(range(30), color=c) for c in ("red", "blue"))
    assert np.array_equal(red.image, blue.image)
    assert not np.array_equal(red.video, blue.video)
    assert red.text == blue.text and "moves" not in " ".join(red.text)


def test_random_timing_is_told_by_the_events():
    batch = Quartet(objects=1, timing="random").batch(range(50), ("sound",))
    for sound, ((begin, end, _, _),) in zip(batch.sound, batch.events):
        loud = np.flatnonzero(np.abs(sound) > 0.01) / RATE
        assert abs(loud[0] - begin) < 0.04 and abs(loud[-1] - end) < 0.04
    begins = [begin for ((begin, _, _, _),) in batch.events]
    assert min(begins) < 0.2 and max(begins) > 0.6


def test_names_and_opinions_open_the_caption():
    batch = Quartet(names=True, opinions=True, objects=1).batch(range(40))
    for i, words in enumerate(batch.text):
        name, praise, _ = words.split(": ")
        assert name == batch.factors["name"][i]
        assert praise in quartet_text.PRAISE[batch.factors["opinion"][i]]


# ------------------------------------------------------------------- errors


@pytest.mark.parametrize("make, words", [
    (lambda: Quartet(shapes=("blob",)), "'blob' is not one of 'circle'"),
    (lambda: Quartet(shapes="circle"), "is not a tuple"),
    (lambda: Quartet(objects=4), "objects: 4"),
    (lambda: Quartet(shapes=("circle",)), "differ in shape"),
    (lambda: Quartet(noise={"smell": 3}), "'smell' is not one of"),
    (lambda: Quartet(noise={"text": 3}), "use caption_errors"),
    (lambda: Quartet(prior=3), "prior: 3 is not between 0 and 1"),
    (lambda: Quartet(missing={"text": -1}), "-1 is not between"),
    (lambda: Quartet(hide={"text": ("taste",)}), "'taste'"),
    (lambda: Quartet(held_out=("blue", "triangle")), "is not a tuple"),
    (lambda: Quartet(held_out=(("pink", "star"),)), "'pink'"),
    (lambda: Quartet(only_held_out=True), "held_out is empty"),
    (lambda: Quartet(group_factor="taste"), "'taste'"),
    (lambda: Quartet(timing="late"), "'late'"),
    (lambda: Quartet(hide={"sound": ("relation",)}), "'relation'"),
    (lambda: Quartet(hide={"image": ("order",)}), "'order' is not one of"),
    (lambda: Quartet(hide={"sound": "shape"}), "'shape' is not a tuple"),
    (lambda: Quartet(missing_when={"sound": ("motion", "still")}),
     "missing has no chance for 'sound'"),
    (lambda: Quartet(missing={"sound": 1}, missing_when={"sound": "motion"}),
     "'motion' is not a pair"),
    (lambda: Quartet(group_factor="shape"), "groups is 0"),
    (lambda: Quartet(groups=-3), "groups: -3 is not an integer >= 0"),
    (lambda: Quartet(groups=2.5), "groups: 2.5 is not an integer"),
    (lambda: Quartet(offset=2.5), "offset: 2.5 is not between -2 and 2 s"),
    (lambda: Quartet(offset=(0, -3)), "-3 is not between"),
    (lambda: Quartet(offset=(0.3, 0.1)), "is not (low, high)"),
    (lambda: Quartet(prior_shift=0.5), "0.5 is not an integer"),
    (lambda: Quartet(seed=1.5), "seed: 1.5 is not an integer"),
    (lambda: Quartet(seed=-1), "seed: -1 is not an integer >= 0"),
    (lambda: Quartet(objects=()), "is not a tuple of one or more of (1, 2"),
    (lambda: Quartet(questions=()), "questions: () is not a tuple"),
    (lambda: Quartet(questions="color"), "is not a tuple"),
    (lambda: Quartet(relations=("near",)), "relations: 'near' is not one"),
    (lambda: Quartet(noise={"sound": "loud"}), "'loud' is not between"),
    (lambda: Quartet(noise=3), "noise: 3 is not a dict"),
    (lambda: Quartet(prior="high"), "'high' is not between 0 and 1"),
    (lambda: Quartet(held_out=(("blue", "red"),)), "two values of one"),
    (lambda: Quartet(held_out=((),)), "() is not a tuple such as"),
    (lambda: Quartet().scene(1.5), "indices: 1.5 is not an integer"),
    (lambda: Quartet().scene([1, 2]), "is not a row of integers"),
    (lambda: Quartet().captions([-2]), "-2 is not >= 0"),
    (lambda: Quartet(held_out=(("red", "star"),), only_held_out=True).scene(
        1, color="blue"), "impossible scene 1"),
    (lambda: Quartet().batch([1], ()).label("foo"),
     "'foo' is not one of 'shape', 'color', 'size', 'motion', 'redundant'"),
    (lambda: Quartet().scene(1, colour="red"), "'colour' is not one of"),
    (lambda: Quartet().scene(1, color="pink"), "color: 'pink'"),
    (lambda: Quartet().scene(-1), "-1 is not >= 0"),
    (lambda: Quartet(objects=1).scene(1, relation="above"), "n_objects=2"),
    (lambda: Quartet().scene(1, n_objects=2, order="first", motion="still"),
     "impossible scene"),
    (lambda: Quartet(held_out=(("red", "star"),)).scene(
        1, color="red", shape="star"), "impossible scene 1"),
    (lambda: Quartet().batch([1], ("smell",)), "'smell'"),
    (lambda: Quartet().batch([1]).label("taste"), "'taste'"),
    (lambda: Quartet().captions([1], swap="sizes", n_objects=2), "'sizes'"),
    (lambda: Speech(vowels=("e",)), "'e' is not one of 'a'"),
    (lambda: Speech(syllables=(4,)), "syllables: 4"),
])
def test_errors_name_the_value_and_what_is_allowed(make, words):
    with pytest.raises(ValueError) as error:
        make()
    assert words in str(error.value) and "\n" not in str(error.value)


# ------------------------------------------------------------------- speech


def test_speech_is_heard_and_lip_read():
    clear = Speech(syllables=(1,), vowels=("a",)).batch(range(400))
    label = clear.codes[:, 0]
    start = (clear.frames >= 0).argmax(axis=1)
    heard = np.stack([clear.sound[i, s * 1000:(s + 2) * 1000]
                      for i, s in enumerate(start)])
    heard = np.abs(np.fft.rfft(heard, axis=1))[:, :1000].reshape(400, 100, 10)
    heard = np.log(heard.mean(axis=2) + 0.1)
    seen = np.stack([clear.video[i, s].ravel().astype(float)
                     for i, s in enumerate(start)])

    def accuracy(x, y):
        centers = np.stack([x[:250][y[:250] == c].mean(0) for c in set(y)])
        near = ((x[250:, None] - centers) ** 2).sum(2).argmin(1)
        return np.mean(np.array(list(set(y)))[near] == y[250:])

    assert accuracy(heard, label) > 0.9
    assert accuracy(seen, label // 2) > 0.9  # which mouth
    assert accuracy(seen, label) < 0.62  # not whether it is voiced
    assert MOUTH["p"] == MOUTH["b"] != MOUTH["t"]


def test_speech_repeats_and_is_aligned():
    speech = Speech(seed=4, noise={"sound": 5, "video": 15})
    many, one = speech.batch(range(20)), speech.batch([13])
    assert np.array_equal(one.sound[0], many.sound[13])
    assert np.array_equal(one.video[0], many.video[13])
    assert many.video.shape == (20, 16, 32, 32, 3)
    assert many.sound.shape == (20, 16000) and np.abs(many.sound).max() <= 1
    for text, codes, n, frames in zip(many.text, many.codes, many.lengths,
                                      many.frames):
        order = [c for c, before in zip(frames, [-1, *frames]) if c != before
                 and c >= 0]
        assert text.split() == [PHONEMES[c] for c in codes[:n]]
        assert order == list(codes[:n]) and (codes[n:] == -1).all()
    late = Speech(seed=4, offset=0.125).batch([2]).sound[0]
    assert np.array_equal(late[1000:], Speech(seed=4).batch([2]).sound[0][
        :-1000])


# ------------------------------------------------------------- samples page


@pytest.fixture(scope="module")
def samples():
    root = Path(__file__).parents[1]
    sys.path.insert(0, str(root / "scripts" / "figures"))
    try:
        spec = importlib.util.spec_from_file_location(
            "quartet_samples", root / "scripts" / "figures" / "introduction"
            / "quartet_samples.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.pop(0)
    return module


def test_the_samples_page_is_what_its_script_writes(samples):
    text = samples.PAGE.read_text(encoding="utf-8")
    part = text.split(samples.BEGIN)[1].split(samples.END)[0]
    assert part.strip() == samples.page_part().strip(), (
        "run python scripts/figures/introduction/quartet_samples.py")
    folder = samples.PAGE.parent / "figures" / "samples"
    sizes = {}
    for path in folder.glob("scene-*"):
        sizes[path.suffix] = [*sizes.get(path.suffix, []),
                              path.stat().st_size]
    assert {kind: len(s) for kind, s in sizes.items()} == {
        ".svg": 20, ".mp3": 20, ".mp4": 20, ".png": 20}
    assert max(sizes[".mp3"]) < 10_000 and max(sizes[".mp4"]) <= 25_000
    assert sum(map(sum, sizes.values())) < 1_200_000


def test_the_media_are_the_scenes(samples, tmp_path):
    av = pytest.importorskip("av")
    folder = samples.PAGE.parent / "figures" / "samples"
    pans = []
    for number, (scene, _, _) in enumerate(samples.samples()):
        path = folder / samples.name(number)
        with av.open(str(path.with_suffix(".mp4"))) as clip:
            stream = clip.streams.video[0]
            assert stream.codec_context.name == "h264"
            assert stream.pix_fmt == "yuv420p" and stream.average_rate == 8
            frames = np.stack([f.to_ndarray(format="rgb24")
                               for f in clip.decode(stream)])
        small = frames[:, 2::4, 2::4].astype(float)
        assert np.abs(small - scene.video).mean() < 12  # of 255
        with av.open(str(path.with_suffix(".mp3"))) as sound:
            assert sound.streams.audio[0].rate == 16000
            heard = np.concatenate([f.to_ndarray() for f in
                                    sound.decode(audio=0)], axis=1)
        assert 1.95 < heard.shape[1] / 16000 < 2.25
        spectra = [np.abs(np.fft.rfft(s.sum(axis=0), 40_000 * rate)
                          )[:15_000:5] for s, rate in
                   ((heard, 2), (scene.sound, 1))]
        assert np.corrcoef(*spectra)[0, 1] > 0.9
        motions = {o["motion"] for o in scene.objects}
        if len(scene.objects) == 1 and motions <= {"left", "right"}:
            early, late = heard[:, 3000:10000], heard[:, -12000:-4000]
            balance = [np.log(np.std(x[1]) / np.std(x[0]))
                       for x in (early, late)]
            pans.append((balance[1] > balance[0]) == (motions == {"right"}))
    assert all(pans)
    for write, ending, what in ((samples.write_mp3, "mp3", scene.sound),
                                (samples.write_mp4, "mp4", scene.video)):
        made = [tmp_path / f"{i}.{ending}" for i in range(2)]
        for path in made:
            write(path, what)
        assert made[0].read_bytes() == made[1].read_bytes()


# -------------------------------------------------------------------- torch


def test_the_torch_data_set_agrees_with_the_world():
    torch = pytest.importorskip("torch")
    from mmbook.quartet_torch import QuartetDataset
    world = Quartet(seed=8)
    data = QuartetDataset(world, range(10, 30), task="shape")
    assert len(data) == 20
    item, scene = data[3], world.scene(13)
    assert item["index"] == 13 and item["text"] == scene.text
    assert SHAPES[item["label"]] == scene.factors["shape"]
    assert item["video"].shape == (16, 3, 32, 32)
    assert item["image"].dtype == torch.float32
    assert torch.equal((item["image"] * 255).round().to(torch.uint8),
                       torch.from_numpy(scene.image).movedim(-1, 0))
    loader = torch.utils.data.DataLoader(data, batch_size=8, num_workers=0)
    first = next(iter(loader))
    assert first["sound"].shape == (8, 16000) and len(first["text"]) == 8
    assert torch.equal(first["sound"][3], item["sound"])
    with pytest.raises(IndexError):
        data[20]


def test_numpy_modules_do_not_need_torch():
    code = ("import sys; sys.modules['torch'] = None; "
            "import mmbook.quartet, mmbook.quartet_speech")
    subprocess.run([sys.executable, "-c", code], check=True,
                   env={"PYTHONPATH": ":".join(sys.path)})
