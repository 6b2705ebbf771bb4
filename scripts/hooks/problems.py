"""One clear line for each fault a hook finds: file, line, what, how to mend.

The line is a MkDocs warning, so that `mkdocs serve` shows it and goes on,
and `mkdocs build --strict` fails.
"""

import logging
import re
from pathlib import Path

log = logging.getLogger("mkdocs.hooks.book")
# MkDocs' own warnings name no line: pattern, what is wrong, how to mend it.
KNOWN = [
    (r"Doc file '(?P<page>.+?)' contains a link '(?P<link>.+?)', but .+",
     "link to `{link}`, which does not exist",
     "Correct the path or the anchor"),
    (r"Doc file '(?P<page>.+?)' contains an? .*?link '(?P<link>.+?)'.*",
     "link `{link}` is not relative to the page", "Write ../section/page.md"),
]


def in_our_words(record):
    """Say MkDocs' warnings of links as ours are said."""
    for pattern, what, mend in KNOWN:
        if match := re.fullmatch(pattern, record.getMessage(), re.S):
            path, link = f"docs/{match['page']}", match["link"]
            lab = Path(path).with_suffix(".py")
            if path.endswith(".ipynb") and lab.exists():
                path = lab.as_posix()
            text = Path(path).read_text("utf-8") if Path(path).exists() else ""
            line = text.count("\n", 0, max(text.find(f"({link}"), 0)) + 1
            record.msg = f"{path}:{line}: {what.format(link=link)}. {mend}."
            record.args = ()
            break
    return True


logging.getLogger("mkdocs.structure.pages").addFilter(in_our_words)


def report(path, line, what, mend):
    """Log one fault. `path` is relative to the repository."""
    place = f"{path}:{line}" if line else str(path)
    log.warning("%s: %s. %s.", place, what, mend)


def source(page):
    """The path of a page's source, relative to the repository."""
    if getattr(page.file, "book_source", None):
        return page.file.book_source
    return f"docs/{page.file.src_uri}"


def line_of(page, text):
    """The line of a page's source on which `text` first stands, or None."""
    path = getattr(page.file, "abs_src_path", None)
    if not path:
        return None
    lab = Path(path).with_suffix(".py")
    if path.endswith(".ipynb") and lab.exists():
        path = lab
    whole = Path(path).read_text(encoding="utf-8")
    words = [re.escape(word) for word in text.split()]
    match = re.search(r"[\s#]+".join(words), whole) if words else None
    return whole.count("\n", 0, match.start()) + 1 if match else None
