"""Solutions of the chapter on text and tokens."""

import re
from pathlib import Path

import mmbook


# --8<-- [start:book]
def book(folder=Path(mmbook.__file__).parents[2]):
    """The prose of this book: a list of one str a page, in alphabetical
    order, without front matter, code, formulas and comments."""
    texts = []
    for page in sorted(folder.glob("*/*.md")):
        text = page.read_text("utf-8").split("\n---\n", 1)[-1]
        for noise in (r"(?s)```.*?```", r"(?s)<!--.*?-->",
                      r"(?s)\$\$.*?\$\$", r"\$[^$]*\$", r"(?m)^ *///.*$",
                      r"\]\([^)]*\)", r"\[@[^]]*\]"):  # links, citations
            text = re.sub(noise, " ", text)
        texts.append(text)
    return texts
# --8<-- [end:book]
