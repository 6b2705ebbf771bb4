"""Pages the repository already holds, and what every page needs.

CONTRIBUTING.md and LICENSE become pages without being copied. Checks are
stripped from the page, exercises numbered, front matter tested.
"""

import datetime
import re
from pathlib import Path

from mkdocs.structure.files import File
from problems import line_of, report, source
from spans import inside_prose

REVIEWED = "2026-11-23"  # of a page whose source carries no date
FRONT_MATTER = ("title", "description", "reviewed")
HEAD = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*\n", re.S)
CHECK = re.compile(r"^[ \t]*<!-- check:.*?-->[ \t]*\n?", re.S | re.M)
EXERCISE = re.compile(r'^!!! exercise "\[(paper|code|open)\] ([^"]+)"', re.M)
LINK = re.compile(r"(?<!!)\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)\s]*)?\)")

CONTRIBUTING = """---
title: Contributing
description: How to set up, preview, write, check and propose a change. \
The page is the repository's CONTRIBUTING.md.
reviewed: {reviewed}
kind: page
---

"""
LICENSE = """---
title: License (MIT)
description: The book's text and code are under the MIT license. \
Fonts and other people's work keep their own terms.
reviewed: {reviewed}
kind: page
---

# License (MIT)

The text, the figures, the sounds, the clips and the code of this book are
under the MIT license: use them, change them, teach from them, sell them, and
keep the notice. What comes from others is listed after it.

```text
{text}
```

"""


def root(config):
    return Path(config.config_file_path).parent


def on_files(files, config):
    """Add the pages built from CONTRIBUTING.md and LICENSE."""
    top = root(config)
    made = [
        ("contributing/index.md", "CONTRIBUTING.md", contributing),
        ("license.md", "LICENSE", license_page),
    ]
    for name, origin, build in made:
        path = top / origin
        if not path.exists():
            report(origin, None, "file not found", f"Write {origin}; the page"
                   f" {name} is built from it")
            continue
        file = File.generated(config, name, content=build(path, config))
        file.book_source = origin
        files.append(file)
    return files


def contributing(path, config):
    """CONTRIBUTING.md as a page: links into docs/ become page links."""
    base = f"{(config.repo_url or '').rstrip('/')}/blob/main/"

    def relink(match):
        target, anchor = match.group(1), match.group(2) or ""
        if target.startswith("docs/") and target.endswith((".md", ".ipynb")):
            return f"](../{target.removeprefix('docs/')}{anchor})"
        return f"]({base}{target}{anchor})"

    text = path.read_text(encoding="utf-8")
    body = inside_prose(lambda part: LINK.sub(relink, part), text)
    # Text about listings is no listing: `;` keeps snippets from taking it.
    return (CONTRIBUTING.format(reviewed=changed(text))
            + re.sub(r"^(.*?)(--8<-- \[)", r"\1;\2", body, flags=re.M))


def license_page(path, config):
    text = path.read_text(encoding="utf-8")
    notices = path.parent / "docs" / "assets" / "NOTICES.md"
    more = notices.read_text(encoding="utf-8") if notices.exists() else ""
    return LICENSE.format(text=text.strip(), reviewed=REVIEWED) + more


def changed(text):
    """The date in the `<!-- reviewed: … -->` line of a text."""
    match = re.search(r"<!-- reviewed: (\d{4}-\d\d-\d\d) -->", text)
    return match.group(1) if match else REVIEWED


def on_page_markdown(markdown, page, config, files):
    origin = getattr(page.file, "book_source", None)
    if origin and config.repo_url:
        page.edit_url = f"{config.repo_url.rstrip('/')}/edit/main/{origin}"
    head = HEAD.match(page.file.content_string)
    if not page.meta and not head:
        report(source(page), 1, "no front matter", "Begin with a line ---, "
               "then title, description, reviewed and kind, then a line ---")
    elif not page.meta:
        report(source(page), 1, "front matter is not valid YAML",
               "Quote values that contain a colon")
    for field in FRONT_MATTER:
        if page.meta and not page.meta.get(field):
            report(source(page), 1, f"front matter has no `{field}`",
                   f"Add a line `{field}: …` between the first `---` lines")
    date = page.meta.get("reviewed")
    if date and not isinstance(date, datetime.date):
        report(source(page), line_of(page, "reviewed:"),
               f"`reviewed: {date}` is not a date",
               "Write it as year-month-day, for example 2026-11-23")
    elif date:
        # The site map says when a page was last reviewed, not built.
        page.update_date = date.isoformat()
    count = iter(range(1, 1000))
    markdown = EXERCISE.sub(
        lambda m: f'!!! exercise "Exercise {next(count)} ({m[1]}): {m[2]}"',
        markdown)
    return CHECK.sub("", markdown)
