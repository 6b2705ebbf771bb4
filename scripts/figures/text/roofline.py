"""Measured speed of n vectors times one matrix, under its roof."""

import numpy as np
from style import INK, MUTED, TEXT, WIDTH, plt, save

from mmbook.position_and_cache import intensity

# mmbook.position_and_cache.measure(n), milliseconds, on November 23, 2026.
FOUND = {1: 3.06, 2: 12.57, 4: 10.28, 8: 12.08, 16: 13.46, 32: 19.09,
         64: 30.08, 128: 50.35, 256: 91.91}
WIDE = 4096


def main():
    x = np.array([intensity(WIDE, WIDE, n, size=4) for n in FOUND])
    y = np.array([2 * n * WIDE**2 / ms / 1e6 for n, ms in FOUND.items()])
    slope, top = y[0] / x[0], y.max()  # GB a second; billions a second
    figure, axes = plt.subplots(figsize=(WIDTH, 3.0))
    roof = np.array([0.3, top / slope, 300])
    axes.plot(roof, np.minimum(slope * roof, top), color=MUTED, lw=1.2)
    axes.plot(x, y, "o", color=TEXT, ms=6)
    for n, a, b in zip(FOUND, x, y):
        words = "n = 1" if n == 1 else str(n)
        axes.annotate(words, (a, b), xytext=(7, -11), size=9, color=INK,
                      textcoords="offset points")
    axes.text(0.62, 32, f"memory: {slope:.0f} GB/s", color=MUTED, size=9,
              rotation=32)
    axes.text(4.6, top * 1.12, f"arithmetic: {top:.0f} billion/s",
              color=MUTED, size=9)
    axes.set(xscale="log", yscale="log", xlim=(0.3, 300), ylim=(3, 200),
             xlabel="operations per byte",
             ylabel="billion operations a second",
             xticks=[0.5, 1, 4, 16, 64, 256],
             xticklabels=["0.5", "1", "4", "16", "64", "256"],
             yticks=[5, 10, 20, 50, 100],
             yticklabels=["5", "10", "20", "50", "100"])
    axes.minorticks_off()
    save(figure, __file__)


if __name__ == "__main__":
    main()
