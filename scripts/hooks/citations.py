"""What mkdocs-bibtex lacks.

Before the plugin runs: unknown keys get one line naming file, line and the
nearest keys; the `@` of code and maths is hidden from it; each page that
cites gets its list of references. After it: the `@` comes back, and the
bibliography page is filled, with links back to the pages that cite.
"""

import difflib
import html
import posixpath
import re
from pathlib import Path

import markdown as md
from mkdocs.exceptions import Abort
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs_bibtex.citation import Citation
from problems import line_of, report, source
from pybtex.database import PybtexError
from shortcuts import parse_file
from spans import outside_prose, prose

GROUP = re.compile(r"\[([^\[\]]*@[^\[\]]*)\](?!\()")
KEY = re.compile(r"(?<![\w.])@([\w:-]+)")
HIDDEN = "\ue000"  # stands for @ where mkdocs-bibtex must not look
PLACE = "<!-- bibliography -->"

cited = {}  # key -> pages that cite it, in build order
entries = {}
texts = {}  # key -> its reference as printed, kept while the file is the same


@event_priority(100)
def on_config(config):
    """Read references.bib first, so that its faults are one line each."""
    name = config.plugins["bibtex"].config.bib_file
    path = Path(config.config_file_path).parent / name
    before = dict(entries)
    entries.clear()
    try:
        entries.update(parse_file(path).entries)
    except PybtexError as error:
        fault = re.sub(r"\s+", " ", str(error))
        line = re.search(r"line (\d+)", fault)
        line = line and line[1]
        if twice := re.search(r"repeated bibliography entry: (\S+)", fault):
            text = path.read_text("utf-8")
            line = text.count("\n", 0, text.rindex(f"{{{twice[1]},")) + 1
        report(name, line,
               f"malformed BibTeX: {fault}",
               "Close the entry's braces, separate its fields with commas, "
               "and give each entry a key of its own")
        # Of this, and of no other exit, `mkdocs serve` recovers.
        raise Abort(f"{name} cannot be read.") from None
    if entries != before:
        texts.clear()
    return config


def on_pre_build(config):
    """Format each entry once, not once for each page that cites it."""
    registry = config.plugins["bibtex"].registry
    plain = registry.reference_text

    def once(citation):
        if citation.key not in texts:
            texts[citation.key] = plain(citation)
        return texts[citation.key]

    registry.reference_text = once


def keys_in(text):
    return [key for group in GROUP.findall(text) for key in KEY.findall(group)]


@event_priority(50)
def _before(markdown, page, config, files):
    keys = list(dict.fromkeys(keys_in(prose(markdown))))
    known = [key for key in keys if key in entries]
    for key in keys:
        if key not in entries:
            near = difflib.get_close_matches(key, entries, 3, 0.5)
            report(source(page), line_of(page, f"@{key}"),
                   f"unknown citation key `{key}`",
                   f"Nearest keys: {', '.join(near)}" if near
                   else "Add its entry to references.bib")
            # Left visible, and out of the plugin's sight.
            markdown = re.sub(rf"@{re.escape(key)}(?![\w:-])",
                              f"{HIDDEN}{key}?", markdown)
    page.cites = known
    markdown = outside_prose(lambda part: part.replace("@", HIDDEN), markdown)
    if known:
        markdown += "\n\n## References\n\n\\bibliography\n"
    return markdown


@event_priority(-50)
def _after(markdown, page, config, files):
    return markdown.replace(HIDDEN, "@")


on_page_markdown = CombinedEvent(_before, _after)


def on_env(env, config, files):
    """Fill the bibliography once every page has been read."""
    cited.clear()
    for file in files.documentation_pages():
        for key in getattr(file.page, "cites", ()):
            cited.setdefault(key, []).append(file.page)
    for file in files.documentation_pages():
        if file.page and file.page.content and PLACE in file.page.content:
            listing = bibliography(config.plugins["bibtex"], file.page)
            file.page.content = file.page.content.replace(PLACE, listing)
    return env


def bibliography(plugin, page):
    """Every entry that a page cites, with links to those pages."""
    items, text_only = [], md.Markdown()
    for key in sorted(cited, key=lambda key: sort_key(entries[key])):
        text = plugin.registry.reference_text(Citation(key=key))
        text = text_only.reset().convert(text)[3:-4]
        here = posixpath.dirname(page.url.rstrip("/") + "/x")
        links = ", ".join(
            f'<a href="{posixpath.relpath(p.url or ".", here)}/">'
            f"{html.escape(str(p.title))}</a>" for p in cited[key])
        items.append(f'<li id="{key}">{text} '
                     f'<span class="cited-in">Cited in: {links}.</span></li>')
    return f'<ul class="bibliography">\n{chr(10).join(items)}\n</ul>'


def sort_key(entry):
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = " ".join(" ".join(p.last_names) for p in people[:1]).casefold()
    return names, entry.fields.get("year", ""), entry.fields.get("title", "")
