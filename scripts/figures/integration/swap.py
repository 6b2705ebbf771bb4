"""Two captions with the same words, and what two text towers make of them."""

import json
from collections import Counter
from pathlib import Path

from mmbook.quartet import Quartet
from style import ACCENT, FAINT, IMAGE, INK, MUTED, ROOT, TEXT, box, canvas, label, picture, save

RECORD = ROOT / "docs" / "integration" / "labs" / "contrastive.json"
SCENE = 0


def main():
    order = json.loads(RECORD.read_text())["results"]["order"]
