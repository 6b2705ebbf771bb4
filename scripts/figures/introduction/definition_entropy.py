"""Entropy of a bent coin; what one input tells of an AND."""

import numpy as np
from style import ACCENT, IMAGE, INK, MUTED, plt, save

MARKS = ((0.5, "fair: 1 bit", (0.5, 1.05), "center"),
         (0.25, "1 in 4: 0.811", (0.285, 0.785), "left"),
         (0.05, "1 in 20: 0.286", (0.085, 0.27), "left"),
         (1.0, "certain: 0", (0.975, 0.05), "right"))


def entropy(p):
    p = np.array([p, 1 - p])
    return -(p[p > 0] * np.log2(p[p > 0])).sum() + 0.0


def main() -> None:
    figure, (left, right) = plt.subplots(1, 2, figsize=(6.8, 2.9),
                                         width_ratios=(1.15, 1))
    p = np.linspace(0, 1, 201)
    left.plot(p, [entropy(q) for q in p], color=INK, lw=1.6)
    for q, words, place, ha in MARKS:
        left.plot(q, entropy(q), "o", color=ACCENT, ms=6, clip_on=False)
        left.text(*place, words, ha=ha, size=9.5)
    left.set(xlabel="probability of heads", ylabel="entropy (bits)",
             xlim=(0, 1), ylim=(0, 1.18))

    half = entropy(0.25) - 0.5
    right.bar([0], [entropy(0.25)], 0.55, color=INK, alpha=0.75, lw=0)
    right.text(0, 0.84, "0.811", ha="center", size=10)
    right.bar([1], [0.03], 0.42, color=IMAGE, lw=0)
    right.bar([1.62], [1.0], 0.42, color=IMAGE, hatch="//",
              edgecolor="white", lw=0)
    right.text(1, 0.06, "0", ha="center", size=10)
    right.text(1.62, 1.03, "1", ha="center", size=10)
    right.plot([0.62, 1.9], [0.5, 0.5], color=ACCENT, lw=1.8)
    right.text(0.6, 0.53, "mean 0.5", ha="left", size=9)
    right.annotate("", (2.22, 0.5), (2.22, entropy(0.25)),
                   arrowprops={"arrowstyle": "<->", "color": ACCENT,
                               "lw": 1.4})
    for y in (0.5, entropy(0.25)):
        right.plot([1.9, 2.3], [y, y], color=MUTED, lw=0.7, ls=":")
    right.text(2.31, (0.5 + entropy(0.25)) / 2, f"told:\n{half:.3f}",
               va="center", size=9.5)
    right.set_xticks([0, 1, 1.62], ["nothing\nknown", "w = 0", "w = 1"])
    right.tick_params(axis="x", length=0)
    right.set(ylim=(0, 1.18), xlim=(-0.4, 2.95))
    right.set_ylabel("bits open about y")
    save(figure, __file__)


if __name__ == "__main__":
    main()
