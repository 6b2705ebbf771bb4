"""Why scores are divided by the root of d: their spread and the slope."""

import numpy as np
from style import IMAGE, INK, MUTED, TEXT, plt, save

from mmbook.transformer_architecture import slope, spread

WIDTHS = [4, 8, 16, 32, 64, 128, 256]


def main():
    figure, axes = plt.subplots(1, 3, figsize=(6.8, 2.7))
    axes[0].plot(WIDTHS, [spread(d) ** 0.5 for d in WIDTHS], "o", color=TEXT,
                 label="measured")
    axes[0].plot(WIDTHS, np.sqrt(WIDTHS), "-", color=INK, lw=0.8, label="√d")
    axes[0].set(xscale="log", yscale="log", title="std. deviation of q · k")
    axes[0].legend()
    rows = {s: np.array([slope(d, s) for d in WIDTHS]) for s in (True, False)}
    for scaled, color, line in ((True, TEXT, "o-"), (False, IMAGE, "s--")):
        words = "divided" if scaled else "not divided"
        axes[1].plot(WIDTHS, rows[scaled][:, 0], line, color=color, ms=4,
                     label=words)
        axes[2].plot(WIDTHS, rows[scaled][:, 1], line, color=color, ms=4)
    axes[1].axhline(1 / 16, color=MUTED, lw=0.8)
    axes[1].text(256, 1 / 16 + 0.02, "equal shares", color=MUTED, ha="right",
                 size=9)
    axes[1].set(ylim=(0, 1), title="largest weight of 16")
    axes[1].legend(loc="center right", bbox_to_anchor=(1, 0.52))
    axes[2].set(ylim=(0, 0.25), title="slope w (1 − w) there")
    for ax in axes[1:]:
        ax.set_xscale("log")
    for ax in axes:
        ax.set_xlabel("width d of the head")
        ax.set_xticks([4, 16, 64, 256], ["4", "16", "64", "256"])
        ax.minorticks_off()
    axes[0].set_yticks([2, 4, 8, 16], ["2", "4", "8", "16"])
    save(figure, __file__)


if __name__ == "__main__":
    main()
