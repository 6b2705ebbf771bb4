"""Solutions of the chapter on text and tokens."""

import re
from pathlib import Path

import mmbook
from mmbook.nlp_basics import encode, learn


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


def bytes_a_token(merges):
    """On three of each four pages, where the merges come from, and on the
    fourth: two floats."""
    pages = book()
    new = "\n".join(pages[3::4])
    old = "\n".join(page for i, page in enumerate(pages) if i % 4 != 3)
    found = learn(old, merges)
    return [len(text.encode()) / len(encode(text, found))
            for text in (old, new)]
# --8<-- [end:book]


# --8<-- [start:commas]
def commas(text):
    """Runs of four or more digits in groups of three from the right."""
    return re.sub(r"(?<=\d)(?=(?:\d{3})+(?!\d))", ",", text)
# --8<-- [end:commas]
