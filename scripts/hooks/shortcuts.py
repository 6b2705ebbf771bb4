"""Where the libraries take long for nothing, a shorter way to the same.

Each was found by `python scripts/bench.py --profile`; together they save a
third of a build. None changes a byte of the site.
"""

import re
from functools import lru_cache
from pathlib import Path

from markdown.treeprocessors import InlineProcessor
from mkdocs_bibtex import registry
from pybtex.database import parse_string
from pybtex.richtext import Text

# references.bib was parsed twice a build, by the hook that reports its
# faults and by mkdocs-bibtex.
parsed = lru_cache(maxsize=2)(parse_string)


def parse_file(path):
    return parsed(Path(path).read_text("utf-8"), "bibtex")


registry.parse_file = parse_file

# Names and titles went through a parser of LaTeX, also those without any.
LATEX = set("\\{}$~^_&%#`'-")
from_latex = Text.from_latex
Text.from_latex = lambda words: (
    from_latex(words) if LATEX.intersection(words) else Text(words))

# Python-Markdown tries each of these patterns on each piece of text, and
# four in five pieces hold nothing that one could begin with.
PATTERNS = {
    "backtick", "arithmatex-inline", "escape", "footnote", "reference",
    "link", "image_link", "image_reference", "short_reference",
    "short_image_ref", "autolink", "automail", "linebreak", "html", "entity",
    "em_strong"}
BEGINS = re.compile(r"[`$\\\[!<&*_]|  \n")
NAME = "_InlineProcessor__handleInline"
handle = getattr(InlineProcessor, NAME, None)


def handle_if_any(self, data, first=0):
    return handle(self, data, first) if BEGINS.search(data) else data


if handle:  # a private name of Markdown 3
    setattr(InlineProcessor, NAME, handle_if_any)
