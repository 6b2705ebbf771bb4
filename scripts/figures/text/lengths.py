"""Surprise beyond the training length, from the lab's record."""

import json

import numpy as np
from style import (
    ACCENT, IMAGE, INK, MUTED, ROOT, SOUND, TEXT, VIDEO, WIDTH, plt, save)

RECORD = ROOT / "docs" / "text" / "labs" / "lengths.json"
LOOK = {"sinusoidal": (IMAGE, "--", "sinusoidal"),
        "learned": (VIDEO, ":", "learned"),
        "none": (MUTED, "-.", "none (mask only)"),
        "rope": (TEXT, "-", "rotary"),
        "rope, window": (ACCENT, "--", "rotary, window of 32"),
        "alibi": (SOUND, "-", "ALiBi")}


def main():
    found = json.loads(RECORD.read_text())["results"]["curves"]
    place = np.array(found["place"])
    figure, axes = plt.subplots(figsize=(WIDTH, 3.4))
    for name, (color, line, words) in LOOK.items():
        y = np.array(found[name])  # (seeds, bins)
        axes.plot(place, y.mean(axis=0), line, color=color, label=words,
                  lw=1.6)
        axes.fill_between(place, y.min(axis=0), y.max(axis=0), color=color,
                          alpha=0.15, lw=0)
    axes.axvline(32, color=INK, lw=0.8)
    top = 1.02 * max(np.max(found[name]) for name in LOOK)
    axes.text(31, top * 0.97, "training", size=9.5, ha="right", va="top")
    axes.text(33.5, top * 0.97, "never seen", size=9.5, va="top")
    ticks = [4, 8, 16, 32, 64, 128, 256]
    axes.set(xscale="log", xticks=ticks, xticklabels=ticks, ylim=(1, top),
             xlim=(4, 256), xlabel="place of the word in the text",
             ylabel="nats per word")
    axes.minorticks_off()
    axes.legend(loc="upper left", fontsize=9)
    save(figure, __file__)


if __name__ == "__main__":
    main()
