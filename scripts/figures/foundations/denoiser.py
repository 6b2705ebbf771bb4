"""What the best denoiser answers at three noise levels: arrows to averages."""

import numpy as np
from style import ACCENT, IMAGE, MUTED, TEXT, plt, save

from mmbook.flows import denoise
from mmbook.generative_models import MEANS, STD, draw


def main():
    figure, axes = plt.subplots(1, 3, figsize=(6.8, 3.0), sharex=True,
                                sharey=True)
    x0 = draw(36, seed=3)[0]
    noise = np.random.default_rng(4).normal(size=x0.shape)
    for ax, t in zip(axes, (0.9, 0.6, 0.3)):
        noisy = (1 - t) * x0 + t * noise
        guess = denoise(noisy, t)
        for mean in MEANS:
            ax.add_patch(plt.Circle(mean, 3 * STD, fill=False, ec=MUTED,
                                    lw=0.8))
        ax.plot(*np.stack([noisy, guess], axis=1).transpose(2, 1, 0),
                color=ACCENT, lw=0.7)
        ax.scatter(*noisy.T, s=9, color=IMAGE, marker="x", lw=0.9, zorder=3)
        ax.scatter(*guess.T, s=9, color=TEXT, lw=0, zorder=3)
        ax.set(aspect="equal", xlim=(-3.4, 3.4), ylim=(-3.4, 3.4),
               title=f"t = {t}")
    axes[1].scatter([], [], s=16, color=IMAGE, marker="x", lw=0.9,
                    label="noisy point")
    axes[1].scatter([], [], s=16, color=TEXT, lw=0, label="best guess")
    figure.legend(loc="outside upper center", ncols=2, fontsize=9.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
