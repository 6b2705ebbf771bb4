"""A shift that the row softmax does not see, and the gap before and after."""

import json

import numpy as np
from style import (
    FAINT, INK, MUTED, ROOT, SOUND, TEXT, arrow, canvas, label, save)

RECORD = ROOT / "docs" / "integration" / "labs" / "contrastive.json"
CENTER, RADIUS = np.array((92.0, 104.0)), 72
ZERO, ONE = 268, 368  # x of the distances 0 and 1


def clouds(axes):
    """Two clouds on a circle, and the arrow between their centers."""
    turn = np.linspace(0, 2 * np.pi, 100)
    circle = CENTER[:, None] + RADIUS * np.array((np.cos(turn), np.sin(turn)))
    axes.plot(*circle, color=FAINT, lw=1)
    middles = []
    for degrees, marker, color in ((190, "o", TEXT), (295, "^", SOUND)):
        angles = np.radians(degrees + np.linspace(-45, 45, 12))
        spots = CENTER[:, None] + RADIUS * np.array(
            (np.cos(angles), np.sin(angles)))
        axes.plot(*spots, marker, color=color, ms=5)
        middle = spots.mean(axis=1)
        axes.plot(*middle, marker, color=color, ms=8, mfc="none", mew=1.5)
        middles.append(middle)
    start, end = middles
    way = (end - start) / np.linalg.norm(end - start)
    arrow(axes, start + 6 * way, end - 6 * way, INK, line=1.4)
    label(axes, *((start + end) / 2 + (8, 9)), "d", style="italic", size=11)
    label(axes, 40, 139, "text", TEXT, ha="left", weight="bold")
    label(axes, 156, 40, "sound", SOUND, ha="left", weight="bold")
    label(axes, 92, 196, "u·(v + d) = u·v + u·d")
    label(axes, 92, 211, "u·d is the same in the whole row", MUTED, 9)


def main():
    gap = json.loads(RECORD.read_text())["results"]["gap"]
    figure, axes = canvas(3.1)
    clouds(axes)
    place = lambda distance: ZERO + (ONE - ZERO) * distance
    top, step, end = 62, 62, 102
    for tick in (0, 0.5, 1):
        x = place(tick)
        axes.plot([x, x], [top - 20, top + end], color=FAINT, lw=0.6)
        label(axes, x, top + end + 10, f"{tick:g}", size=9)
    label(axes, (place(0) + place(1.2)) / 2, top + end + 26,
          "distance of the two centers of gravity")
    label(axes, 448, 10, "recall at 1", weight="bold")
    for i, (name, size) in enumerate((("→ sound", 9), ("→ text", 9))):
        label(axes, 426 + 44 * i, 26, name, (SOUND, TEXT)[i], size)
    for row, tau in enumerate((0.07, 0.01)):
        r, y = gap[f"tau {tau}"], top + row * step + 8
        label(axes, ZERO - 16, y, f"τ = {tau}", ha="right")
        before, after = place(r["gap_at_start"]), place(r["gap"])
        arrow(axes, (before - 6, y), (after + 6, y), MUTED, line=1.2)
        axes.plot(before, y, "o", color=INK, mfc="none", ms=7, mew=1.4)
        axes.plot(after, y, "o", color=INK, ms=7)
        label(axes, before, y - 15, f"{r['gap_at_start']:.2f}", size=9)
        label(axes, after, y - 15, f"{r['gap']:.2f}", weight="bold")
        if row == 0:
            label(axes, before, y + 15, "before", MUTED, 9)
            label(axes, after, y + 15, "after", MUTED, 9)
        for i, key in enumerate(("text_to_sound", "sound_to_text")):
            label(axes, 426 + 44 * i, y, f"{r[key]:.3f}")
    save(figure, __file__)


if __name__ == "__main__":
    main()
