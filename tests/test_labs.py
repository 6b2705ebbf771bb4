"""Labs: what a record says; that scripts/labs.py executes and compares.

That the records are fresh is one of the checks (test_chapters.py).
"""

import json
import shutil

import labs
import pytest

LABS = labs.find()


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.stem)
def test_record_says_what_it_cost_and_found(lab):
    record = json.loads(lab.with_suffix(".json").read_text(encoding="utf-8"))
    assert record["results"], "a lab records what it found: record(name=…)"
    assert record["seconds"] > 0 and record["peak_mb"] > 0
    seconds, megabytes = labs.budget(lab)
    assert record["seconds"] <= seconds and record["peak_mb"] <= megabytes


@pytest.fixture
def book(tmp_path, root):
    """The lab of the tests' good book, to change."""
    shutil.copytree(root / "tests" / "broken" / "good" / "docs",
                    tmp_path / "docs")
    return tmp_path


def test_a_lab_executes_and_gives_the_recorded_results(book):
    (lab,) = labs.find(book)
    assert labs.check(lab, book, rerun=True) == []


def test_results_that_moved_are_found(book):
    (lab,) = labs.find(book)
    old = json.loads(lab.with_suffix(".json").read_text(encoding="utf-8"))
    new = dict(old, results={"heads": old["results"]["heads"] + 0.1})
    ((name, was, now, room),) = labs.differences(old, new)
    assert name == "heads" and now > was and room < 0.1
    assert labs.differences(old, old) == []
