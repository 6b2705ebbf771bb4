"""A good book passes; with one fault planted, it gets one clear line.

broken/good is a whole book of one chapter, built with the real
configuration, hooks and theme. broken/faults.yml says what is done to it and
the line that must come of it. To see one of the broken books:

    python tests/test_broken_books.py "dead link" some/folder
"""

import concurrent.futures
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from check import check  # noqa: E402
from checks.house import check_files  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
BROKEN = ROOT / "tests" / "broken"
FAULTS = yaml.safe_load((BROKEN / "faults.yml").read_text(encoding="utf-8"))
GOOD = {"fault": "none", "expect": "no problems"}
# What the broken books share with the real one.
SHARED = ["scripts/hooks", "scripts/overrides", "docs/assets", "LICENSE"]


def write_book(folder, fault):
    """The good book with a fault; the (path, line) where the fault is."""
    shutil.copytree(BROKEN / "good", folder)
    shutil.copy(ROOT / "mkdocs.yml", folder / "base.yml")
    for name in SHARED:
        copy = (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)
        if (ROOT / name).exists():
            copy(ROOT / name, folder / name)
    place = (None, 1)
    for change in fault.get("do", []):
        path = folder / change["file"]
        if "find" in change:
            text, old = path.read_text(encoding="utf-8"), change["find"]
            assert text.count(old) == 1, f"{old!r} is not there once"
            place = change["file"], text[:text.index(old)].count("\n") + 1
            path.write_text(text.replace(old, change["write"]),
                            encoding="utf-8")
        elif "write" in change:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(change["write"], encoding="utf-8")
            place = change["file"], 1
        else:
            path.unlink()
    return place


def outcome(folder, fault):
    """Where the fault is, and the lines that the checks print."""
    place = write_book(folder, fault)
    # What is wrong with the real book's files is said once, by its own test.
    return place, [str(problem) for problem in check(folder)
                   if not problem.path.startswith(tuple(SHARED))]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Every broken book, checked by a few processes."""
    top = tmp_path_factory.mktemp("books")
    with concurrent.futures.ProcessPoolExecutor(
            os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        jobs = {fault["fault"]: pool.submit(outcome, top / str(n), fault)
                for n, fault in enumerate([GOOD, *FAULTS])}
        return {name: job.result() for name, job in jobs.items()}


def run_check(folder):
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "check.py"), str(folder)],
        capture_output=True, text=True)


def test_the_good_book_has_no_problem(outcomes):
    assert outcomes["none"][1] == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["fault"])
def test_one_fault_gives_one_line(outcomes, fault):
    (path, line), lines = outcomes[fault["fault"]]
    assert len(lines) == 1, "\n".join(lines)
    # It names file and line, says what is wrong, and how to mend it.
    where = fault.get("at") or rf"{re.escape(path)}:{line}"
    assert re.fullmatch(rf"{where}: {fault['expect']}\. [A-Z].+\.",
                        lines[0]), lines[0]


def test_the_command_prints_the_line_and_fails(tmp_path):
    (path, line) = write_book(tmp_path / "broken", FAULTS[0])
    done = run_check(tmp_path / "broken")
    assert done.returncode == 1 and done.stderr == ""
    assert re.search(rf"^{path}:{line}: {FAULTS[0]['expect']}", done.stdout,
                     re.M)


def test_a_heavy_file_is_found(tmp_path):
    (tmp_path / "heavy.bin").write_bytes(b"\xff" * 1_600_000)
    (problem,) = check_files(tmp_path)
    assert str(problem).startswith("heavy.bin:1: a file of 1.6 MB")


if __name__ == "__main__":
    name, target = sys.argv[1:]
    write_book(Path(target), next(f for f in [GOOD, *FAULTS]
                                  if f["fault"] == name))
    print(run_check(Path(target)).stdout, end="")
