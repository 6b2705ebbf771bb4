"""Take the README's picture of the home page: .github/screenshot.png.

    python scripts/assets/screenshot.py     after make build

Needs the tests' environment (Chromium, Pillow).
"""

import io
import sys
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from bench import Compressed, executable  # noqa: E402

SIZE = {"width": 1280, "height": 860}
COLORS = 128  # a page has few: a third of the bytes


def main():
    site = ROOT / "site"
    if not (site / "index.html").exists():
        raise SystemExit("site/: no page; run make build first")
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Compressed, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(), args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(2000)  # players draw their controls
        picture = Image.open(io.BytesIO(page.screenshot()))
        browser.close()
    server.shutdown()
    path = ROOT / ".github" / "screenshot.png"
    picture.convert("RGB").quantize(
        COLORS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT).as_posix()}  "
          f"{path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
