"""Surprise beyond the training length, from the lab's record."""

import json

import numpy as np
from style import (
    ACCENT, IMAGE, INK, MUTED, ROOT, SOUND, TEXT, VIDEO, WIDTH, plt, save)

RECORD = ROOT / "docs" / "text" / "labs" / "lengths.json"
LOOK = {"learned": (VIDEO, ":", "learned", 1.91),
        "sinusoidal": (IMAGE, (0, (7, 2)), "sinusoidal", 1.82),
        "none": (MUTED, "-.", "none,\nmask only", 1.71),
        "rope": (TEXT, "-", "rotary", 1.57),
        "rope, window": (ACCENT, "--", "rotary,\nwindow of 32", 1.37),
        "alibi": (SOUND, "-", "ALiBi", 1.24)}


def main():
    found = json.loads(RECORD.read_text())["results"]["curves"]
    place = np.array(found["place"])
    figure, axes = plt.subplots(figsize=(WIDTH, 3.6))
    for name, (color, line, words, height) in LOOK.items():
        y = np.array(found[name])  # (seeds, bins)
        axes.plot(place, y.mean(axis=0), ls=line, color=color, lw=1.6)
        axes.fill_between(place, y.min(axis=0), y.max(axis=0), color=color,
                          alpha=0.15, lw=0)
        axes.text(262, height, words, color=color, size=9.5, va="center")
    axes.axvline(32, color=INK, lw=0.8)
    axes.text(30.5, 2.15, "training", size=9.5, ha="right", va="top")
    ticks = [4, 8, 16, 32, 64, 128, 256]
    axes.set(xscale="log", xticks=ticks, xticklabels=ticks, ylim=(1.1, 2.2),
             xlim=(4, 256), xlabel="place of the word in the text",
             ylabel="nats per word", yticks=[1.2, 1.4, 1.6, 1.8, 2, 2.2])
    axes.minorticks_off()
    save(figure, __file__)


if __name__ == "__main__":
    main()
