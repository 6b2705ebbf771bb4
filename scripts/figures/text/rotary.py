"""Query and key turned by their places; what a pair says of a distance."""

import numpy as np
from style import FAINT, IMAGE, INK, MUTED, SOUND, TEXT, VIDEO, WIDTH, plt, save

from mmbook.position_and_cache import speeds


def main():
    figure, (left, right) = plt.subplots(
        1, 2, figsize=(WIDTH, 2.9), width_ratios=(1, 1.35))
    around = np.linspace(0, 2 * np.pi, 200)
    for places, line, where in (((3, 1), "-", 0), ((10, 8), "--", 1)):
        for x, color, place, name in (
                ((2.0, 0.0), TEXT, places[0], "q"),
                ((1.0, 1.0), IMAGE, places[1], "k")):
            length = np.hypot(*x)
            angle = np.arctan2(x[1], x[0]) + place
            tip = length * np.array([np.cos(angle), np.sin(angle)])
            left.annotate("", tip, (0, 0), arrowprops=dict(
                arrowstyle="-|>", color=color, lw=1.6, ls=line,
                shrinkA=0, shrinkB=0))
            out = tip * (1 + 0.42 / length)
            if (name, place) == ("q", 3):
                out = out + [-0.1, 0.35]
            if (name, place) == ("k", 8):
                out = out + [-0.3, 0.15]
            left.text(*out, f"{name} at {place}", color=color, size=9.5,
                      ha="center", va="center")
            left.plot(length * np.cos(around), length * np.sin(around),
                      color=FAINT, lw=0.7, zorder=0)
        start, end = places[1] + np.pi / 4, places[0]  # key, query
        bend, size = np.linspace(start, end, 40), 0.55 + 0.3 * where
        left.plot(size * np.cos(bend), size * np.sin(bend), line, color=INK,
                  lw=1.0)
    left.set(xlim=(-2.9, 2.9), ylim=(-2.6, 2.6), aspect="equal")
    left.axis("off")
    far = np.linspace(0, 64, 641)
    for j, (color, line) in enumerate(((INK, "-"), (TEXT, "--"),
                                       (SOUND, "-."), (VIDEO, ":"))):
        right.plot(far, np.cos(speeds(12)[j] * far), line, color=color,
                   lw=1.5 if j else 1.0)
        length = 2 * np.pi / speeds(12)[j]
        right.text(65.5, (0.32, -0.08, -0.98, 0.83)[j],
                   f"pair {j},\nlength {length:,.0f}", color=color, size=9,
                   va="center")
    right.axvline(32, color=MUTED, lw=0.8)
    right.set(xlim=(0, 64), ylim=(-1.1, 1.1), xlabel="distance in tokens",
              ylabel="part of the score", xticks=range(0, 65, 16))
    save(figure, __file__)


if __name__ == "__main__":
    main()
