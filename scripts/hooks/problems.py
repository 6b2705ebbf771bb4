"""One clear line for each fault a hook finds: file, line, what, how to mend.

The line is a MkDocs warning, so that `mkdocs serve` shows it and goes on,
and `mkdocs build --strict` fails.
"""

import logging
import re
from pathlib import Path

log = logging.getLogger("mkdocs.hooks.book")


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
