"""Labs: what a record says; that scripts/labs.py executes and compares.

That the records are fresh is one of the checks (test_chapters.py).
"""

import json
import shutil
import subprocess
import sys

import labs
import pytest
from conftest import ROOT

LABS = labs.find()


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.stem)
def test_record_says_what_it_cost_and_found(lab):
    record = json.loads(lab.with_suffix(".json").read_text(encoding="utf-8"))
    assert record["results"], "a lab records what it found: record(name=…)"
    assert record["seconds"] > 0 and record["peak_mb"] > 0


@pytest.fixture
def book(tmp_path):
    """The lab of the tests' good book, to change."""
    shutil.copytree(ROOT / "tests" / "broken" / "good" / "docs",
                    tmp_path / "docs")
    return tmp_path


def test_a_lab_executes_and_gives_the_recorded_results(book):
    # In a process of its own: a kernel's memory is counted with its parent's.
    code = ("import labs, pathlib, sys; book = pathlib.Path(sys.argv[1]); "
            "(lab,) = labs.find(book); print(labs.check(lab, book, True))")
    done = subprocess.run([sys.executable, "-c", code, str(book)],
                          cwd=ROOT / "scripts", capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stdout + done.stderr


def test_results_that_moved_are_found(book):
    (lab,) = labs.find(book)
    old = json.loads(lab.with_suffix(".json").read_text(encoding="utf-8"))
    new = dict(old, results={"heads": old["results"]["heads"] + 0.1})
    ((name, was, now, room),) = labs.differences(old, new)
    assert name == "heads" and now > was and room < 0.1
    assert labs.differences(old, old) == []
