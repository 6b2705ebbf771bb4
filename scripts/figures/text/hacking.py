"""A proxy and the true worth while one moves away from the base model."""

import numpy as np
from style import FAINT, IMAGE, INK, MUTED, plt, save

from mmbook.post_training_and_decoding import best_of_n, divergence, tilt


def main():
    m = np.arange(1, 9)
    base = 0.5**m / (0.5**m).sum()
    worth = np.where(m <= 4, m, 4 - 2 * (m - 4))
    numbers = (1, 2, 3, 4, 5, 8, 16, 32, 64, 128, 256, 1024)
    drawn = [best_of_n(base, m, n) for n in numbers]
    tilts = [tilt(base, m.astype(float), b)
             for b in 1 / np.linspace(1e-3, 6, 300)]
    figure, panels = plt.subplots(1, 2, figsize=(6.8, 3.1))
    for axes, value, color, title, low in (
            (panels[0], m, MUTED, "What the proxy says", 0),
            (panels[1], worth, IMAGE, "True worth", -5.3)):
        for policies, mark, words in ((drawn, "s-", "best of n"),
                                      (tilts, "--", "tilt")):
            away = [divergence(p, base) for p in policies]
            axes.plot(away, [p @ value for p in policies], mark, color=color,
                      ms=4, label=words)
        axes.axhline(0, color=FAINT, lw=0.8)
        axes.set(title=title, xlabel="KL from the base model, nats",
                 xlim=(-0.15, 6.1), ylim=(low, 9 if low == 0 else 3.7))
        axes.legend(fontsize=9, frameon=False,
                    loc="lower right" if low == 0 else "upper right")
    panels[0].set(ylabel="mean over the captions")
    for n in (1, 5, 16, 64, 256, 1024):
        p = best_of_n(base, m, n)
        panels[1].annotate(str(n), (divergence(p, base), p @ worth),
                           xytext=(4, 5 if n > 1 else -13),
                           textcoords="offset points", color=INK,
                           fontsize=9)
    save(figure, __file__)


if __name__ == "__main__":
    main()
