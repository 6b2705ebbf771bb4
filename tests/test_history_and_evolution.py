"""The listener of 1954, and the timeline: its file, its hook, its numbers."""

import json
import re
from types import SimpleNamespace

import numpy as np
import pytest
import yaml
from conftest import ROOT
from test_hooks import hook

from mmbook.history_and_evolution import (
    DATA,
    WORDS,
    combine,
    heard,
    listening_test,
    onsets,
    recordings,
    relative_gain,
    seen,
    share_right,
    spoil,
    timeline,
)
from mmbook.quartet_speech import MOUTH, PHONEMES
from solutions.history_and_evolution import first_meetings, mcgurk

GOOD = {"date": "2001-02", "title": "T", "modalities": ["text", "sound"],
        "what": "W <b>.", "cite": "a2001b"}


@pytest.fixture(scope="module")
def test_of_ears():
    spoken = recordings(range(360))
    return spoken, *listening_test(spoken, 260, [-20, 0])


def test_evidence_multiplies():
    ear, eye = np.array([0.6, 0.3, 0.1]), np.array([0.01, 0.3, 0.6])
    assert combine(ear, eye) == pytest.approx(ear * eye / (ear @ eye))
    assert combine(ear, np.full(3, 0.2)) == pytest.approx(ear)
    assert combine(ear, eye).argmax() == 1  # what neither favored


def test_words_are_all_there_and_phonemes_where_they_should_be():
    assert WORDS.shape == (324, 4) == np.unique(WORDS, axis=0).shape
    spoken = recordings(range(20))
    at = onsets(spoken.frames)
    rows = np.arange(20)[:, None]
    assert (spoken.frames[rows, at] == spoken.codes[:, :4]).all()
    assert (spoken.frames[rows, at + 1] == spoken.codes[:, :4]).all()
    assert heard(spoken.sound, at).shape == (20, 4, 12)
    assert seen(spoken.video, at).shape == (20, 4, 120)


def test_noise_has_the_ratio_asked_for():
    rng = np.random.default_rng(0)
    clean = rng.normal(size=(3, 16000)) * [[0.1], [1.0], [3.0]]
    rest = spoil(clean, -12.0, rng) - clean
    power = clean.var(axis=1) / rest.var(axis=1)
    assert 10 * np.log10(power) == pytest.approx([-12] * 3, abs=0.3)


def test_lips_help_most_where_noise_is_loud(test_of_ears):
    spoken, ears, eyes = test_of_ears
    said, rng = spoken.codes[260:, :4], np.random.default_rng(0)
    alone, both = ({r: np.mean([share_right(e + more, said, 32, rng)
                                for _ in range(5)])
                    for r, e in ears.items()} for more in (0, eyes))
    assert both[-20] > alone[-20] + 0.3
    assert abs(both[0] - alone[0]) < 0.03 and alone[0] > 0.95


def test_eyes_do_not_tell_voiced_from_voiceless(test_of_ears):
    spoken, _, eyes = test_of_ears
    said = spoken.codes[260:, :4:2].ravel()
    guess = eyes[:, ::2, :6].argmax(axis=-1).ravel()
    mouths = np.array([MOUTH[p] for p in PHONEMES])
    assert (mouths[guess] == mouths[said]).mean() > 0.6
    same = mouths[guess] == mouths[said]
    assert abs((guess == said)[same].mean() - 0.5) < 0.2


def test_a_blind_guess_is_right_by_chance():
    rng = np.random.default_rng(0)
    said = WORDS[rng.integers(len(WORDS), size=4000)]
    nothing = rng.normal(size=(4000, 4, 9))
    assert share_right(nothing, said, 8, rng) == pytest.approx(1 / 8, abs=.03)


def test_relative_gain_ignores_the_correction_for_guessing():
    alone, both = np.array([0.2, 0.5]), np.array([0.6, 0.9])
    corrected = (np.array([alone, both]) - 1 / 8) / (1 - 1 / 8)
    assert relative_gain(*corrected) == pytest.approx(
        relative_gain(alone, both))


def test_recorded_curves_support_the_text():
    curves = json.loads((DATA / "figures/lips.json").read_text())
    gain = np.array(curves["32"]["both"]) - np.array(curves["32"]["ear"])
    assert (np.diff(gain[:5]) < 0.01).all() and gain[0] > 9 * gain[4]
    assert np.ptp(curves["32"]["relative"]) < 0.1
    for words in ("8", "32", "128"):
        alone, both = (np.array(curves[words][k]) for k in ("ear", "both"))
        assert (both >= alone).all()
        assert relative_gain(alone[:5], both[:5]) == pytest.approx(
            curves[words]["relative"], abs=0.01)


def test_the_face_wins_in_noise_and_the_voice_in_quiet():
    assert mcgurk("b", "g", -10)["g"] > 0.5
    assert mcgurk("b", "g", 0)["b"] > 0.95


# ------------------------------------------------------------------- timeline


def test_every_event_is_dated_cited_and_in_order():
    events = timeline()
    assert 40 <= len(events) <= 75
    dates = [str(event["date"]) for event in events]
    years = [int(date[:4]) for date in dates]
    assert years == sorted(years) and years[0] == 1954 and years[-1] == 2026
    bib = (ROOT / "references.bib").read_text("utf-8")
    for event in events:
        assert f"{{{event['cite']}," in bib
        assert event["what"].endswith(".") and event["what"].count(".") <= 2
    assert sum(len(event["modalities"]) > 1 for event in events) > 50


def test_first_meetings_are_the_first():
    first = first_meetings()
    assert first["sound", "video"][0] == "1954" and len(first) == 6


def config(folder, entries):
    place = folder / "docs" / "introduction"
    place.mkdir(parents=True, exist_ok=True)
    text = entries if isinstance(entries, str) else yaml.safe_dump(entries)
    (place / "timeline.yml").write_text(text, "utf-8")
    (folder / "references.bib").write_text("@misc{a2001b,\n}\n")
    bibtex = SimpleNamespace(config=SimpleNamespace(bib_file="references.bib"))
    return SimpleNamespace(
        docs_dir=str(folder / "docs"), plugins={"bibtex": bibtex},
        config_file_path=str(folder / "mkdocs.yml"))


def test_the_list_has_everything_without_script(tmp_path, caplog):
    module = hook("timeline")
    module.on_config(config(tmp_path, [{**GOOD, "pairs": 1_000_000}]))
    text = module.on_page_markdown("a\n<!-- timeline -->\nb", None, None, None)
    assert not caplog.records
    for part in ('<ol class="timeline" markdown="1">', "[@a2001b]",
                 'data-modalities="text sound"', ">sound</span>",
                 'datetime="2001-02">2001<', "W &lt;b&gt;.",
                 " 1 million training pairs."):
        assert part in text
    assert module.on_page_markdown("other", None, None, None) == "other"


@pytest.mark.parametrize("change, said", [
    ({"what": None}, "entry lacks what"),
    ({"cite": ""}, "entry lacks cite"),
    ({"date": "March 2001"}, "has the date March 2001"),
    ({"date": "2001-13"}, "has the date 2001-13"),
    ({"modalities": ["smell"]}, "has the modality smell"),
    ({"cite": "a2001c"}, "cites `a2001c`, which is unknown"),
    ({"date": "1999"}, "stands after 2001-02"),
])
def test_a_faulty_entry_is_one_line(tmp_path, caplog, change, said):
    module = hook("timeline")
    module.on_config(config(tmp_path, [GOOD, {**GOOD, **change}]))
    (record,) = caplog.records
    message = record.getMessage()
    assert re.match(r"docs/introduction/timeline\.yml:\d+: ", message)
    assert said in message and len(module.events) == 1


def test_a_list_that_is_not_yaml_is_named(tmp_path, caplog):
    hook("timeline").on_config(config(tmp_path, "- title: a: b\n"))
    assert caplog.records[0].getMessage().startswith(
        "docs/introduction/timeline.yml:1: not valid YAML")
