"""Freeze the book's paragraphs for the lab `sentences`.

    python scripts/paragraphs.py

Writes docs/text/labs/data/paragraphs.json: of each chapter named here, its
paragraphs of prose. The lab's questions were written for these paragraphs,
so the file is only to be renewed together with the questions.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "docs/code"))

from mmbook.sentence_search import paragraphs  # noqa: E402

SECTIONS = ("introduction", "foundations", "integration")


def main():
    book = {
        f"{section}/{path.stem}": paragraphs(path.read_text("utf-8"))
        for section in SECTIONS
        for path in sorted((ROOT / "docs" / section).glob("*.md"))
        if path.stem != "quartet-samples"}
    target = ROOT / "docs/text/labs/data/paragraphs.json"
    target.write_text(json.dumps(book, indent=0, ensure_ascii=False) + "\n",
                      encoding="utf-8", newline="\n")
    print(f"{sum(map(len, book.values()))} paragraphs of {len(book)} pages")


if __name__ == "__main__":
    main()
