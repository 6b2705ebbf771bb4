"""What every check reads: the pages of a book, and one line for a fault."""

import contextlib
import functools
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import yaml

SCRIPTS = Path(__file__).resolve().parents[1]
sys.path.append(str(SCRIPTS / "hooks"))

from spans import NOT_PROSE, prose  # noqa: E402

FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.S)
INCLUDE = re.compile(r'--8<--\s+"([^":]+)(?::([\w-]+))?"')
CELL = re.compile(r"^# %%.*$", re.M)
# What a reader does not read as words, beside code, maths and comments.
NOT_WORDS = re.compile(
    r"\[[^\[\]]*@[^\[\]]*\]"  # citations
    r"|(?<=\])\([^)\s]*\)"  # where links lead
    r"|<[a-zA-Z/][^<>]*>"  # tags
    r"|\{[:.#][^{}\n]*\}|\{ [.#][^{}\n]*\}"  # attributes
    r"|https?://\S+"
    r"|^[ \t]*///.*$|^[ \t]*(?:!!!|\?\?\?\+?) +\w+"  # block markers
    r"|^[ \t]*--8<--.*$",
    re.M,
)


@dataclass(frozen=True, order=True)
class Problem:
    path: str
    line: int
    what: str
    mend: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.what}. {self.mend}."


@dataclass
class Fence:
    language: str
    body: str
    line: int  # of the opening ticks


@dataclass
class Page:
    """A Markdown page, or a lab with its code blanked; lines are kept."""

    path: str  # relative to the root
    text: str
    kind: str
    meta: dict = field(default_factory=dict)

    @functools.cached_property
    def prose(self):
        """Without code, maths and comments."""
        return prose(self.text)

    @functools.cached_property
    def words(self):
        """The prose without link targets, citations and markup."""
        return NOT_WORDS.sub(lambda m: blank(m[0]), self.prose)

    @functools.cached_property
    def fences(self):
        found = []
        for match in NOT_PROSE.finditer(self.text):
            if match["fence"]:
                lines = match[0].splitlines()
                indent = len(match["indent"])
                found.append(Fence(
                    lines[0].strip(" >`~").split(" ")[0],
                    "\n".join(line[indent:] for line in lines[1:-1]) + "\n",
                    self.line(match.start())))
        return found

    def line(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def problem(self, offset, what, mend):
        return Problem(self.path, self.line(offset), what, mend)


def blank(text):
    return re.sub(r"[^\n]", " ", text)


def read(path):
    return path.read_text(encoding="utf-8")


def pages(root):
    """The Markdown pages below docs/, in order."""
    found = []
    for path in sorted((root / "docs").rglob("*.md")):
        name = path.relative_to(root).as_posix()
        if name.startswith(("docs/code/", "docs/assets/")):
            continue
        text, meta = read(path), {}
        if head := FRONT_MATTER.match(text):
            with contextlib.suppress(yaml.YAMLError):  # the build says so
                meta = yaml.safe_load(head[1]) or {}
            text = blank(head[0]) + text[head.end():]
        found.append(Page(name, text, str(meta.get("kind", "")), meta))
    return found


def labs(root):
    """The labs as pages: their Markdown cells, everything else blanked."""
    found = []
    for path in sorted(root.glob("docs/*/labs/*.py")):
        text = read(path)
        starts = [m.start() for m in CELL.finditer(text)] + [len(text)]
        parts = [blank(text[:starts[0]])]
        for start, end in zip(starts, starts[1:]):
            cell = text[start:end]
            head, _, rest = cell.partition("\n")
            if "[markdown]" in head:
                # "# " becomes nothing; columns do not matter, lines do.
                cell = "\n" + re.sub(r"^# ?", "", rest, flags=re.M)
            else:
                cell = blank(cell)
            parts.append(cell)
        found.append(Page(path.relative_to(root).as_posix(), "".join(parts),
                          "lab"))
    return found


def texts(root):
    """All that is written in prose: pages, labs, and the root's own files."""
    others = [Page(name, read(root / name), "file")
              for name in ("CONTRIBUTING.md", "README.md", "CHANGELOG.md")
              if (root / name).exists()]
    return pages(root) + labs(root) + others


def blocks(page, pattern):
    """(match, text) of each box whose first line matches, with its body."""
    for match in re.finditer(pattern, page.text, re.M):
        indent = len(match[0]) - len(match[0].lstrip())
        rest = page.text[page.text.find("\n", match.end()) + 1:]
        body = re.match(rf"(?:[ \t]*\n|[ ]{{{indent + 4},}}.*\n?)*", rest)
        yield match, body[0]
