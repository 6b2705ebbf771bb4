"""Begin a chapter from the template: make new CHAPTER=text/nlp-basics.

    python scripts/new.py text/nlp-basics "NLP basics"

writes the page, its module, solutions, tests and figure, puts the page last
in its section of mkdocs.yml, and adds what it cites to references.bib. The
new chapter is a small complete one about decibels which passes every check:
replace it piece by piece while `make serve` shows the page.
"""

import argparse
import datetime
import keyword
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = Path(__file__).resolve().parent / "template"
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
ENTRY = re.compile(r"^@\w+\{([^,\s]+),.*?^\}\n?", re.M | re.S)


class NewError(Exception):
    """Why a chapter cannot be begun; its text is one line."""


def sections(root):
    """The sections that can hold a chapter, in the order of nav."""
    text = (root / "mkdocs.yml").read_text("utf-8")
    return re.findall(r"^ +- ([a-z]+)/index\.md\b", text, re.M)


def targets(root, section, slug):
    """Which file of the template is written where."""
    name = slug.replace("-", "_")
    return {
        "chapter.md": root / "docs" / section / f"{slug}.md",
        "module.py": root / "docs/code/mmbook" / f"{name}.py",
        "solutions.py": root / "docs/code/solutions" / f"{name}.py",
        "test.py": root / "tests" / f"test_{name}.py",
        "figure.py": root / "scripts/figures" / section / f"{slug}.py",
        "figure.svg": root / "docs" / section / "figures" / f"{slug}.svg",
    }


def check(root, chapter, title):
    """Section and slug of ``chapter``, or NewError with one clear line."""
    section, _, slug = chapter.partition("/")
    known = sections(root)
    if section not in known:
        raise NewError(f"no section {section!r} in mkdocs.yml; write "
                       f"section/slug with one of {', '.join(known)}")
    if not SLUG.fullmatch(slug) or slug == "index":
        raise NewError(f"{slug!r} is no slug; use lowercase letters, digits "
                       "and single hyphens, beginning with a letter, for "
                       "example nlp-basics")
    name = slug.replace("-", "_")
    if keyword.iskeyword(name):
        raise NewError(f"{slug!r} cannot name a module of Python; choose "
                       "another slug")
    if not title.strip() or re.search(r"[\n$`\"\\]", title):
        raise NewError("no title, or one with quotes, maths or code in it; "
                       'write for example TITLE="NLP basics"')
    for path in targets(root, section, slug).values():
        if path.exists():
            raise NewError(f"{path.relative_to(root).as_posix()} exists "
                           "already; choose another slug, or edit that file")
    return section, slug


def add_to_nav(text, section, page):
    """mkdocs.yml with ``page`` last in its section, all else untouched."""
    lines = text.splitlines(keepends=True)
    first = next(i for i, line in enumerate(lines)
                 if line.strip().startswith(f"- {section}/index.md"))
    indent = lines[first].split("-")[0]
    last = first
    for place in range(first + 1, len(lines)):
        if lines[place].strip() and not lines[place].startswith(indent):
            break  # the next section
        if re.match(rf"{indent}- {section}/[\w-]+\.md\b", lines[place]):
            last = place
    lines.insert(last + 1, f"{indent}- {page}\n")
    return "".join(lines)


def add_entries(bib, entries):
    """The bibliography with those of ``entries`` that it lacks, by key."""
    found = {m[1]: m[0] for m in ENTRY.finditer(bib)}
    for match in ENTRY.finditer(entries):
        if match[1] in found:
            continue
        later = [key for key in found if key > match[1]]
        at = bib.index(found[min(later)]) if later else len(bib)
        gap = "\n" if later or not bib else ""
        before = "\n" if bib and not later else ""
        bib = bib[:at] + before + match[0] + gap + bib[at:]
        found[match[1]] = match[0]
    return bib


def draw(root, script, drawn):
    """Draw the figure; without Matplotlib take the template's drawing."""
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        drawn.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(TEMPLATE / "figure.svg", drawn)
        return
    sys.path.insert(0, str(root / "scripts"))
    import draw as drawing

    drawing.draw(script, root / "docs")


def new(root, chapter, title):
    """Write the chapter; the paths that were written or changed."""
    section, slug = check(root, chapter, title)
    name = slug.replace("-", "_")
    words = {"title": title.strip(), "section": section, "slug": slug,
             "name": name, "date": datetime.date.today().isoformat()}
    paths = targets(root, section, slug)
    for source, path in paths.items():
        if source == "figure.svg":
            continue
        text = (TEMPLATE / source).read_text("utf-8")
        text = re.sub(r"\{\{(\w+)\}\}", lambda m: words[m[1]], text)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    draw(root, paths["figure.py"], paths["figure.svg"])
    changes = {
        "mkdocs.yml": lambda text: add_to_nav(
            text, section, f"{section}/{slug}.md"),
        "references.bib": lambda text: add_entries(
            text, (TEMPLATE / "references.bib").read_text("utf-8")),
    }
    for place, change in changes.items():
        path = root / place
        path.write_text(change(path.read_text("utf-8")), "utf-8",
                        newline="\n")
    return [*paths.values(), *(root / place for place in changes)]


def main(arguments=None):
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chapter", help="section/slug")
    parser.add_argument("title")
    options = parser.parse_args(arguments)
    try:
        paths = new(ROOT, options.chapter, options.title)
    except NewError as error:
        print(f"new chapter: {error}", file=sys.stderr)
        return 1
    for path in paths:
        print(path.relative_to(ROOT).as_posix())
    print("Now replace the template's text, with `make serve` open beside it;"
          f"\ncheck with: make check ONLY={options.chapter}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
