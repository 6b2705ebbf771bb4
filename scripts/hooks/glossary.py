"""Terms explain themselves: the first use of each on a page is a link to
the glossary that carries the definition, shown on hover and on focus.

The terms are in docs/resources/glossary.yml: `term`, `definition`, optional
`abbreviation` and `also` (other forms that count as the term).
"""

import html
import posixpath
import re
from pathlib import Path

import yaml
from mkdocs.plugins import event_priority
from problems import report

SOURCE = "docs/resources/glossary.yml"
PAGE = "resources/glossary.md"
PLACE = "<!-- glossary -->"
TAG = re.compile(r"<!--.*?-->|<math\b.*?</math>|<svg\b.*?</svg>"
                 r"|<(/?)(\w+)[^>]*>", re.S)
# No term is linked inside these: they are links, titles or not prose.
CLOSED = {"a", "abbr", "button", "code", "h1", "h2", "h3", "h4", "h5", "h6",
          "math", "pre", "script", "style", "summary", "svg", "td", "th",
          "label", "audio", "video"}

WORD = re.compile(r"(?<![\w-])\w+")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # C: ten times as fast
terms = {}  # form as matched -> (anchor, definition)
forms = {}  # first word -> a pattern of the forms that begin with it


def anchor(term):
    return re.sub(r"[^a-z0-9]+", "-", term.lower()).strip("-")


def on_config(config):
    terms.clear()
    forms.clear()
    path = Path(config.docs_dir) / "resources" / "glossary.yml"
    if not path.exists():
        return
    for number, entry in enumerate(read(path), 1):
        name, meaning = entry.get("term"), entry.get("definition")
        if not (name and meaning):
            report(SOURCE, entry["line"], f"entry {number} "
                   f"({name or meaning}) lacks `term` or `definition`",
                   "Give it both")
            continue
        title = meaning
        if entry.get("abbreviation"):
            title = f"{entry['abbreviation']}: {name}. {meaning}"
        for form in [name, entry.get("abbreviation"), *entry.get("also", [])]:
            if form:
                terms[form.lower()] = (anchor(name), title, form)
    begins = {}
    for form in sorted(terms, key=len, reverse=True):
        begins.setdefault(WORD.match(form)[0], []).append(re.escape(form))
    for word, these in begins.items():
        forms[word] = re.compile(rf"(?:{'|'.join(these)})(?![\w-])", re.I)


def read(path):
    """The entries, each with the line it begins on."""
    text = path.read_text(encoding="utf-8")
    try:
        entries = yaml.load(text, LOADER) or []
        nodes = yaml.compose(text, LOADER).value if entries else []
        return [{**entry, "line": node.start_mark.line + 1}
                for entry, node in zip(entries, nodes)]
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        report(SOURCE, place and place.line + 1, "not valid YAML",
               "Quote values that contain a colon")
        return []


def on_page_markdown(markdown, page, config, files):
    """Fill the glossary page."""
    if PLACE not in markdown:
        return markdown
    rows = []
    path = Path(config.docs_dir) / "resources" / "glossary.yml"
    whole = [e for e in read(path) if e.get("term") and e.get("definition")]
    for entry in sorted(whole, key=lambda e: e["term"].casefold()):
        short = entry.get("abbreviation")
        name = entry["term"] + (f" ({short})" if short else "")
        rows.append(f'<dt id="{anchor(entry["term"])}">{html.escape(name)}'
                    f'</dt>\n<dd>{html.escape(entry["definition"])}</dd>')
    listing = "\n".join(rows)
    return markdown.replace(PLACE, f'<dl class="glossary">\n{listing}\n</dl>')


@event_priority(-30)
def on_page_content(content, page, config, files):
    """Link the first use of each term in the prose of a page."""
    if not forms or page.file.src_uri == PAGE or page.is_homepage:
        return content
    home = posixpath.relpath("resources/glossary", page.url or ".")
    used, closed, out, end = set(), [], [], 0

    def link(start, stop):
        """Link the terms between two places of the content."""
        nonlocal end
        past = start
        for word in WORD.finditer(content, start, stop):
            pattern = forms.get(word[0].lower())
            if not pattern or word.start() < past:
                continue
            match = pattern.match(content, word.start(), stop)
            if not match:
                continue
            past = match.end()
            name, title, form = terms[match[0].lower()]
            capitals = form[1:] != form[1:].lower()  # CLIP is no clip
            if name in used or (capitals and match[0] != form):
                continue
            used.add(name)
            out.append(f'{content[end:match.start()]}<a class="term" '
                       f'href="{home}/#{name}" title="'
                       f'{html.escape(title, quote=True)}">{match[0]}</a>')
            end = match.end()

    start = 0
    for tag in TAG.finditer(content):
        if not closed:
            link(start, tag.start())
        start = tag.end()
        name = (tag[2] or "").lower()
        title = "admonition-title" in tag[0] or "footnote" in tag[0]
        if closed:
            if name == closed[0]:
                closed.extend([name] if not tag[1] else [])
                if tag[1]:
                    closed.pop()
        elif not tag[1] and (name in CLOSED or title):
            closed.append(name)
    return "".join(out) + content[end:]
