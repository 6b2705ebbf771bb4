"""Paths of four optimizers in a valley 25 times as steep one way."""

import numpy as np
from mmbook.deep_learning_fundamentals import adam, momentum
from style import ACCENT, FAINT, IMAGE, INK, MUTED, TEXT, plt, save

STEEP = np.array([1.0, 25.0])
RUNS = (("SGD, η = 0.07", momentum, {"eta": 0.07, "mu": 0}, INK, "-o"),
        ("momentum, η = 0.03, μ = 0.8", momentum, {"eta": 0.03, "mu": 0.8},
         TEXT, "--s"),
        ("Adam, η = 0.3", adam, {"eta": 0.3}, IMAGE, "-.^"),
        ("SGD, η = 0.081", momentum, {"eta": 0.081, "mu": 0}, ACCENT, ":x"))


def path(step, settings, steps=60):
    w, state = np.array([-4.0, 1.0]), {}
    places = [w]
    for _ in range(steps):
        w = step(w, STEEP * w, state, **settings)
        places.append(w)
    return np.array(places)


def main() -> None:
    figure, (top, bottom) = plt.subplots(
        2, 1, figsize=(6.8, 5.2), height_ratios=(1.0, 1.0))
    x, y = np.meshgrid(np.linspace(-4.6, 1.6, 120), np.linspace(-1.5, 1.5, 80))
    top.contour(x, y, x**2 / 2 + 12.5 * y**2, colors=FAINT, linewidths=0.8,
                levels=(0.25, 1, 2.5, 5, 9, 14, 20.5, 28))
    for name, step, settings, color, line in RUNS:
        w = path(step, settings)
        loss = w[:, 0] ** 2 / 2 + 12.5 * w[:, 1] ** 2
        if "0.081" not in name:
            top.plot(*w[:25].T, line, color=color, ms=3.5, lw=1.1, label=name)
        bottom.plot(loss, line, color=color, ms=3.5, markevery=5, lw=1.1,
                    label=name)
    top.plot(0, 0, "*", color=MUTED, ms=12, zorder=3)
    top.set(xlabel="w₁, the flat direction", ylabel="w₂, the steep one",
            xlim=(-4.6, 1.6), ylim=(-1.5, 1.5))
    top.grid(False)
    bottom.set(yscale="log", xlabel="step", ylabel="loss", ylim=(1e-6, 1e3))
    bottom.legend(loc="lower left", fontsize=9.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
