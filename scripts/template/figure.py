"""The level of a factor, read as powers and as amplitudes."""

import numpy as np
from style import FAINT, INK, SOUND, plt, save


def main() -> None:
    figure, axes = plt.subplots(figsize=(6.8, 3.2))
    factor = np.geomspace(0.01, 100, 2)
    axes.plot(factor, 10 * np.log10(factor), "-", color=INK)
    axes.plot(factor, 20 * np.log10(factor), "--", color=SOUND)
    axes.plot(1, 0, "o", color=INK)
    axes.set(xscale="log", xlim=(0.01, 100), ylim=(-40, 40),
             xlabel="factor", ylabel="level (dB)", yticks=range(-40, 41, 20))
    axes.set_xticks([0.01, 0.1, 1, 10, 100],
                    ["1/100", "1/10", "1", "10", "100"])
    axes.grid(color=FAINT, linewidth=0.5)
    axes.text(28, 10, "of powers", color=INK, ha="left", va="top")
    axes.text(17, 28, "of amplitudes", color=SOUND, ha="right", va="bottom")
    save(figure, __file__)


if __name__ == "__main__":
    main()
