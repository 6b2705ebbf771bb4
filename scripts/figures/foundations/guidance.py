"""Guided paths from noise to the label "right", with the exact field."""

import numpy as np
from style import FAINT, IMAGE, INK, MUTED, TEXT, plt, save

from mmbook.flows import euler, guided
from mmbook.generative_models import MEANS, STD


def main():
    figure, axes = plt.subplots(2, 2, figsize=(6.8, 5.2), sharex=True,
                                sharey=True)
    noise = np.random.default_rng(0).normal(size=(100, 2))
    many = np.random.default_rng(1).normal(size=(4000, 2))
    for ax, w in zip(axes.flat, (0, 1, 3, 8)):
        path = euler(guided(w, 0), noise, 40)  # (steps + 1, B, 2)
        for k, mean in enumerate(MEANS):
            ax.add_patch(plt.Circle(mean, 3 * STD, fill=False,
                                    ec=INK if k == 0 else FAINT, lw=1))
        ax.plot(*path[::4, :36].transpose(2, 0, 1), color=MUTED, lw=0.4,
                alpha=0.6)
        ax.scatter(*path[-1].T, s=5, color=TEXT, lw=0, zorder=3)
        mean = euler(guided(w, 0), many, 50)[-1].mean(axis=0)
        ax.plot(*mean, "X", color=IMAGE, ms=9, mec="none", zorder=4)
        ax.text(-3.4, 2.85, f"w = {w}", fontsize=11, color=INK,
                weight="bold", va="center")
        ax.text(4.2, 2.85, f"mean at {abs(mean[0]):.2f}", fontsize=10,
                color=IMAGE, ha="right", va="center")
        ax.set(aspect="equal", xlim=(-3.6, 4.4), ylim=(-3.3, 3.3))
    save(figure, __file__)


if __name__ == "__main__":
    main()
