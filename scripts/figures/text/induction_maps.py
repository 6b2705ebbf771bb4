"""Attention of a trained model on a repeated sequence, and the two steps."""

import json

import numpy as np
from style import (
    ACCENT, IMAGE, INK, MUTED, ROOT, TEXT, arrow, box, canvas, label, plt,
    save, tint)

DATA = ROOT / "docs" / "text" / "figures" / "induction.json"
SIDE, PERIOD, SHOWN = 186, 12, 26


def main():
    maps = np.array(json.loads(DATA.read_text())["maps"])
    figure, axes = canvas(4.6)
    for n, weights in enumerate(maps):
        x, y = 40 + n * 240, 26
        label(axes, x + SIDE / 2, 12, f"layer {n + 1}", INK, 10,
              weight="bold")
        tint(axes, weights[:SHOWN, :SHOWN], (x, x + SIDE, y + SIDE, y), TEXT)
        axes.add_patch(plt.Rectangle((x, y), SIDE, SIDE, lw=0.8, fill=False,
                                     edgecolor=MUTED))
        line = y + SIDE * PERIOD / SHOWN
        axes.plot([x, x + SIDE], [line, line], color=IMAGE, lw=0.9)
        label(axes, x + SIDE - 4, line - 7, "begins again", IMAGE, 9,
              ha="right")
        label(axes, x + SIDE / 2, y + SIDE + 10, "key: place looked at",
              MUTED, 9)
        label(axes, x - 12, y + SIDE / 2, "query: place that looks", MUTED,
              9, rotation=90)
    tokens = ["7", "21", "3", "15", "…", "7", "21"]
    for i, token in enumerate(tokens):
        color = ACCENT if token == "21" else IMAGE if token == "3" else MUTED
        box(axes, 62 + 50 * i, 270, 36, 22, token, color, 0.14)
    arrow(axes, (128, 268), (178, 268), ACCENT, bend=-0.5)
    label(axes, 153, 243, "1: layer 1 writes “before me: 21”", ACCENT, 9)
    arrow(axes, (380, 294), (182, 294), IMAGE, bend=-0.18)
    label(axes, 281, 318, "2: layer 2 asks “who had 21 before?”", IMAGE, 9)
    arrow(axes, (398, 281), (424, 281), IMAGE)
    label(axes, 430, 281, "3", IMAGE, 11, ha="left", weight="bold")
    save(figure, __file__)


if __name__ == "__main__":
    main()
