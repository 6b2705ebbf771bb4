"""What two links to a pivot promise about the third side."""

import numpy as np
from style import FAINT, IMAGE, INK, MUTED, SOUND, TEXT, plt, save


def main():
    figure, (left, right) = plt.subplots(
        1, 2, figsize=(6.8, 2.9), width_ratios=(1, 1.35))
    theta = np.degrees(np.arccos(0.8))
    for angle, color, name in ((90, TEXT, "text"),
                               (90 + theta, SOUND, "sound"),
                               (90 - theta, IMAGE, "image")):
        x, y = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        left.annotate("", (x, y), (0, 0), arrowprops={
            "arrowstyle": "-|>", "color": color, "lw": 1.8,
            "shrinkA": 0, "shrinkB": 0})
        left.text(1.14 * x, 1.1 * y, name, color=color, ha="center",
                  va="center", weight="bold")
    for start, stop, radius, words, at in (
            (90, 90 + theta, 0.45, "36.9°", (-0.22, 0.56)),
            (90 - theta, 90, 0.45, "36.9°", (0.22, 0.56)),
            (90 - theta, 90 + theta, 0.24, "73.7° in all", (0.0, -0.09))):
        arc = np.radians(np.linspace(start, stop, 40))
        left.plot(radius * np.cos(arc), radius * np.sin(arc), color=MUTED,
                  lw=0.9)
        left.text(*at, words, color=INK, ha="center", va="center", size=9)
    left.set(xlim=(-1, 1), ylim=(-0.16, 1.25), aspect="equal")
    left.axis("off")
    r = np.linspace(0, 1, 200)
    right.fill_between(r, 2 * r**2 - 1, 1, color=FAINT, alpha=0.35, lw=0)
    right.plot(r, np.ones_like(r), ":", color=INK)
    right.plot(r, r**2, "-", color=INK)
    right.plot(r, 2 * r**2 - 1, "--", color=INK)
    right.plot([0.8] * 3, [1, 0.64, 0.28], "o", color=INK, ms=5)
    right.text(0.83, 0.26, "0.28", ha="left", va="top")
    right.text(0.78, 0.66, "0.64", ha="right", va="bottom")
    right.text(0.05, 0.9, "best case: 1", va="top")
    right.text(0.05, 0.2, "independent errors: $r^2$", va="bottom")
    right.text(0.52, -0.6, "worst case: $2r^2 - 1$", va="top")
    right.set(xlabel="$r$, cosine of each modality to its text",
              ylabel="cosine of sound to image", xlim=(0, 1.02),
              ylim=(-1.05, 1.08))
    save(figure, __file__)


if __name__ == "__main__":
    main()
