"""Bits per character against how much context a model has."""

import json
import math

from style import FAINT, IMAGE, MUTED, ROOT, TEXT, plt, save

RECORD = ROOT / "docs" / "text" / "labs" / "characters.json"


def main():
    found = json.loads(RECORD.read_text())["results"]
    edges, memory = found["edges"], found["memory"]
    x = [math.sqrt(a * (b - 1)) for a, b in zip(edges, edges[1:])]
    figure, axes = plt.subplots(figsize=(6.8, 3.1))
    for name, style, color, at, shift, side in (
            ("counts", "o-", MUTED, -1, (8, -4), "left"),
            ("GRU", "s--", IMAGE, -1, (0, -15), "right"),
            ("transformer", "^-.", TEXT, -1, (0, 10), "right")):
        y = memory[name]
        here = range(1, len(y) + 1) if name == "counts" else x
        axes.plot(here, y, style, color=color, ms=4)
        axes.annotate(name, (here[at], y[at]), xytext=shift, ha=side,
                      textcoords="offset points", color=color)
    axes.set(xscale="log", xlabel="characters of context",
             ylabel="bits per character", ylim=(1.5, 3.8))
    axes.set_xticks([1, 2, 4, 8, 16, 32, 64], [1, 2, 4, 8, 16, 32, 64])
    axes.minorticks_off()
    axes.grid(axis="y", color=FAINT, lw=0.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
