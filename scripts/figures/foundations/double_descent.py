"""Test error, bias and variance against the number of random features."""

import numpy as np
from mmbook.machine_learning_basics import coarse, repeated_fits
from mmbook.quartet import Quartet
from style import ACCENT, INK, MUTED, plt, save

WIDTHS = (2, 5, 10, 20, 40, 60, 80, 90, 100, 110, 120, 150, 200, 300, 500,
          1000, 2000, 4000)


def main():
    batch = Quartet(0, objects=1, motions=("still",)).batch(
        range(3000), ("image",))
    X = coarse(batch.image)
    X = (X - X[:2000].mean(axis=0)) / X[:2000].std()  # the rest tests
    error, ridge, parts = [], [], []
    for D in WIDTHS:
        guesses, x = repeated_fits(X, batch.factors["x"], 100, D)
        error.append(np.mean((guesses - x) ** 2, axis=1))
        parts.append([np.median((guesses.mean(axis=0) - x) ** 2),
                      np.median(guesses.var(axis=0))])
        guesses, x = repeated_fits(X, batch.factors["x"], 100, D, ridge=0.01)
        ridge.append(np.mean((guesses - x) ** 2, axis=1))
    error, ridge, parts = map(np.array, (error, ridge, parts))
    figure, (left, right) = plt.subplots(1, 2, figsize=(6.8, 3.3),
                                         sharey=True, sharex=True)
    low, middle, high = np.quantile(error, [0.25, 0.5, 0.75], axis=1)
    left.fill_between(WIDTHS, low, high, color=INK, alpha=0.15, lw=0)
    left.plot(WIDTHS, middle, "-o", color=INK, ms=3.5)
    left.plot(WIDTHS, np.median(ridge, axis=1), "--s", color=ACCENT, ms=3.5)
    left.text(5000, 0.12, "no penalty", ha="right")
    left.text(60, 0.0045, "ridge", color=ACCENT, ha="right")
    right.plot(WIDTHS, parts[:, 1], "-o", color=INK, ms=3.5)
    right.plot(WIDTHS, parts[:, 0], ":^", color=INK, ms=3.5)
    right.plot(WIDTHS, parts[:, 1] / 20, "-", color=MUTED, lw=0.9)
    right.text(1500, 0.04, "variance", ha="center")
    right.text(3, 0.05, "bias²")
    right.text(260, 0.0045, "variance / 20", color=MUTED)
    for axes in (left, right):
        axes.axvline(100, color=MUTED, lw=0.8, ls=":")
        axes.set(xscale="log", yscale="log", xlabel="features D",
                 ylim=(0.00015, 200))
        axes.tick_params(colors=MUTED, labelcolor=INK)
    left.text(108, 60, "D = N = 100", color=MUTED)
    left.set(ylabel="squared error", title="error on new scenes")
    right.set_title("its two parts, no penalty")
    save(figure, __file__)


if __name__ == "__main__":
    main()
