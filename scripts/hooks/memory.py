"""A rebuild renders again only what changed.

`mkdocs serve` builds the whole book after each edit. A page whose Markdown,
includes and surroundings are those of the build before keeps the HTML and
the search entries of that build. A page with a warning is rendered each
time, so that the warning is seen until it is mended.
"""

import re
from logging import WARNING, getLogger
from pathlib import Path

from mkdocs.plugins import event_priority
from mkdocs.utils import CountHandler

INCLUDE = re.compile(r'--8<--[ \t]+"([^":]+)')
DRAWN = re.compile(r"<(math|svg)\b.*?</\1>|</?span\b[^>]*>", re.S)
TAG = re.compile(r"<[^>]*>")
RESULTS = ("content", "toc", "_title_from_render", "present_anchor_ids")

rendered = {}  # page -> what it was made from, and what came out
indexed = {}  # page -> what it was made from, and its search entries
around = []  # what all pages depend on: the settings, the files there are


def on_nav(nav, config, files):
    settings = Path(config.config_file_path).read_bytes()
    around[:] = settings, sorted((f.src_uri, f.url) for f in files)


@event_priority(-1000)
def on_page_markdown(markdown, page, config, files):
    """Replace the page's renderer by one that remembers."""
    code, plain = Path(config.docs_dir) / "code", page.render
    included = [path.read_bytes() for name in INCLUDE.findall(markdown)
                if (path := code / name).is_file()]
    key, name = (markdown, included, *around), page.file.src_uri

    def render(config, files):
        if rendered.get(name, [None])[0] == key:
            _, results, links = rendered[name]
            vars(page).update(results)
            page.links_to_anchors = {
                files.get_file_from_path(uri): anchors
                for uri, anchors in links.items()}
            return
        counter, log = CountHandler(), getLogger("mkdocs")
        counter.setLevel(WARNING)
        log.addHandler(counter)
        try:
            plain(config, files)
        finally:
            log.removeHandler(counter)
        rendered.pop(name, None)
        if not counter.get_counts():
            links = getattr(page, "links_to_anchors", None) or {}
            rendered[name] = (
                key, {result: getattr(page, result) for result in RESULTS},
                {file.src_uri: anchors for file, anchors in links.items()})

    page.render = render


def on_env(env, config, files):
    """Let the search index remember too, and read formulas as words."""
    index = getattr(config.plugins.get("material/search"), "search_index",
                    None)
    if index is None:
        return env
    plain = index.add_entry_from_context

    def add(page):
        whole, name = page.content, page.url
        key = whole, str(page.meta)
        if indexed.get(name, [None])[0] == key:
            index.entries += [dict(entry) for entry in indexed[name][1]]
            return
        before = len(index.entries)
        # The tags of formulas and of colored code are most of a page's, and
        # the index drops them anyway.
        page.content = DRAWN.sub(lambda m: TAG.sub("", m[0]), whole)
        try:
            plain(page)
        finally:
            page.content = whole
        indexed[name] = key, index.entries[before:]

    index.add_entry_from_context = add
    return env
