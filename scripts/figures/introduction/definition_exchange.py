"""The exchange test: right answers before and after, five worlds."""

import numpy as np
from mmbook.definition_runs import recorded
from style import IMAGE, INK, MUTED, SOUND, plt, save

NAMES = ("redundant", "unique_image", "unique_sound", "synergy",
         "synergy,\nwith products")
BARS = (("both inputs as they are", INK, ""),
        ("image of another scene", IMAGE, "//"),
        ("sound of another scene", SOUND, ".."))


def main() -> None:
    runs = recorded()
    right = np.concatenate([runs["right"][:, :, :3],
                            runs["products"][:, None]], axis=1)
    figure, axes = plt.subplots(figsize=(6.8, 3.1))
    for j, (words, color, hatch) in enumerate(BARS):
        at = np.arange(5) + 0.27 * (j - 1)
        mean = right[:, :, j].mean(axis=0)
        spread = right[:, :, j].std(axis=0, ddof=1)
        axes.bar(at, mean, 0.25, color=color, hatch=hatch, edgecolor="white",
                 lw=0, label=words)
        axes.errorbar(at, mean, spread, fmt="none", ecolor=MUTED, lw=1.2,
                      capsize=2)
        for x, value, s in zip(at, mean, spread, strict=True):
            axes.text(x, value + s + 0.015, f"{value:.2f}", ha="center",
                      size=9)
    axes.axhline(0.5, color=MUTED, lw=0.9, ls=(0, (2, 3)))
    axes.text(4.47, 0.5, "chance", color=MUTED, size=9, va="center")
    axes.set_xticks(range(5), NAMES)
    axes.tick_params(axis="x", length=0)
    axes.set(ylim=(0, 1.3), xlim=(-0.5, 4.45), ylabel="right answers")
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    axes.spines["left"].set_bounds(0, 1)
    axes.legend(loc="upper center", ncols=3, frameon=False, fontsize=9.5,
                handlelength=1.3, columnspacing=1.4)
    save(figure, __file__)


if __name__ == "__main__":
    main()
