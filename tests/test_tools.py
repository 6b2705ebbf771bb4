"""The command-line tools do what CONTRIBUTING.md says; no network."""

import re
import shutil
import subprocess
import sys
import urllib.error
from pathlib import Path

import bench
import build
import draw
import links
import lock
import new
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = ROOT / "scripts" / "template"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A copy of the repository with a new chapter in it."""
    root = tmp_path_factory.mktemp("book")
    bench.copy_of_book(root, ROOT)
    run(root, "new.py", "text/power-levels", "A ratio: of powers")
    return root


def run(root, script, *arguments):
    done = subprocess.run([sys.executable, f"scripts/{script}", *arguments],
                          cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# ------------------------------------------------------- a chapter, begun


def test_new_chapter_passes_every_check(book):
    out = run(book, "check.py", "--only", "power")
    assert "no problems" in out


def test_new_chapter_is_built_strictly(book, tmp_path):
    run(book, "build.py", "--site", str(tmp_path / "site"))
    page = tmp_path / "site/text/power-levels/index.html"
    text = page.read_text("utf-8")
    assert "<math" in text and "Figure 1" in text and "SepFormer" in text
    assert "check:" not in text


def test_tests_of_new_chapter_pass(book):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider",
         "tests/test_power_levels.py"],
        cwd=book, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_new_chapter_is_in_nav_once_and_nothing_else_changed(book):
    before = (ROOT / "mkdocs.yml").read_text("utf-8").splitlines()
    after = (book / "mkdocs.yml").read_text("utf-8").splitlines()
    line = "      - text/power-levels.md"
    assert after.count(line) == 1
    after.remove(line)
    assert after == before


def test_template_drawing_is_current(book, tmp_path):
    """Save for the prefix of its ids, which comes from its path."""
    for name, path in (
            ("kept", TEMPLATE / "figure.svg"),
            ("drawn", book / "docs/text/figures/power-levels.svg")):
        text = path.read_text("utf-8")
        prefix = re.search(r"\.(\w+)_a\{", text)[1]
        (tmp_path / name).write_text(text.replace(prefix, "id"), "utf-8")
    assert not draw.difference(tmp_path / "kept", tmp_path / "drawn")


def test_nothing_of_the_template_is_left_unfilled(book):
    for path in new.targets(book, "text", "power-levels").values():
        assert "{{" not in path.read_text("utf-8"), path


@pytest.mark.parametrize("chapter, title, words", [
    ("smell/no-such-chapter", "A title", "no section 'smell'"),
    ("no-such-chapter", "A title", "no section 'no-such-chapter'"),
    ("text/No chapter", "A title", "is no slug"),
    ("text/../x", "A title", "is no slug"),
    ("text/index", "A title", "is no slug"),
    ("text/lambda", "A title", "cannot name a module"),
    ("text/power-levels", "A title", "exists already"),
    ("sound/power-levels", "A title", "power_levels.py exists already"),
    ("text/no-such-chapter", " ", "no title"),
    ("text/no-such-chapter", 'A "title"', "no title"),
])
def test_bad_wishes_get_one_clear_line(book, chapter, title, words):
    done = subprocess.run(
        [sys.executable, "scripts/new.py", chapter, title],
        cwd=book, capture_output=True, text=True)
    assert done.returncode == 1
    assert words in done.stderr and done.stderr.count("\n") == 1
    assert not (book / "docs/text/no-such-chapter.md").exists()


NAV = """\
nav:  # kept
  - Text Modality:
      - text/index.md
      # between

      - text/one.md
      - Labs:
          - text/labs/one.ipynb
  - Image Modality:
      - image/index.md
theme: material
"""


def test_page_goes_behind_the_pages_of_its_section():
    text = new.add_to_nav(NAV, "text", "text/two.md")
    assert text.replace("      - text/two.md\n", "") == NAV
    assert "- text/one.md\n      - text/two.md\n      - Labs" in text
    text = new.add_to_nav(NAV, "image", "image/two.md")
    assert "- image/index.md\n      - image/two.md\ntheme" in text


def test_entries_are_added_in_order_and_once():
    one = "@misc{b2000x,\n  title = {B},\n}\n"
    two = "@misc{a1999y,\n  title = {A},\n}\n\n@misc{c2001z,\n  year = 1,\n}\n"
    both = new.add_entries(one, two)
    assert new.ENTRY.findall(both) == ["a1999y", "b2000x", "c2001z"]
    assert new.add_entries(both, two) == both
    assert new.ENTRY.findall(new.add_entries("", two)) == ["a1999y", "c2001z"]


# ------------------------------------------------------------- build, lock


def small_book(root, text="# Home\n"):
    (root / "docs").mkdir(parents=True)
    (root / "docs/index.md").write_text(text, "utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: Small\nvalidation: {links: {not_found: warn}}\n", "utf-8")
    return root / "mkdocs.yml"


def test_build_reports_pages_and_sizes(tmp_path, capsys):
    assert build.main(["--config", str(small_book(tmp_path))]) == 0
    out = capsys.readouterr().out
    assert re.match(r"[\d.]+ s, 2 pages, [\d.]+ MB\n", out)
    assert "(home)" in out and "gzip kB" in out


def test_build_fails_with_one_line_a_warning(tmp_path, capsys):
    config = small_book(tmp_path, "# Home\n\n[gone](gone.md)\n")
    assert build.main(["--config", str(config)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert "gone.md" in lines[0] and lines[1:] == ["not built: 1 warning"]


def test_pages_are_weighed_largest_first(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text("x")
    (tmp_path / "b.html").write_text("".join(map(str, range(500))))
    rows = build.weigh(tmp_path)
    assert [row[0] for row in rows] == ["b.html", "a/index.html"]
    assert rows[1][1] == 1


def test_lock_pins_only_where_it_can_be_installed():
    assert lock.pin("torch", "2.13.0+cpu", ">=3.10", "3.11.0") \
        == "torch==2.13.0"
    assert lock.pin("x", "1", ">=3.11.5", "3.11.0") \
        == 'x==1 ; python_full_version >= "3.11.5"'
    assert lock.pin("x", "1", None, "3.11.0") == "x==1"


def test_everything_declared_is_locked():
    project = lock.tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lists = [project["project"]["dependencies"],
             *project["project"]["optional-dependencies"].values()]
    locked = {}
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            pin = lock.Requirement(line)
            locked[pin.name.lower()] = str(pin.specifier).removeprefix("==")
    assert not [name for name in locked if lock.CUDA.match(name)]
    for wanted in map(lock.Requirement, sum(lists, [])):
        if wanted.name != "mmbook":
            assert wanted.specifier.contains(locked[wanted.name.lower()]), wanted


# ------------------------------------------------------------------- links


def test_external_links_of_a_site_and_a_bibliography(tmp_path):
    (tmp_path / "index.html").write_text(
        '<link rel="canonical" href="https://own.example/">'
        '<a href="https://a.example/x#part">x</a> <a href="page/">in</a>'
        '<a href="https://own.example/edit/x">edit</a>'
        '<img src="https://b.example/y.png"><a href="mailto:a@b.c">m</a>')
    assert links.of_site(tmp_path, ["https://own.example/"]) == {
        "https://a.example/x": {"index.html"},
        "https://b.example/y.png": {"index.html"}}
    bib = tmp_path / "x.bib"
    bib.write_text("@misc{k1,\n  doi = {10.1000/a_b},\n"
                   "  eprint = {2103.00020},\n}\n"
                   '@misc{k2,\n  url = "https://c.example/a\\_b#top"\n}\n')
    assert links.of_bibliography(bib) == {
        "https://doi.org/10.1000/a_b": {"k1"},
        "https://arxiv.org/abs/2103.00020": {"k1"},
        "https://c.example/a_b": {"k2"}}


def test_every_entry_of_the_bibliography_has_an_address():
    text = (ROOT / "references.bib").read_text("utf-8")
    keys = set(re.findall(r"^@\w+\{([^,\s]+),", text, re.M))
    found = links.of_bibliography(ROOT / "references.bib")
    assert set().union(*found.values()) == keys


def answers(*replies):
    """A stand-in for ``links.ask`` that gives these replies in turn."""
    replies = list(replies)

    def ask(address, method="HEAD"):
        reply = replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, int) and reply >= 400:
            raise urllib.error.HTTPError(address, reply, "", {}, None)
        return reply if isinstance(reply, tuple) else (reply, b"")

    return ask


@pytest.mark.parametrize("address, replies, verdict", [
    ("https://a.example/", [200], "ok"),
    ("https://a.example/", [405, 200], "ok"),
    ("https://a.example/", [404, 404], "dead"),
    ("https://a.example/", [403, 403], "refused"),
    ("https://a.example/", [503, 503, 200], "ok"),
    ("https://a.example/", [503] * 6, "refused"),
    ("https://a.example/", [urllib.error.URLError("no name")] * 3, "dead"),
    ("https://a.example/", [TimeoutError("late"), 200], "ok"),
    ("https://doi.org/10.1/x", [(200, b'{"responseCode": 1}')], "ok"),
    ("https://doi.org/10.1/x", [404], "dead"),
    ("https://doi.org/10.1/x", [(200, b'{"responseCode": 100}')], "dead"),
])
def test_verdicts(address, replies, verdict):
    ask = answers(*replies)
    assert links.judge(address, ask, sleep=lambda s: None)[0] == verdict


def test_hosts_are_asked_politely():
    pauses = []
    addresses = ["https://a.example/1", "https://a.example/2",
                 "https://arxiv.org/abs/1", "https://arxiv.org/abs/2"]
    found = list(links.check(addresses, lambda a: ("ok", ""), pauses.append))
    assert [row[0] for row in found] == addresses
    assert sorted(pauses) == [links.PAUSE, links.SLOW_HOSTS["arxiv.org"]]


# ----------------------------------------------------------------- memory


def test_a_rebuild_gives_what_a_first_build_gives(book, tmp_path):
    """Twice in one process, with an edit between; then in a fresh one."""
    copy = tmp_path / "copy"
    shutil.copytree(book, copy, ignore=shutil.ignore_patterns("site"))
    program = (
        "import sys; sys.path.insert(0, 'scripts'); import build\n"
        "from pathlib import Path\n"
        "print(build.build('mkdocs.yml', 'one')[0])\n"
        "page = Path('docs/text/power-levels.md')\n"
        "page.write_text(page.read_text('utf-8') + '\\n\\nNew.\\n', 'utf-8')\n"
        "code = Path('docs/code/mmbook/power_levels.py')\n"
        "text = code.read_text('utf-8').replace('10 * np', '10.0 * np')\n"
        "code.write_text(text, 'utf-8')\n"
        "print(build.build('mkdocs.yml', 'two')[0])\n")
    subprocess.run([sys.executable, "-c", program], cwd=copy, check=True)
    run(copy, "build.py", "--site", "three")
    one, two, three = (
        {p.relative_to(copy / n): p.read_bytes()
         for p in sorted((copy / n).rglob("*"))
         if p.is_file() and "sitemap" not in p.name}
        for n in ("one", "two", "three"))
    assert two == three
    changed = {p.as_posix() for p in two if two[p] != one.get(p)}
    assert "text/power-levels/index.html" in changed
    assert b"10.0" in two[Path("text/power-levels/index.html")]


def test_pages_made_side_by_side_are_as_made_one_by_one(book, tmp_path):
    """The same bytes, and each warning once."""
    copy = tmp_path / "copy"
    shutil.copytree(book, copy, ignore=shutil.ignore_patterns("site"))
    for name in ("text/index.md", "foundations/index.md"):
        with (copy / "docs" / name).open("a", encoding="utf-8") as page:
            page.write("\nA [@nobody2026], a [link](nowhere.md), $\\frac{1$.\n")
    program = (
        "import os, sys; sys.path.insert(0, 'scripts'); import build\n"
        "cores, site = sys.argv[1:]\n"
        "os.cpu_count = lambda: int(cores)\n"
        "forks, fork = [], os.fork\n"
        "os.fork = lambda: forks.append(1) or fork()\n"
        "warnings, _ = build.build('mkdocs.yml', site)\n"
        "print(len(forks), *warnings, sep='\\n')\n")
    seen = []
    for cores in "1", "3":
        done = subprocess.run(
            [sys.executable, "-c", program, cores, f"site-{cores}"], cwd=copy,
            capture_output=True, text=True, check=True)
        seen.append(done.stdout.splitlines())
    assert [seen[0].pop(0), seen[1].pop(0)] == ["0", "2"]
    assert seen[0] == seen[1]
    for fault in "nobody2026", "nowhere.md", "frac{1":
        assert sum(fault in line for line in seen[0]) == 2, fault
    one, two = (
        {p.relative_to(copy / n): p.read_bytes()
         for p in sorted((copy / n).rglob("*"))
         if p.is_file() and "sitemap" not in p.name}
        for n in ("site-1", "site-3"))
    assert one == two


# ------------------------------------------------------- bench, workflows


def test_a_book_grows_with_its_figures(tmp_path):
    bench.copy_of_book(tmp_path, ROOT)
    run(tmp_path, "new.py", "text/power-levels", "Ratio")
    many = len(bench.finished(tmp_path)) + 3
    bench.grow(tmp_path, many)
    assert len(bench.finished(tmp_path)) == many
    for section, slug in bench.finished(tmp_path):
        text = (tmp_path / "docs" / section / f"{slug}.md").read_text("utf-8")
        for name in re.findall(r"\]\((figures/[^)#\s]+)\)", text):
            assert (tmp_path / "docs" / section / name).exists(), name


def forms():
    return sorted([*(ROOT / ".github").rglob("*.yml"), ROOT / "CITATION.cff"])


@pytest.mark.parametrize("path", forms(), ids=lambda path: path.name)
def test_yaml_is_valid(path):
    assert yaml.safe_load(path.read_text("utf-8"))


@pytest.mark.parametrize("path", sorted((ROOT / ".github/workflows").glob("*")),
                         ids=lambda path: path.name)
def test_workflows_ask_for_no_more_than_they_need(path):
    text = path.read_text("utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        if "steps" in job:
            assert job["timeout-minutes"]
        writes = {name for name, right in job.get("permissions", {}).items()
                  if right == "write"}
        assert writes <= {"pages", "id-token"}
    for use in re.findall(r"uses: (\S+)", text):
        assert re.fullmatch(r"actions/[\w-]+@v\d+|\./\.github/\S+", use), use
    made = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"run: make ([\w-]+)", text):
        assert re.search(rf"^{target}:", made, re.M), target


def test_issue_forms_have_what_the_platform_wants():
    for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"):
        form = yaml.safe_load(path.read_text("utf-8"))
        if path.name == "config.yml":
            continue
        assert form["name"] and form["description"] and form["body"]
        ids = [part["id"] for part in form["body"] if "id" in part]
        assert len(ids) == len(set(ids))
        for part in form["body"]:
            assert part["attributes"]["label"]


def test_citation_file_has_what_its_format_wants():
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= cff.keys()
    project = lock.tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert cff["version"] == project["project"]["version"]
    assert cff["license"] == project["project"]["license"]
