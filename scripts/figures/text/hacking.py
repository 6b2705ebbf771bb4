"""A proxy and the true worth while one moves away from the base model."""

import numpy as np
from style import FAINT, IMAGE, INK, MUTED, TEXT, plt, save

from mmbook.post_training_and_decoding import best_of_n, divergence, tilt


def main():
    k = np.arange(1, 9)
    base = 0.5**k / (0.5**k).sum()
    worth = np.where(k <= 4, k, 4 - 2 * (k - 4))
    drawn = [best_of_n(base, k, n) for n in 2 ** np.arange(11)]
    tilts = [tilt(base, k.astype(float), b)
             for b in 1 / np.linspace(1e-3, 6, 300)]
    figure, panels = plt.subplots(1, 2, figsize=(6.8, 3.1), sharey=True)
    for axes, policies, title, mark in (
            (panels[0], drawn, "Best of n", "s-"),
            (panels[1], tilts, "Exact solution, smaller and smaller β", "-")):
        away = [divergence(p, base) for p in policies]
        axes.plot(away, [p @ k for p in policies], mark, color=MUTED, ms=4)
        axes.plot(away, [p @ worth for p in policies], mark, color=IMAGE,
                  ms=4)
        axes.axhline(0, color=FAINT, lw=0.8)
        axes.set(title=title, xlabel="KL from the base model, nats",
                 xlim=(-0.15, 5.7), ylim=(-5.6, 9))
    panels[0].set(ylabel="mean reward")
    for n in (1, 4, 16, 64, 1024):
        p = best_of_n(base, k, n)
        panels[0].annotate(str(n), (divergence(p, base), p @ worth),
                           xytext=(-3, -14), textcoords="offset points",
                           color=INK, fontsize=9, ha="center")
    panels[0].text(2.3, 7.1, "proxy: claims", color=MUTED, fontsize=9.5,
                   ha="right")
    panels[0].text(2.9, 0.5, "true worth", color=IMAGE, fontsize=9.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
