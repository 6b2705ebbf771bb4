"""Loss along curves of equal work, under two fits of one law."""

import numpy as np
from style import FAINT, IMAGE, INK, MUTED, TEXT, plt, save

from mmbook.large_language_models import (
    BESIROGLU, HOFFMANN, best_split, loss)


def main():
    figure, axes = plt.subplots(figsize=(6.8, 3.2))
    N = np.geomspace(3e9, 6e11, 200)
    C = 5.76e23
    for law, color, style, name, side, where in (
            (HOFFMANN, IMAGE, "--", "constants printed in 2022", -1, 1.6e10),
            (BESIROGLU, TEXT, "-", "refit of 2024", 1, 2.2e10)):
        axes.plot(N, loss(N, C / 6 / N, **law), color=color, ls=style)
        n, d = best_split(C, **law)
        axes.plot(n, loss(n, d, **law), "o", color=color, ms=6)
        axes.annotate(f"{name}:\n{n / 1e9:.0f} billion parameters,\n"
                      f"{d / n:.0f} tokens each",
                      (n, loss(n, d, **law)), (where, 2.04 if side > 0
                                               else 1.887),
                      color=color, ha="center", fontsize=9.5)
    axes.axvline(70e9, color=INK, lw=0.9, ls=":")
    axes.text(74e9, 2.06, "Chinchilla,\n70 billion", fontsize=9.5,
              color=INK)
    axes.axvline(280e9, color=MUTED, lw=0.9, ls=":")
    axes.text(296e9, 1.9, "Gopher,\n280 billion", fontsize=9.5,
              color=MUTED)
    axes.set(xscale="log", xlabel="parameters (tokens follow from the work)",
             ylabel="predicted loss, nats a token", ylim=(1.88, 2.1))
    axes.grid(axis="y", color=FAINT, lw=0.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
