"""What no file of the repository holds."""

import re
import subprocess

from .book import Problem

LARGEST = 1_500_000  # bytes
SKIP = re.compile(r"^(?:site|\.cache|\.venv|tests/broken)/|__pycache__"
                  r"|\.egg-info|\.pytest_cache")
# Spelled so that this file does not accuse itself.
FAULTS = [
    (re.compile(r"(?<![\w./<~-])/(?:work|home|root|Users)/[\w.]+"),
     "a path of one machine", "Write it relative to the repository"),
    (re.compile(r"pypi\.org|files\.pythonhosted\.org|registry\.npmjs\.org"
                r"|deb\.debian\.org"),
     "the address of a package registry", "Name the package only"),
    (re.compile(r"\bTO(?:DO|Do)\b|\bToD[o]\b|\bFIXM[E]\b|\bXX[X]\b"
                r"|\u27ea\w+|(?i:\bcoming[ ]soo[n]\b|\blorem[ ]ipsu[m]\b)"),
     "unfinished", "Finish it, or open an issue"),
]


def check_files(root):
    """No machine's paths, no registries, nothing unfinished or heavy."""
    found = []
    for name in files(root):
        path = root / name
        if SKIP.search(name) or path.is_symlink() or not path.is_file():
            continue
        size = path.stat().st_size
        if size > LARGEST:
            found.append(Problem(name, 1, f"a file of {size / 1e6:.1f} MB",
                                 f"Keep it below {LARGEST / 1e6} MB"))
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for pattern, what, mend in FAULTS:
            for match in pattern.finditer(text):
                found.append(Problem(name, text.count("\n", 0, match.start())
                                     + 1, f"{what}: {match[0]}", mend))
    return found


def files(root):
    """What is, or would be, committed."""
    if (root / ".git").exists():
        return subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=root, capture_output=True, text=True, check=True,
        ).stdout.splitlines()
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*"))
