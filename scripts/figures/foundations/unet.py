"""An hourglass with and without skips, and what each one reaches."""

import json

from style import ACCENT, IMAGE, INK, MUTED, ROOT, arrow, box, canvas, label
from style import save

RECORD = ROOT / "docs" / "foundations" / "labs" / "architectures.json"
LEVELS = ((3, 32), (8, 16), (16, 8), (16, 4))


def main():
    overlap = json.loads(RECORD.read_text())["results"]["overlap"]
    figure, axes = canvas(3.15)
    spots = {}
    for i, (channels, side) in enumerate(LEVELS):
        y, height = 24 + 45 * i, 30
        half = 13 + 1.5 * side ** 0.9
        for x, way in ((92, "down"), (308, "up")):
            if i == 3:
                x = 200
            spots[i, way] = x, y + height / 2, half
            if i < 3 or way == "down":
                words = f"{side} × {side} × {channels}"
                if (i, way) == (0, "up"):
                    words = "32 × 32 × 1"
                box(axes, x - 45, y, 90, height, words,
                    ACCENT if i == 3 else IMAGE, 0.12)
    for i in range(3):
        x, y, _ = spots[i, "down"]
        to = spots[i + 1, "down"]
        arrow(axes, (x, y + 15), (to[0] - (45 if i == 2 else 0),
                                  to[1] - (0 if i == 2 else 15)), INK)
        x, y, _ = spots[i, "up"]
        arrow(axes, (to[0] + 45 if i == 2 else x,
                     to[1] if i == 2 else to[1] - 15), (x, y + 15), INK)
        arrow(axes, (137, y), (263, y), MUTED, dash="--")
        label(axes, 200, y - 8, "skip", MUTED, 9)
    label(axes, 92, 10, "picture", IMAGE, 9)
    label(axes, 308, 10, "object or not", IMAGE, 9)
    label(axes, 200, 204, "bottleneck: 256 numbers", ACCENT, 9)
    label(axes, 425, 44, "overlap with the\ntrue object", MUTED, 9)
    for i, (name, r) in enumerate(overlap.items()):
        y = 78 + 48 * i
        label(axes, 425, y, name)
        label(axes, 425, y + 18, f"{r['mean']:.2f}", weight="bold", size=13)
    save(figure, __file__)


if __name__ == "__main__":
    main()
