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

try:
    from checks import CHECKS, check_sessions, check_structure
except ModuleNotFoundError as error:
    sys.exit(f"check.py needs the package {error.name}; run: make check, or: "
             'pip install -c constraints.txt -e ".[test]"')


def check(root, only=""):
    """The problems of the book below `root` whose path holds `only`, sorted.

    Of a file that check_structure finds broken only that: what else is found
    follows from it. Sessions take the longest: only those asked for are run.
    """
    first = check_structure(root)
    broken, found = {problem.path for problem in first}, {*first}
    for one in CHECKS:
        if one is check_sessions:
            if any(path.endswith(".py") for path in broken):
                continue  # they import it
            problems = one(root, only)
        else:
            problems = one(root)
        found.update(p for p in problems if p.path not in broken)
    return sorted(p for p in found if only in p.path)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("root", nargs="?", type=Path, default=SCRIPTS.parent)
    parser.add_argument("--only", default="", metavar="TEXT",
                        help="print only problems whose path holds TEXT")
    options = parser.parse_args()
    if not (options.root / "mkdocs.yml").exists():
        parser.error(f"{options.root} is no book; for one page write "
                     "--only text/nlp-basics")
    found = check(options.root.resolve(), options.only)
    for problem in found:
        print(problem)
    if not found:
        print("no problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
