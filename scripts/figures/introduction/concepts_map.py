"""The map of the book: what each chapter needs, and what it treats."""

import numpy as np
import yaml
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from style import (FAINT, IMAGE, INK, MUTED, PAPER, ROOT, SOUND, TEXT, VIDEO,
                   canvas, label, save)

DATA = ROOT / "docs" / "resources" / "chapters.yml"
COLOR = {"Text": TEXT, "Image": IMAGE, "Sound": SOUND, "Video": VIDEO}
CHALLENGES = {"R": "representation", "A": "alignment", "S": "reasoning",
              "G": "generation", "T": "transference", "Q": "quantification"}
STEP, GAP, TOP = 12.0, 7.0, 84.0
SPINE, NAMES, DOTS, PITCH = 166.0, 178.0, 356.0, 19.0


def main() -> None:
    sections = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    rows = sum(len(s["chapters"]) for s in sections)
    height = TOP + rows * STEP + (len(sections) - 1) * GAP + 4
    figure, axes = canvas(height / 72)
    place, y, faint = {}, TOP, []
    for section in sections:
        color = COLOR.get(section["section"], INK)
        first = y
        for chapter in section["chapters"]:
            place[chapter["slug"]] = (y, color)
            label(axes, NAMES, y, chapter["title"], color, 9, ha="left")
            if section["folder"] != "resources":
                for i, letter in enumerate(CHALLENGES):
                    if letter in chapter["treats"]:
                        axes.plot(DOTS + PITCH * i, y, "o", ms=6, mew=0,
                                  color=color)
                    else:
                        faint.append((DOTS + PITCH * i, y))
            y += STEP
        axes.plot([SPINE - 158, 488], [first - STEP / 2 - GAP / 2] * 2,
                  color=FAINT, lw=0.6, zorder=0)
        middle = (first + y - STEP) / 2
        words = {"Introduction": "Intro", "Back matter": ""}.get(
            section["section"], section["section"])
        label(axes, 481, middle, words, color, 9, rotation=270)
        y += GAP
    for section in sections:
        for chapter in section["chapters"]:
            down, color = place[chapter["slug"]]
            for need in chapter["needs"]:
                arc(axes, place[need][0], down, color)
    axes.plot(*np.transpose(faint), "o", ms=1.8, mew=0, color=FAINT)
    for down, color in place.values():
        axes.plot(SPINE, down, "o", ms=4.5, color=color, mec=PAPER, mew=0.6)
    for i, name in enumerate(CHALLENGES.values()):
        label(axes, DOTS + PITCH * i + 3, TOP - 14, name, INK, 9, rotation=60,
              ha="left", va="bottom", rotation_mode="anchor")
    label(axes, SPINE - 60, TOP - 30, "upper end is needed\nby lower end",
          MUTED, 9)
    label(axes, NAMES, TOP - 24, "chapter", MUTED, 9, ha="left")
    save(figure, __file__)


def arc(axes, top, bottom, color):
    """Half an ellipse to the left of the spine, from a need to its user."""
    reach = (7 + 150 * (1 - np.exp(-(bottom - top) / 260))) * 4 / 3
    points = [(SPINE, top), (SPINE - reach, top), (SPINE - reach, bottom),
              (SPINE, bottom)]
    axes.add_patch(PathPatch(Path(points, [1, 4, 4, 4]), fc="none", ec=color,
                             lw=0.9, alpha=0.75, zorder=1))


if __name__ == "__main__":
    main()
