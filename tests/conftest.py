"""What the tests share: the book's root and its site, built once."""

import contextlib
import functools
import http.server
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
SUMMARY = []  # lines for the end of the run
TIMES = {}  # seconds by test file


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def config():
    """mkdocs.yml as plain data; `!ENV [NAME, value]` gives the value."""
    class Loader(yaml.SafeLoader):
        pass

    Loader.add_constructor(
        "!ENV", lambda loader, node: loader.construct_sequence(node)[-1])
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    return yaml.load(text, Loader)


def build(tool, folder):
    """Run a strict build as a reader would; what came of it."""
    environment = {k: v for k, v in os.environ.items()
                   if k not in ("SITE_URL", "REPO_URL")}
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", tool, "build", "--strict",
         "--site-dir", str(folder)],
        cwd=ROOT, capture_output=True, text=True,
        env=environment | {"NO_MKDOCS_2_WARNING": "1"})
    return SimpleNamespace(
        path=folder, code=done.returncode, output=done.stdout + done.stderr,
        seconds=time.perf_counter() - begun)


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """One strict build. With warnings it has failed, yet the site is whole:
    the tests of the site then say more than the warnings do."""
    result = build("mkdocs", tmp_path_factory.mktemp("site"))
    pages = len(list(result.path.rglob("*.html")))
    SUMMARY.append(f"{pages} pages built in {result.seconds:.1f} seconds")
    return result


@pytest.fixture(scope="session")
def site(built):
    if not (built.path / "index.html").exists():
        pytest.fail(f"the build gave no site:\n{built.output[-2000:]}")
    return built.path


@contextlib.contextmanager
def serving(folder, prefix="/"):
    """Serve a folder on this machine; the address of its first page."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def translate_path(self, path):
            return super().translate_path("/" + path.removeprefix(prefix))

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{prefix}"
    server.shutdown()


@pytest.fixture(scope="session")
def address(site, config):
    """The site, served below the path it will have on the web."""
    with serving(site, urlsplit(config["site_url"]).path) as home:
        yield home


def pytest_runtest_logreport(report):
    name = report.nodeid.partition("::")[0].rpartition("/")[2]
    TIMES[name] = TIMES.get(name, 0) + report.duration


def pytest_sessionfinish(session):
    """With several workers, each hands in its lines."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["summary"] = SUMMARY


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    SUMMARY.extend(node.workeroutput.get("summary", []))


def pytest_terminal_summary(terminalreporter):
    slow = sorted(TIMES.items(), key=lambda pair: -pair[1])[:4]
    if len(TIMES) > 1:
        SUMMARY.append("seconds: " + ", ".join(
            f"{name} {seconds:.0f}" for name, seconds in slow))
    for line in dict.fromkeys(SUMMARY):
        terminalreporter.write_line(line)
