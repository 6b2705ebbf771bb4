"""Surprise beyond the training length, from the lab's record."""

import json

import numpy as np
from style import (
    ACCENT, IMAGE, INK, MUTED, ROOT, SOUND, TEXT, VIDEO, WIDTH, plt, save)

RECORD = ROOT / "docs" / "text" / "labs" / "lengths.json"
LOOK = {"sinusoidal": (IMAGE, "--", "sinusoidal"),
        "learned": (VIDEO, ":", "learned"),
        "none": (MUTED, "-.", "none,\nmask only"),
        "rope": (TEXT, "-", "rotary"),
        "rope, window": (ACCENT, "--", "rotary,\nwindow of 32"),
        "alibi": (SOUND, "-", "ALiBi")}


def main():
    found = json.loads(RECORD.read_text())["results"]["curves"]
    place = np.array(found["place"])
    figure, (high, low) = plt.subplots(
        2, 1, figsize=(WIDTH, 4.2), sharex=True, height_ratios=(1, 1.9))
    for name, (color, line, _) in LOOK.items():
        y = np.array(found[name])  # (seeds, bins)
        for axes in (high, low):
            axes.plot(place, y.mean(axis=0), line, color=color,
                      lw=1.6)
            axes.fill_between(place, y.min(axis=0), y.max(axis=0),
                              color=color, alpha=0.15, lw=0)
    for axes in (high, low):
        axes.axvline(32, color=INK, lw=0.8)
    high.text(30.5, 6.2, "training", size=9.5, ha="right", va="top")
    high.text(5, 4.2, "nats per word;\nthe axis is cut at 2.2", size=9.5)
    high.set(ylim=(2.6, 6.5), yticks=[3, 4, 5, 6])
    high.spines["bottom"].set_visible(False)
    high.tick_params(axis="x", length=0)
    ticks = [4, 8, 16, 32, 64, 128, 256]
    low.set(xscale="log", xticks=ticks, xticklabels=ticks, ylim=(1.1, 2.2),
            xlim=(4, 256), xlabel="place of the word in the text",
            yticks=[1.2, 1.4, 1.6, 1.8, 2, 2.2])
    low.minorticks_off()
    for axes, name, y in ((high, "sinusoidal", 4.4), (low, "learned", 1.88),
                          (low, "none", 1.72), (low, "rope", 1.57),
                          (low, "rope, window", 1.36), (low, "alibi", 1.2)):
        color, _, words = LOOK[name]
        axes.text(262, y, words, color=color, size=9.5, va="center")
    save(figure, __file__)


if __name__ == "__main__":
    main()
