"""Two captions of the same words, and what two text towers make of them."""

import json
from collections import Counter

from mmbook.quartet import Quartet
from style import (
    ACCENT, MUTED, ROOT, TEXT, box, canvas, label, picture, save)

RECORD = ROOT / "docs" / "integration" / "labs" / "contrastive.json"
SCENE = 1  # of the lab's test scenes


def main():
    towers = json.loads(RECORD.read_text())["results"]["order"]
    world = Quartet.simple(1008, objects=2)
    scene = world.batch([SCENE], ("text", "image"))
    true, false = scene.text[0], world.captions([SCENE], swap="objects")[0]
    figure, axes = canvas(3.5)
    picture(axes, scene.image[0], 6, 8, 92)
    words = list(dict.fromkeys(true.split()))
    width, left = 43, 490 - 6 - 43 * len(words)
    for row, (caption, verdict) in enumerate(((true, "true"),
                                              (false, "false"))):
        y = 18 + 24 * row
        label(axes, 116, y, f"{verdict}:", MUTED, 9, ha="left")
        label(axes, 150, y, caption, TEXT, 10.5, ha="left")
    label(axes, 116, 76, "what a bag of words keeps of them", MUTED, 9,
          ha="left")
    for row, caption in enumerate((true, false)):
        counts = Counter(caption.split())
        y = 106 + 22 * row
        for i, word in enumerate(words):
            if row == 0:
                label(axes, left + (i + 0.5) * width, y - 14, word, TEXT, 9)
            box(axes, left + i * width + 2, y - 6, width - 4, 18,
                str(counts[word]), TEXT, 0.12 * counts[word], radius=2,
                line=0.6)
        label(axes, left - 8, y + 3, ("true", "false")[row], MUTED, 9,
              ha="right")
    zero, one, top = 190, 440, 168
    place = lambda share: zero + (one - zero) * share
    axes.plot([place(0.5)] * 2, [top - 6, top + 46], color=ACCENT, lw=1,
              ls="--")
    for row, (key, name, kind) in enumerate((
            ("bag_of_words", "tower that counts words", 0.12),
            ("ordered", "tower that reads in order", 0.35))):
        score, y = towers[key]["swap"], top + 24 * row
        label(axes, zero - 8, y + 8, name, ha="right")
        box(axes, zero, y, (one - zero) * score, 16, color=TEXT, fill=kind,
            radius=1)
        label(axes, place(score) + 7, y + 8, f"{score:.4g}", weight="bold",
              ha="left")
    for tick in (0, 0.5, 1):
        label(axes, place(tick), top + 56, f"{tick:g}", size=9)
    label(axes, place(0.5), top - 14, "chance", ACCENT, 9)
    label(axes, 245, top + 73, "share of 500 images that lie closer to "
          "their true caption, four runs; a tie counts one half", MUTED, 9)
    save(figure, __file__)


if __name__ == "__main__":
    main()
