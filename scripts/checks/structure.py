"""What has to be right before anything else can be said of a file."""

import ast
import re

import yaml

from .book import FRONT_MATTER, Problem, pages, read

FENCE = re.compile(r"[ >]*(`{3,}|~{3,})(.*)")
BLOCK = re.compile(r"[ ]*///+[ ]*(\w.*)?")


def check_structure(root):
    """Front matter is YAML; fences, blocks and displays have an end; code
    is Python."""
    found = [Problem(page.path, *fault) for page in pages(root)
             for fault in [*head(read(root / page.path)), *ends(page.text)]]
    for path in sorted((root / "docs" / "code").rglob("*.py")):
        try:
            ast.parse(read(path))
        except SyntaxError as error:
            found.append(Problem(
                path.relative_to(root).as_posix(), error.lineno or 1,
                f"not valid Python: {error.msg}", "Mend the line"))
    return found


def head(text):
    """A line, what is wrong with the front matter there, how to mend it."""
    found = FRONT_MATTER.match(text)
    if not found:
        yield (1, "no front matter", "Begin with a line ---, then title, "
               "description, reviewed and kind, then a line ---")
        return
    try:
        yaml.safe_load(found[1])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        yield (mark.line + 2 if mark else 2, "front matter is not valid YAML",
               "Quote values that contain a colon")


def ends(text):
    """Each thing that is opened and not closed, by the line it begins on."""
    ticks = block = display = None  # what is open: (line, mark)
    for number, line in enumerate(text.splitlines(), 1):
        if match := FENCE.fullmatch(line):
            if not ticks:
                ticks = number, match[1]
            elif match[1] == ticks[1] and match[2].strip():
                break  # another begins
            elif match[1].startswith(ticks[1]):
                ticks = None
            continue
        if ticks:
            continue
        if display and not line.strip():
            break
        if line.strip().endswith("$$") or line.strip().startswith("$$"):
            if line.count("$$") == 1:
                display = None if display else (number, "$$")
        if match := BLOCK.fullmatch(line):
            if match[1] and block:
                break
            block = (number, "///") if match[1] else None
    for what, open_ in (("code block", ticks), ("formula", display),
                        ("block", block)):
        if open_:
            yield (open_[0], f"{what} that is not closed",
                   f"End it with a line {open_[1]}")
