"""A build of the book, and what it warns of as one line each."""

import contextlib
import logging
import os
import re
import tempfile

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from .book import Problem, read

OURS = re.compile(r"(\S+\.\w+|LICENSE)(?::(\d+))?: (.*)\. (.*?)\.?", re.S)


class Keep(logging.Handler):
    """Keeps warnings in place of printing them."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.messages = []

    def emit(self, record):
        self.messages.append(record.getMessage())


def check_build(root):
    """The build goes through, and neither MkDocs nor a hook warns."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    log, kept, home = logging.getLogger("mkdocs"), Keep(), os.getcwd()
    MkDocsConfig.plugins.plugin_cache.clear()  # those of another book
    log.addHandler(kept)
    os.chdir(root)  # as `mkdocs build`; includes are found from here
    stopped = None
    try:
        with (tempfile.TemporaryDirectory() as site,
              contextlib.redirect_stderr(None)):
            config = load_config("mkdocs.yml", site_dir=site)
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
    except (Exception, SystemExit) as error:
        stopped = error
    finally:
        os.chdir(home)
        log.removeHandler(kept)
    found = [problem for message in kept.messages
             for problem in translate(root, message)]
    if stopped and not kept.messages:
        found.append(Problem(
            "mkdocs.yml", 1, "the build stopped: "
            f"{type(stopped).__name__}: {' '.join(str(stopped).split())}",
            "Run mkdocs build to see where"))
    return found


def translate(root, message):
    """A warning of MkDocs or of a hook as problems."""
    message = " ".join(message.split())
    if ours := OURS.fullmatch(message):
        return [Problem(ours[1], int(ours[2] or 1), ours[3], ours[4])]
    if 'not included in the "nav"' in message:
        return [Problem(f"docs/{name}", 1, "page that is not in nav",
                        "Add it to nav in mkdocs.yml")
                for name in re.findall(r"- (\S+)", message.split(":", 1)[1])]
    if name := re.match(r"A reference to '(.+?)' is included in the 'nav'",
                        message):
        return [Problem("mkdocs.yml", line_of(root / "mkdocs.yml", name[1]),
                        f"nav names {name[1]}, which does not exist",
                        "Write the page, or take it out of nav")]
    if (message.startswith("Error formatting citation")
            or "contains a link '#fnref:" in message):
        return []  # references.py says why, and where
    return [Problem("mkdocs.yml", 1, message.rstrip("."),
                    "Correct what the build names")]


def line_of(path, text):
    whole = read(path) if path.exists() else ""
    return whole.count("\n", 0, max(whole.find(text), 0)) + 1
