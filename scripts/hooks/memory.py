"""A page is made once, and pages are made side by side.

A page whose source and surroundings are those of the build before keeps what
came of it then. The others are shared out to as many processes as there are
cores, where the system can fork. A page with a warning is made each time and
in the main process, so that the warning is seen until it is mended.
"""

import contextlib
import gc
import os
import pickle
import re
import threading
from logging import WARNING, getLogger
from pathlib import Path

from mkdocs.commands import build
from mkdocs.utils import CountHandler

INCLUDE = re.compile(r'--8<--[ \t]+"([^":]+)')
# Tags of formulas and within words: most of a page's, and the index drops
# them anyway.
INLINE = re.compile(r'<a class="headerlink".*?</a>'
                    r"|</?(?:span|a|b|em|i|strong|m(?!ark|ain)[a-z]+"
                    r"|annotation|semantics|none)\b[^>]*>")
MANY = 8  # pages that are worth a process

kept = {}  # page -> what it was made from, and what came out
origins = {}  # page -> what it is made from in this build
# MkDocs' own way from source to HTML, also where another book was built before.
made = getattr(build._populate_page, "made", build._populate_page)


def on_nav(nav, config, files):
    """Find out what has to be made, and make it side by side."""
    build._populate_page = populate
    origins.clear()
    origins.update(sources(config, files))
    waiting = [(file.page, config, files)
               for file in files.documentation_pages()
               if file.page and kept.get(file.src_uri, [None])[0]
               != origins[file.src_uri]]
    waiting.sort(key=lambda job: -len(job[0].file.content_bytes))
    shares = min(os.cpu_count() or 1, len(waiting) // MANY)
    if hasattr(os, "fork") and threading.active_count() == 1 and shares > 1:
        side_by_side([waiting[n::shares] for n in range(shares)])
    return nav


def side_by_side(shares):
    """Make the first share of pages here, each other in a process of its
    own. What they complain of is dropped: the pages will be made again."""
    others = []
    gc.disable()  # a tenth of the time, and every page is kept anyway
    for share in shares[1:]:
        read, write = os.pipe()
        process = os.fork()
        if not process:  # the other one
            try:
                with os.fdopen(write, "wb") as pipe:
                    pickle.dump(quietly(share), pipe)
            finally:
                os._exit(0)
        os.close(write)
        others.append((process, read))
    quietly(shares[0])
    for process, read in others:
        with os.fdopen(read, "rb") as pipe, contextlib.suppress(EOFError):
            kept.update(pickle.load(pipe))
        os.waitpid(process, 0)
    gc.enable()


def quietly(share):
    """Make pages; what came out of those without a warning."""
    log = getLogger("mkdocs")
    before = log.handlers, log.propagate
    log.handlers, log.propagate = [], False
    for page, config, files in share:
        with contextlib.suppress(Exception):
            populate(page, config, files)
    log.handlers, log.propagate = before
    names = [page.file.src_uri for page, *_ in share]
    return {name: kept[name] for name in names if name in kept}


def sources(config, files):
    """What the HTML of each page depends on: the page, what it includes, the
    files of its section, and what all pages depend on."""
    top, docs = Path(config.config_file_path).parent, Path(config.docs_dir)
    common = [sorted((file.src_uri, file.url) for file in files)] + [
        path.read_bytes() for path in [
            Path(config.config_file_path), top / "references.bib",
            *sorted(docs.glob("*/*.yml"))] if path.is_file()]
    times = {}
    for file in files.documentation_pages():
        text = file.content_bytes
        section = file.src_uri.partition("/")[0]
        if section not in times:
            times[section] = sorted(
                (str(path), path.stat().st_mtime_ns)
                for path in (docs / section).rglob("*")
                if path.suffix not in (".md", ".py"))
        included = [path.read_bytes() for name in INCLUDE.findall(
            text.decode("utf-8", "replace"))
            if (path := docs / "code" / name).is_file()]
        yield file.src_uri, (text, included, times[section], *common)


def populate(page, config, files, dirty=False):
    """From the source of a page to its HTML, unless it is known."""
    name = page.file.src_uri
    key = origins[name]
    if kept.get(name, [None])[0] != key:
        kept.pop(name, None)
        before, counter = dict(vars(page)), CountHandler()
        counter.setLevel(WARNING)
        getLogger("mkdocs").addHandler(counter)
        try:
            made(page, config, files, dirty)
        finally:
            getLogger("mkdocs").removeHandler(counter)
        entries = searchable(page, config)
        links = vars(page).pop("links_to_anchors", None) or {}
        links = {file.src_uri: anchors for file, anchors in links.items()}
        results = {field: value for field, value in vars(page).items()
                   if before.get(field, before) is not value
                   and not callable(value)}
        # A page at the top shows what is below other sections.
        if "/" in name and not counter.get_counts():
            kept[name] = key, results, links, entries
    else:
        _, results, links, entries = kept[name]
        vars(page).update(results)
    page.links_to_anchors = {files.get_file_from_path(uri): anchors
                             for uri, anchors in links.items()}
    page.search_entries = page.content, entries


populate.made = made


def searchable(page, config):
    """The entries of a page for the search index."""
    plugin = config.plugins.get("material/search")
    index = getattr(plugin, "search_index", None)
    if index is None:
        return []
    before, whole = index.entries, page.content
    index.entries, page.content = [], INLINE.sub("", whole)
    try:
        type(index).add_entry_from_context(index, page)
        return index.entries
    finally:
        index.entries, page.content = before, whole


def on_env(env, config, files):
    """Give the index the entries that are known."""
    index = getattr(config.plugins.get("material/search"), "search_index",
                    None)
    if index is None:
        return env

    def add(page):
        content, entries = page.search_entries
        if content != page.content:  # filled in since, like the bibliography
            entries = searchable(page, config)
        index.entries += [dict(entry) for entry in entries]

    index.add_entry_from_context = add
    return env
