"""references.bib: every entry used, complete, once, and where it belongs."""

import difflib
import re
import unicodedata

from pybtex.database import PybtexError, parse_file
from pybtex.style.formatting.plain import Style as PlainStyle
from pybtex.style.template import FieldIsMissing

from .book import Problem, labs, pages, read

NAME = "references.bib"
TIMELINE = "docs/introduction/timeline.yml"  # it cites too
STYLE = PlainStyle()
GROUP = re.compile(r"\[[^\[\]]*@[^\[\]]*\](?!\()")
KEY = re.compile(r"(?<![\w.])@([\w:-]+)")
DOI = re.compile(r"(?:https://doi\.org/)?10\.\d{4,9}/\S+")
ARXIV = re.compile(r"(?:arxiv\.org/(?:abs|pdf)/|arxiv[.:])?"
                   r"(\d{4}\.\d{4,5}|[a-z-]+/\d{7})(?:v\d+)?", re.I)


def cited_on(page, root):
    """The keys that a page cites, in its text or through the timeline."""
    keys = {key for group in GROUP.findall(page.prose)
            for key in KEY.findall(group)}
    if "<!-- timeline -->" in page.text and (root / TIMELINE).exists():
        keys.update(re.findall(r"^ +cite: (\S+)", read(root / TIMELINE), re.M))
    return keys


def check_bibliography(root):
    """Every entry is cited, complete, well named, in order and there once."""
    path = root / NAME
    try:
        entries = parse_file(str(path)).entries
    except (PybtexError, FileNotFoundError):
        return []  # the build says so
    text = read(path)
    lines = {match[1]: text.count("\n", 0, match.start()) + 1
             for match in re.finditer(r"^\s*@\w+\s*\{\s*([^,\s]+)", text, re.M)}
    cited = {key for page in pages(root) + labs(root)
             for key in cited_on(page, root)}
    found = []

    def problem(key, what, mend):
        found.append(Problem(NAME, lines.get(key, 1), f"`{key}` {what}", mend))

    seen, before = {}, ""
    for key, entry in entries.items():
        if key not in cited:
            problem(key, "is cited nowhere",
                    "Cite it where its claim is made, or remove it")
        for what, mend in faults(key, entry):
            problem(key, what, mend)
        for mark in identities(entry):
            if seen.setdefault(mark, key) != key:
                problem(key, f"is the same work as `{seen[mark]}`",
                        "Keep one entry and cite it under one key")
                break
        if key.casefold() < before:
            problem(key, f"stands after `{before}`", "Sort entries by key")
        before = max(before, key.casefold())
    return found


def check_citations(root):
    """`[@key]:` at the beginning of a line becomes the text of a footnote."""
    return [page.problem(match.start(1), f"`{match[1]}:` begins a line, which "
                         "makes a footnote of it", "Break the line elsewhere")
            for page in pages(root) + labs(root)
            for match in re.finditer(r"^[ \t]*(\[@[^\]\n]*\]):", page.prose,
                                     re.M)]


def faults(key, entry):
    """What an entry lacks, and what is wrong with its key."""
    has, people = entry.fields, authors(entry)
    missing = [name for name in ("title", "year") if not has.get(name)]
    if not people:
        missing.append("author")
    if not any(has.get(name) for name in ("doi", "eprint", "url")):
        missing.append("doi, eprint or url")
    doi, eprint = has.get("doi"), has.get("eprint")
    if doi and not DOI.fullmatch(doi):
        yield f"has the DOI {doi}, which is none", "Write it as 10.1000/182"
    if eprint and not ARXIV.fullmatch(eprint):
        yield (f"has the eprint {eprint}, which is no arXiv number",
               "Write it as 2010.11929")
    if not missing:
        try:
            STYLE.format_entry("", entry)
        except FieldIsMissing as error:  # what its type asks for
            missing.append(re.search(r"missing (.+) in ", str(error))[1])
    if missing:
        yield f"lacks {', '.join(missing)}", "Add it to the entry"
        return
    person = people[0]
    last = plain(" ".join(person.last_names))
    full = plain(" ".join(person.prelast_names + person.last_names))
    first = plain(person.last_names[0]) if person.last_names else last
    parts = re.fullmatch(r"([a-z]+)(\d{4})([a-z0-9]+)", key)
    mend = "Write it as first author, year, a word of the title"
    if not parts:
        yield "is no key of this book", mend
    elif parts[1] not in (last, full, first):
        yield f"does not begin with the first author, {last}", mend
    elif parts[2] != has["year"]:
        yield f"has another year than its entry, {has['year']}", mend
    elif parts[3] not in plain(has["title"]):
        near = difflib.get_close_matches(
            parts[3], [plain(w) for w in has["title"].split()], 1, 0.5)
        yield ("ends in no word of its title",
               mend + (f", such as {near[0]}" if near else ""))


def authors(entry):
    return entry.persons.get("author") or entry.persons.get("editor") or []


def plain(text):
    """Lower case ASCII letters and digits only."""
    text = unicodedata.normalize("NFKD", re.sub(r"\\[a-zA-Z]+ ?", "", text))
    return re.sub(r"[^a-z0-9]", "", text.lower())


def identities(entry):
    """What tells that two entries are one work."""
    has = entry.fields
    if has.get("title"):
        yield "title", plain(has["title"])
    if has.get("doi"):
        yield "doi", has["doi"].lower().removeprefix("https://doi.org/")
    for name in ("eprint", "doi", "url"):
        value = has.get(name, "")
        if name == "eprint" or "arxiv" in value.lower():
            if match := ARXIV.search(value):
                yield "arxiv", match[1].lower()
