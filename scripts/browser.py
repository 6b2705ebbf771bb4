"""Find a Chromium for the tests, or install one.

    python scripts/browser.py       prints its path; exit code 1 if there is
                                    none and none can be installed

Looked for in this order: the environment variable CHROMIUM, the system's
programs, Playwright's own. If there is none, Playwright installs one, and
where it cannot, the system's package manager does, for the superuser.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome",
         "google-chrome-stable")
# Nothing but the page under test: no sandbox in containers, no updates.
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
    "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
NONE = ("scripts/browser.py: no Chromium found and none could be installed. "
        "Install the package chromium, or set CHROMIUM to its path.")


def find():
    """The path of a Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install():
    """Try the ways there are, until one gives a Chromium."""
    ways = [[sys.executable, "-m", "playwright", "install", "--with-deps",
             "chromium"]]
    if shutil.which("apt-get") and getattr(os, "geteuid", lambda: 1)() == 0:
        ways += [["apt-get", "update", "-qq"],
                 ["apt-get", "install", "-qq", "-y", "chromium"]]
    for command in ways:
        print("scripts/browser.py:", " ".join(command), file=sys.stderr)
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        if path := find():
            return path
    return None


def main():
    path = find() or (None if os.environ.get("CHROMIUM") else install())
    print(path or NONE, file=sys.stdout if path else sys.stderr)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
