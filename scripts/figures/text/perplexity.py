"""Perplexity per token and bits per byte, by the number of merges.

A vocabulary has 256 bytes, the end token, and one token a merge.
"""

import json

import numpy as np
from style import FAINT, INK, ROOT, TEXT, plt, save

RECORD = ROOT / "docs" / "text" / "labs" / "perplexity.json"


def main() -> None:
    lab = json.loads(RECORD.read_text())["results"]
    places = range(len(lab["merges"]))
    figure, axes = plt.subplots(1, 2, figsize=(6.8, 2.8))
    for ax, key, form, lift in (
            (axes[0], "perplexity", "{:.0f}", 1.35),
            (axes[1], "bits_per_byte", "{:.2f}", 1.12)):
        y = np.array(lab[key])
        ax.plot(places, y, color=FAINT, lw=1)
        ax.plot(places, y.mean(1), "o-", color=TEXT, ms=5)
        for x, value in zip(places, y.mean(1)):
            ax.text(x, value * lift, form.format(value), color=INK,
                    ha="center", fontsize=9.5)
        ax.set_xlim(-0.35, len(places) - 0.65)
        ax.set_xticks(places, [f"{v - 257:,}" for v in lab["vocabulary"]])
        ax.set_xlabel("merges")
    axes[0].set(yscale="log", ylabel="perplexity per token", ylim=(2, 400))
    axes[0].set_yticks([3, 10, 30, 100, 300], [3, 10, 30, 100, 300])
    axes[0].minorticks_off()
    axes[1].set(ylabel="bits per byte", ylim=(0, 3))
    save(figure, __file__)


if __name__ == "__main__":
    main()
