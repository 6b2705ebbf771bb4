"""Measure building and loading of the book (`make bench`).

    python scripts/bench.py               all of it, printed
    python scripts/bench.py --record      and a row added to benchmarks.md
    python scripts/bench.py --no-browser  without Chromium
    python scripts/bench.py --profile     where the time of a cold build goes
    python scripts/bench.py --serve 8001  site/ as a web host serves it, for
                                          Lighthouse

Builds: the book as it is, and a book of 60 chapters made from its finished
ones in a temporary folder. Pages: the home page and each finished chapter,
in Chromium as on a slow phone.
"""

import argparse
import asyncio
import datetime
import gzip
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = 60
RUNS = 3  # loads of a page, of which the median counts
# A slow phone on slow 4G, as Lighthouse simulates one.
THROTTLE, LATENCY, DOWN, UP = 4, 150, 1.6e6 / 8, 0.75e6 / 8
SCREEN = {"width": 412, "height": 823}
KINDS = {"Document": "HTML", "Stylesheet": "CSS", "Script": "JS",
         "Font": "fonts", "Image": "images", "Media": "media"}
OBSERVE = """
window.bench = {paint: 0, largest: 0, shift: 0, tasks: []};
const watch = (type, use) => new PerformanceObserver(
  list => list.getEntries().forEach(use)).observe({type, buffered: true});
watch('paint', e => { if (e.name == 'first-contentful-paint')
  bench.paint = e.startTime; });
watch('largest-contentful-paint', e => { bench.largest = e.startTime; });
watch('layout-shift', e => { if (!e.hadRecentInput) bench.shift += e.value; });
watch('longtask', e => bench.tasks.push([e.startTime, e.duration]));
"""


# ------------------------------------------------------------------ builds


def copy_of_book(folder, root=ROOT):
    """What the repository holds, copied to ``folder``."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=root, capture_output=True, text=True, check=True).stdout
    for name in names.splitlines():
        if (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, folder / name)


def finished(root):
    """The chapters of a book, as (section, slug)."""
    nav = (root / "mkdocs.yml").read_text("utf-8")
    pages = re.findall(r"^ +- ([a-z]+)/([a-z0-9-]+)\.md$", nav, re.M)
    return [(section, slug) for section, slug in pages
            if re.search(r"^kind: chapter$", (root / "docs" / section
                         / f"{slug}.md").read_text("utf-8"), re.M)]


def grow(root, chapters=CHAPTERS):
    """Copy the book's chapters, with figures and labs, until there are
    ``chapters`` of them."""
    originals = finished(root)
    if not originals:
        raise SystemExit("no page in nav has `kind: chapter`: nothing to grow")
    nav = (root / "mkdocs.yml").read_text("utf-8")
    for number in range(len(originals), chapters):
        section, slug = originals[number % len(originals)]
        folder, mark = root / "docs" / section, f"copy-{number}"
        labs = []
        text = (folder / f"{slug}.md").read_text("utf-8")

        def copied(match):
            """A figure, sample, poster or lab under a name of its own."""
            path = folder / match[1]
            if path.suffix == ".ipynb" and path not in labs:
                labs.append(path)
            if not path.is_file() or path in labs[1:]:
                return match[0]  # one lab a chapter
            for one in path.parent.glob(f"{path.stem}.*"):
                shutil.copy2(one, one.with_stem(f"{one.stem}-{mark}"))
            return f"]({Path(match[1]).with_stem(f'{path.stem}-{mark}')}"

        text = re.sub(r"\]\(((?:figures|labs)/[^)#\s]+)", copied, text)
        for lab in re.findall(rf"labs/([\w-]+-{mark})\.ipynb", text):
            nav = add(nav, section, f"{section}/labs/{lab}.ipynb")
        (folder / f"{slug}-{mark}.md").write_text(text, "utf-8")
        nav = add(nav, section, f"{section}/{slug}-{mark}.md")
    (root / "mkdocs.yml").write_text(nav, "utf-8")


def add(nav, section, page):
    return re.sub(rf"(^ +- ){section}/index\.md\n",
                  lambda m: f"{m[0]}{m[1]}{page}\n", nav, count=1, flags=re.M)


def timed_builds(root, profile=None):
    """Seconds of a cold build (with the start of Python), of a rebuild after
    one edit in a process that serves, and the number of pages."""
    command = [sys.executable, __file__, "--builds", str(root)]
    if profile:
        command += ["--profile"]
    began = time.time()
    done = subprocess.run(command, cwd=root, text=True, capture_output=True,
                          env=os.environ | {
                              "NO_MKDOCS_2_WARNING": "1",
                              "NBCONVERT_DISABLE_CONFIG_EXPORTERS": "1",
                              "PYTHONHASHSEED": "0"})  # as make build
    if done.returncode:
        raise SystemExit(f"{root}: does not build\n{done.stderr[-3000:]}")
    if profile:
        print(done.stderr)
    ended, again, pages = json.loads(done.stdout.splitlines()[-1])
    return ended - began, again, pages


def builds(root, profile=False):
    """What ``timed_builds`` runs in a process of its own."""
    import logging

    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    logging.getLogger("mkdocs").setLevel(logging.ERROR)

    def once():
        began = time.perf_counter()
        config = load_config(str(root / "mkdocs.yml"))
        config.plugins.on_startup(command="serve", dirty=False)
        build(config)
        return config, time.perf_counter() - began

    if profile:
        import cProfile
        import pstats

        profiler = cProfile.Profile()
        profiler.runcall(once)
        report = pstats.Stats(profiler, stream=sys.stderr)
        report.sort_stats("cumulative").print_stats(60)
        report.sort_stats("tottime").print_stats(25)
    config = once()[0]
    ended = time.time()
    section, slug = (finished(root) or [("text", "index")])[0]
    page = root / "docs" / section / f"{slug}.md"
    with page.open("a", encoding="utf-8") as file:
        file.write("\nOne more line.\n")
    again = statistics.median(once()[1] for _ in range(RUNS))
    pages = len(list(Path(config.site_dir).rglob("*.html")))
    print(json.dumps([ended, again, pages]))


# ------------------------------------------------------------------- pages


class Compressed(SimpleHTTPRequestHandler):
    """Serves a folder as a web host does: text compressed, quietly."""

    ENDINGS = {".html", ".css", ".js", ".svg", ".json", ".xml"}
    store: dict = {}

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        data = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in self.ENDINGS:
            self.send_header("Content-Encoding", "gzip")
            if path not in self.store:
                self.store[path] = gzip.compress(data, 6)
            data = self.store[path]
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *words):
        pass


def executable():
    """A Chromium of the system's, or None: Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for n in names if (found := shutil.which(n))), None)


async def load(playwright, address):
    """One load of a page by an empty profile: its times and weights."""
    browser = await playwright.chromium.launch(
        executable_path=executable(),
        args="--no-sandbox --disable-gpu --disable-quic --no-first-run "
             "--disable-background-networking --disable-component-update "
             "--disable-sync".split())
    context = await browser.new_context(viewport=SCREEN, is_mobile=True,
                                        device_scale_factor=1.75)
    page = await context.new_page()
    devtools = await context.new_cdp_session(page)
    kinds, weights, requests = {}, {}, []

    def began(event):
        if event["request"]["url"].startswith("http"):
            kinds[event["requestId"]] = KINDS.get(event["type"], "other")
            requests.append(event["request"]["url"])

    def ended(event):
        if event["requestId"] in kinds:
            kind = kinds[event["requestId"]]
            weights[kind] = weights.get(kind, 0) + event["encodedDataLength"]

    devtools.on("Network.requestWillBeSent", began)
    devtools.on("Network.loadingFinished", ended)
    await devtools.send("Network.enable")
    await devtools.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": LATENCY, "downloadThroughput": DOWN,
        "uploadThroughput": UP})
    await devtools.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    await page.add_init_script(OBSERVE)
    await page.goto(address, wait_until="load", timeout=60_000)
    await page.wait_for_load_state("networkidle")
    await page.wait_for_timeout(1000)
    seen = await page.evaluate("bench")
    await browser.close()
    late = [length - 50 for start, length in seen["tasks"]
            if start >= seen["paint"]]
    home = "/".join(address.split("/")[:3])
    return {"first paint": seen["paint"], "largest paint": seen["largest"],
            "blocking": sum(late), "shift": seen["shift"],
            "weights": weights, "requests": len(requests),
            "elsewhere": sum(not r.startswith(home) for r in requests)}


async def loads(addresses):
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        return [[await load(playwright, a) for _ in range(RUNS)]
                for a in addresses]


def host(site, port=0):
    handler = partial(Compressed, directory=str(site))
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


def visit(site, pages):
    """Load pages of a built site; one dictionary each, of medians."""
    server = host(site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}/"
    try:
        results = asyncio.run(loads([home + page for page in pages]))
    finally:
        server.shutdown()
    return [runs[0] | {name: statistics.median(run[name] for run in runs)
                       for name in ("first paint", "largest paint",
                                    "blocking", "shift")}
            for runs in results]


def weigh(site, page):
    """Without a browser: compressed bytes of what the HTML asks for."""
    folder = site / page
    text = (folder / "index.html").read_text("utf-8")
    weights = {"HTML": len(gzip.compress(text.encode(), 6))}
    for kind, pattern in (
            ("CSS", r'<link[^>]+href="([^"]+\.css)"'),
            ("JS", r'<script[^>]+src="([^"]+)"'),
            ("images", r'<img[^>]+src="([^"]+)"')):
        paths = {(folder / name).resolve() for name in
                 re.findall(pattern, text) if "//" not in name}
        weights[kind] = sum(
            len(data if path.suffix == ".png" else gzip.compress(data, 6))
            for path in paths if path.is_file()
            for data in [path.read_bytes()])
    return weights


# ------------------------------------------------------------------ report


def machine():
    """Cores, processor, Python and date, in one line."""
    name = platform.processor() or platform.machine()
    try:
        info = Path("/proc/cpuinfo").read_text("utf-8")
        name = re.search(r"^model name\s*: (.*)$", info, re.M)[1]
    except (OSError, TypeError):
        pass
    return (f"{os.cpu_count()} cores, {name}, "
            f"Python {platform.python_version()}")


def kilobytes(weights):
    order = [*KINDS.values(), "other"]
    return ", ".join(f"{kind} {weights[kind] / 1000:.0f}"
                     for kind in order if weights.get(kind))


def show(page, result):
    text = sum(size for kind, size in result["weights"].items()
               if kind not in ("images", "media"))
    print(f"{page or '(home)'}: {text / 1000:.0f} kB besides pictures and "
          f"media ({kilobytes(result['weights'])})")
    if "requests" in result:
        print(f"  {result['requests']} requests, {result['elsewhere']} to "
              f"other hosts; first paint {result['first paint']:.0f} ms, "
              f"largest {result['largest paint']:.0f} ms, blocking "
              f"{result['blocking']:.0f} ms, shift {result['shift']:.3f}")


def row(now, grown, page, result):
    """A line of the table in benchmarks.md."""
    text = sum(size for kind, size in result["weights"].items()
               if kind not in ("images", "media"))
    cells = [datetime.date.today().isoformat(), machine(),
             f"{now[0]:.1f} / {now[1]:.1f} ({now[2]} pages)",
             f"{grown[0]:.1f} / {grown[1]:.1f} ({grown[2]} pages)"]
    cells.append(f"{page.strip('/').rpartition('/')[2] or 'home'}: "
                 f"{text / 1000:.0f} kB" + (
        f", {result['requests']} requests" if "requests" in result else ""))
    cells.append(" / ".join(f"{result[name]:.0f}" for name in
                            ("first paint", "largest paint", "blocking"))
                 if "requests" in result else "not measured")
    return f"| {' | '.join(cells)} |\n"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--serve", type=int, metavar="PORT")
    parser.add_argument("--builds", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.builds:
        return builds(options.builds, options.profile)
    if options.serve:
        Compressed.protocol_version = "HTTP/1.1"  # connections stay open
        print(f"{ROOT / 'site'} on http://localhost:{options.serve}/")
        return host(ROOT / "site", options.serve).serve_forever()
    print(f"{machine()}, {datetime.date.today()}")
    with tempfile.TemporaryDirectory() as folder:
        book, large = Path(folder) / "book", Path(folder) / "large"
        copy_of_book(book)
        shutil.copytree(book, large)
        pages = [f"{section}/{slug}/" for section, slug in finished(book)]
        now = timed_builds(book)
        print(f"the book: {now[2]} pages, built cold in {now[0]:.1f} s, "
              f"again after an edit in {now[1]:.1f} s")
        grow(large)
        grown = timed_builds(large, options.profile)
        print(f"{CHAPTERS} chapters: {grown[2]} pages, built cold in "
              f"{grown[0]:.1f} s, again after an edit in {grown[1]:.1f} s")
        pages = ["", *pages]
        results = ([{"weights": weigh(book / "site", page)} for page in pages]
                   if options.no_browser else visit(book / "site", pages))
        for page, result in zip(pages, results):
            show(page, result)
    if options.record:
        heaviest = max(zip(pages[1:], results[1:]), key=lambda item: sum(
            item[1]["weights"].values()), default=(pages[0], results[0]))
        path = ROOT / "benchmarks.md"
        lines = path.read_text("utf-8").splitlines(keepends=True)
        last = max(i for i, line in enumerate(lines)
                   if re.match(r"\| \d{4}-\d\d-\d\d \|", line))
        lines.insert(last + 1, row(now, grown, *heaviest))
        path.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
