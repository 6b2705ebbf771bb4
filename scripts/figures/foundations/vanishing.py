"""What is left of a derivative after many steps of a recurrence."""

import numpy as np
from style import INK, MUTED, plt, save

from mmbook.neural_network_architectures import carried


def main():
    T = 60
    x = 0.5 * np.random.default_rng(0).normal(size=T + 1)
    steps = np.arange(T + 1)
    figure, axes = plt.subplots(figsize=(6.8, 3.0))
    lines = (
        (1.1**steps, "--", "factor 1.1", 40, (0, 8)),
        (0.99**steps, "-", "gate that keeps 0.99", 40, (0, 6)),
        (0.9**steps, ":", "factor 0.9", 45, (0, 6)),
        (carried(x, 1.0, 1.0)[::-1], "-", "tanh, $w = 1$, noisy input", 30,
         (6, 6)),
        (0.5**steps, "-.", "factor 0.5", 24, (-62, -12)))
    for values, line, name, at, shift in lines:
        shown = values > 1e-9
        axes.plot(steps[shown], values[shown], line, lw=1.6,
                  color=INK if "gate" in name or "tanh" in name else MUTED)
        axes.annotate(name, (steps[at], values[at]), xytext=shift,
                      textcoords="offset points", fontsize=9,
                      ha="right" if name == "factor 1.1" else "left")
    axes.set(yscale="log", xlim=(0, 62), ylim=(1e-9, 3e3),
             xlabel="steps between input and loss",
             ylabel="derivative that arrives")
    save(figure, __file__)


if __name__ == "__main__":
    main()
