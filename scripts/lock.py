"""Write constraints.txt from the environment this runs in (`make lock`).

Run it in a fresh environment that holds `pip install -e ".[test,real]"` and
nothing else. Local parts of versions (+cpu) and CUDA's packages are left out,
so that the same file serves every machine. A release that needs a newer
Python than pyproject.toml asks for is pinned only where it can be installed.
"""

import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[1]
HEADER = """\
# Exact versions of all that the site, the labs and the tests need: pip install -c constraints.txt -e ".[test]"
# Renew them, after a change of pyproject.toml or for newer releases, with: make lock
"""
NOT_OURS = re.compile(r"^(mmbook|pip|setuptools|wheel)$")
CUDA = re.compile(r"^(nvidia|cuda|triton)\b", re.I)


def pin(name, version, needs, floor):
    """One line of the file, with a marker if ``floor`` is too old for it."""
    line = f"{name}=={version.split('+')[0]}"
    if needs and not SpecifierSet(needs).contains(floor):
        lowest = re.search(r">=\s*([\d.]+)", needs)
        line += f' ; python_full_version >= "{lowest[1]}"'
    Requirement(line)  # raises if the line is no valid requirement
    return line


def main():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    floor = re.search(r"[\d.]+", project["project"]["requires-python"])[0]
    lines = {
        pin(d.name, d.version, d.metadata["Requires-Python"],
            floor if floor.count(".") == 2 else f"{floor}.0")
        for d in distributions()
        if not NOT_OURS.match(d.name) and not CUDA.match(d.name)}
    text = HEADER + "\n".join(sorted(lines, key=str.lower)) + "\n"
    (ROOT / "constraints.txt").write_text(text, "utf-8", newline="\n")
    print(f"constraints.txt: {len(lines)} packages")


if __name__ == "__main__":
    main()
