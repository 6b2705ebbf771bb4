"""Check the book: build it and run every check of its sources.

    python scripts/check.py [root]          everything, one line a problem
    python scripts/check.py --only sound    only what is below docs/sound

Exit code 1 when there is a problem. What each check wants is said in
CONTRIBUTING.md; the checks themselves are in scripts/checks/.
"""

import argparse
import sys
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent
sys.path.insert(0, str(SCRIPTS))

from checks import CHECKS  # noqa: E402


def check(root):
    """Every problem of the book below `root`, sorted."""
    return sorted({problem for check in CHECKS for problem in check(root)})


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("root", nargs="?", type=Path, default=SCRIPTS.parent)
    parser.add_argument("--only", default="", metavar="TEXT",
                        help="print only problems whose path holds TEXT")
    options = parser.parse_args()
    found = [p for p in check(options.root.resolve())
             if options.only in p.path]
    for problem in found:
        print(problem)
    if not found:
        print("no problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
