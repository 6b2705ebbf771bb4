"""The data of the chapter on generative models, and one Gaussian for all."""

import numpy as np
from style import IMAGE, INK, MUTED, TEXT, plt, save

from mmbook.generative_models import LABELS, MEANS, STD, draw


def main():
    figure, axes = plt.subplots(1, 2, figsize=(6.8, 3.5), sharex=True,
                                sharey=True)
    x, c = draw(300, seed=0)
    for k, marker in enumerate("osD^"):
        axes[0].scatter(*x[c == k].T, s=7, marker=marker, color=TEXT, lw=0)
    wide = np.sqrt((x**2).mean())
    axes[1].scatter(*(wide * np.random.default_rng(0).normal(
        size=(300, 2))).T, s=7, color=IMAGE, lw=0)
    for ax in axes:
        for k, mean in enumerate(MEANS):
            ax.add_patch(plt.Circle(mean, 3 * STD, fill=False, ec=MUTED,
                                    lw=0.9))
            if ax is axes[0]:
                away = -1.36 if k == 3 else 1.34
                ax.text(mean[0], mean[1] + away, LABELS[k], color=INK,
                        ha="center", va="center", fontsize=10)
        ax.plot(0, 0, "x", color=INK, ms=7, mew=1.6)
        ax.set(aspect="equal", xlim=(-4.4, 4.4), ylim=(-4.2, 4.2))
    axes[0].set_title("300 points of the data")
    axes[1].set_title("300 points of one Gaussian")
    save(figure, __file__)


if __name__ == "__main__":
    main()
