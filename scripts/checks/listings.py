"""Listings are included from docs/code, never typed."""

import re
import textwrap

from .book import INCLUDE, Problem, pages, read

LANGUAGES = {"python", "pycon", "console", "text", "bibtex", "yaml", "html",
             "markdown"}
COLUMNS, SHORTEST, LONGEST = 79, 3, 30
MARK = re.compile(r"--8<-- \[(start|end):")


def check_listings(root):
    found = []
    for page in pages(root):
        for fence in page.fences:
            def problem(what, mend, line=fence.line):
                found.append(Problem(page.path, line, what, mend))

            if fence.language not in LANGUAGES:
                problem(f"code block in `{fence.language or 'no language'}`",
                        f"Use one of {', '.join(sorted(LANGUAGES))}")
            if fence.language == "python":
                check_python(root, fence, problem)
    return found


def check_python(root, fence, problem):
    for number, line in enumerate(fence.body.splitlines(), fence.line + 1):
        if line.strip() and not INCLUDE.match(line.strip()):
            problem("typed listing", "Put the code into docs/code/ and include"
                    ' it: --8<-- "mmbook/module.py:section"', number)
            return
    total, includes = 0, INCLUDE.findall(fence.body)
    for name, section in includes:
        lines = included(root, name, section)
        if lines is None:
            return  # the build says so
        total += len(lines)
        for line in lines:
            if len(line) > COLUMNS:
                problem(f"listing {name}:{section} has a line of {len(line)} "
                        f"columns: {line.strip()[:30]}…",
                        f"Break it at {COLUMNS}")
                break
    ours = all(name.startswith("mmbook/") for name, _ in includes)
    if ours and not SHORTEST <= total <= LONGEST:
        problem(f"listing of {total} lines",
                "Show 5 to 20; mark a smaller section, or split it")


def included(root, name, section):
    """The lines that an include shows, or None where it shows nothing."""
    path = root / "docs" / "code" / name
    if not path.is_file():
        return None
    text = read(path)
    if section:
        match = re.search(rf"\[start:{section}\]\n(.*?)\n?[^\n]*"
                          rf"\[end:{section}\]", text, re.S)
        if not match:
            return None
        text = match[1]
    lines = [x for x in text.splitlines() if not MARK.search(x)]
    return textwrap.dedent("\n".join(lines)).strip("\n").splitlines()
