"""What a page promises: front matter, and the parts of a chapter."""

import datetime
import re

from .book import Problem, blank, blocks, labs, pages

KINDS = {"chapter", "section", "page", "home", "lab"}
LAST_PARTS = ["What the field uses", "Where it goes wrong",
              "What to remember", "Exercises", "Further reading"]
EXERCISE = re.compile(r'!!! exercise "\[(paper|code|open)\] [^"]+"')
HEADING = re.compile(r"^(#{1,6}) +(.+?) *#*$", re.M)
MEDIA = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)[^)]*\)")
CAPTION = re.compile(r"^[ \t]*/// (figure|table|listing)\b(.*)\n"
                     r"((?:.*\n)*?)[ \t]*///[ \t]*$", re.M)
NAMED = re.compile(r"^[ \t]*/// \w+ *\| *#([\w:-]+)|\\label\{([\w:-]+)\}",
                   re.M)
PREFIX = {"figure": "fig", "table": "tbl", "listing": "lst"}
REFERENCE = re.compile(r"\[\]\(#([\w:-]+)\)")
TYPED = re.compile(r"\b(Figures?|Tables?|Listings?|Equations?|Eqs?\.|Figs?\.)"
                   r"[ \n]\(?\d+\)?[a-z]?(?! (?:of|in)\b[^.]{0,60}\[@)")


def check_front_matter(root):
    """The build misses missing fields; here is what they say."""
    found = []
    for page in pages(root):
        meta = page.meta
        if page.kind not in KINDS:
            found.append(Problem(
                page.path, 1, "front matter has no `kind` of "
                + ", ".join(sorted(KINDS)), "Add a line such as kind: chapter"))
        words = str(meta.get("description") or "").strip()
        sentences = len(re.findall(r"[.?](?=\s|$)", words))
        if words and not (1 <= sentences <= 3 and len(words) <= 320
                          and words[-1] in ".?"):
            found.append(Problem(
                page.path, 1, f"description has {sentences} sentences and "
                f"{len(words)} characters",
                "Write two sentences, 320 characters at most, with periods"))
        date = meta.get("reviewed")
        if (isinstance(date, datetime.date)
                and date > datetime.date.today()):
            found.append(Problem(page.path, 1, f"reviewed: {date} is to come",
                                 "Give the day on which the facts were "
                                 "last checked"))
    return found


def check_chapters(root):
    """A chapter has its parts, in order, and its exercises are solved."""
    return [problem for page in pages(root) if page.kind == "chapter"
            for problem in [*opening(page), *parts(page), *answers(page),
                            *exercises(page)]]


def headings(page):
    return [(m.start(), len(m[1]), m[2]) for m in HEADING.finditer(page.prose)
            if page.text[m.start()] == "#"]


def opening(page):
    title = next((at for at, level, _ in headings(page) if level == 1), None)
    box = page.text.find('!!! before "Before you start"')
    if title is None:
        yield page.problem(0, "no title", "Begin with a line # Title")
        return
    if box < 0:
        yield page.problem(
            title, "no box “Before you start”",
            'After the opening, write !!! before "Before you start"')
        return
    start = re.compile(r"\n\s*").search(page.text, title).end()
    words = len(re.findall(r"[\w’'-]*\w", page.words[start:box]))
    if not 50 <= words <= 140:
        yield page.problem(
            start, f"the opening has {words} words",
            "Open in 60 to 120 words with a question that has a number in it")


def parts(page):
    titles = [(at, name) for at, level, name in headings(page) if level == 2]
    names = [name for _, name in titles]
    missing = [name for name in LAST_PARTS if name not in names]
    for name in missing:
        yield page.problem(0, f"no section “{name}”", f"Write ## {name}")
    if missing:
        return
    if [n for n in names if n in LAST_PARTS] != LAST_PARTS:
        yield page.problem(titles[names.index(LAST_PARTS[0])][0],
                           "the closing sections are out of order",
                           "Order them: " + ", ".join(LAST_PARTS))
    ideas = len(names) - len(LAST_PARTS)
    if not 4 <= ideas <= 7:
        yield page.problem(titles[0][0], f"{ideas} sections before “What the "
                           "field uses”", "Write four to seven, one an idea")
    ends = [at for at, _ in titles[1:]] + [len(page.text)]
    for (at, name), end in zip(titles, ends):
        if name in ("What to remember", "Further reading"):
            items = len(re.findall(r"^(?:[-*+]|\d+\.) ", page.prose[at:end],
                                   re.M))
            if not 3 <= items <= 5:
                yield page.problem(at, f"“{name}” lists {items} items",
                                   "Give three to five")


def answers(page):
    for match, body in blocks(page, r"^[ ]*\?\?\?\+? check.*$"):
        if not body.strip():
            yield page.problem(match.start(), "“Check yourself” without its "
                               "answer", "Write it below, four spaces in")


def exercises(page):
    count = 0
    for match, body in blocks(page, r"^!!! exercise.*$"):
        count += 1
        tag = EXERCISE.fullmatch(match[0].strip())
        if not tag:
            yield page.problem(
                match.start(), f"exercise without its tag: {match[0]}",
                'Write !!! exercise "[paper] Name", or [code], or [open]')
            continue
        solution = re.search(r"^ +\?\?\? solution.*\n((?:.*\n?)*)", body, re.M)
        if not body[:solution.start() if solution else None].strip():
            yield page.problem(match.start(), "exercise without a task",
                               "Say what to do, four spaces in")
        if not solution or not solution[1].strip():
            yield page.problem(match.start(), "exercise without a solution",
                               "Fold a worked one beneath it: ??? solution")
        elif tag[1] == "code" and not re.search(
                r"^ *(```+ ?pycon|--8<--)", solution[1], re.M):
            yield page.problem(
                match.start(), "code exercise whose solution has no code",
                "Include a section of docs/code/solutions/, and run it in a "
                "pycon block")
    if not 4 <= count <= 6:
        at = page.text.find("## Exercises")
        yield page.problem(max(at, 0), f"{count} exercises",
                           "Write four to six")


def check_headings(root):
    """A heading goes into menus, tabs and search, where maths cannot."""
    return [page.problem(match.start(), f"heading with maths: {match[0]}",
                         "Say it in words")
            for page in pages(root) + labs(root)
            for match in re.finditer(r"^#{1,6} .*\$.*$",
                                     without_fences(page), re.M)]


def check_outline(root):
    """One title a page, and no level left out: readers jump by headings."""
    found = []
    for page in pages(root) + labs(root):
        before = 0
        for at, level, name in headings(page):
            if level == 1 and before:
                found.append(page.problem(at, f"second title: {name}",
                                          "Begin sections with ##"))
            elif level > before + 1 and before:
                found.append(page.problem(
                    at, f"heading “{name}” skips a level",
                    f"Write {'#' * (before + 1)} {name}"))
            before = level
    return found


def check_table_headers(root):
    """A column's header is read aloud before each cell, so it has words."""
    row = r"^[ ]*\|(.+)\|[ ]*\n[ ]*\|[ :|-]*---[ :|-]*$"
    return [page.problem(match.start(), "table with a column header "
                         "without words",
                         "Say in words what the column holds")
            for page in pages(root) + labs(root)
            for match in re.finditer(row, page.prose, re.M)
            if any(not re.search(r"\S", re.sub(r"\$[^$]*\$", "", cell))
                   for cell in re.split(r"(?<!\\)\|", match[1]))]


def without_fences(page):
    lines = page.text.split("\n")
    for fence in page.fences:
        part = slice(fence.line - 1, fence.line + fence.body.count("\n") + 1)
        lines[part] = map(blank, lines[part])
    return "\n".join(lines)


def check_numbered_things(root):
    """Figures, tables, listings: an id, a reference, words for everyone."""
    found = []
    for page in pages(root) + labs(root):
        used = set(REFERENCE.findall(page.prose))
        text, names = without_fences(page), set()
        for match in NAMED.finditer(text):
            name = match[1] or match[2]
            if name in names:
                found.append(page.problem(
                    match.start(), f"id `{name}` is given twice",
                    "Name each figure, table, listing and equation apart"))
            names.add(name)
        for match in CAPTION.finditer(page.prose):
            kind = match[1]
            name = re.search(r"\| *#([\w:-]+)", match[2])
            if not name:
                found.append(page.problem(
                    match.start(), f"{kind} without an id",
                    f"Name it: /// {kind} | #{PREFIX[kind]}-name"))
            elif kind == "figure" and name[1] not in used:
                found.append(page.problem(
                    match.start(), f"figure `{name[1]}` is nowhere referred "
                    "to", f"Point at it in the text before it: "
                    f"[](#{name[1]})"))
            picture = None
            for picture in MEDIA.finditer(page.prose, 0, match.start()):
                pass
            if (kind == "figure" and picture
                    and same(picture[1], match[3])
                    and not page.prose[picture.end():match.start()].strip()):
                found.append(page.problem(
                    picture.start(), f"alt text of `{picture[2]}` repeats "
                    "its caption", "Say in the alt text what the picture "
                    "shows, in the caption what to look at"))
        for match in TYPED.finditer(page.words):
            if "[@" in page.prose[match.end():match.end() + 80]:
                continue
            found.append(page.problem(
                match.start(), f"typed number “{' '.join(match[0].split())}”",
                "Refer by id: [](#fig-name), [](#tbl-name), [](#lst-name), "
                "[](#eq-name)"))
    return found


def same(one, two):
    one, two = (re.sub(r"\W+", " ", t).lower().strip() for t in (one, two))
    return bool(one) and (one == two or one in two and len(one) > 40)
