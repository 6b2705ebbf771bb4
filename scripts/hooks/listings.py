"""Listings are included, never typed: missing files and sections are named.

Without this the build stops with a traceback at the first bad include.
"""

import re
from pathlib import Path

from problems import line_of, report, source

INCLUDE = re.compile(r'^([ \t]*)--8<--[ \t]+"([^":]+)(?::([\w-]+))?"[ \t]*$',
                     re.M)


def on_page_markdown(markdown, page, config, files):
    code = Path(config.docs_dir) / "code"

    def check(match):
        name, section = match.group(2), match.group(3)
        path = code / name
        fault = None
        if not path.is_file():
            fault = (f"listing `{name}` does not exist below docs/code/",
                     "Correct the path, or write the file")
        elif section and f"[start:{section}]" not in path.read_text("utf-8"):
            fault = (f"docs/code/{name} has no section `{section}`",
                     f"Mark it with `# --8<-- [start:{section}]` and "
                     f"`# --8<-- [end:{section}]`")
        if not fault:
            return match.group()
        report(source(page), line_of(page, match.group().strip()), *fault)
        return f"{match.group(1)}(listing missing)"

    return INCLUDE.sub(check, markdown)
