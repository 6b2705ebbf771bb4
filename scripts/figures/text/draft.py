"""Speculative decoding of one token: what is kept, what is drawn anew."""

import numpy as np
from style import INK, MUTED, SOUND, TEXT, plt, save

from mmbook.post_training_and_decoding import speculate


def main():
    p, q = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.5, 0.3])
    kept, anew = speculate(p, q)
    figure, axes = plt.subplots(figsize=(6.8, 2.5))
    x = np.arange(3)
    axes.bar(x, kept, 0.5, color=TEXT, alpha=0.7)
    axes.bar(x[:1], anew[:1], 0.5, bottom=kept[:1], facecolor="none",
             edgecolor=SOUND, hatch="///", lw=1.2)
    axes.bar(x, q, 0.6, facecolor="none", edgecolor=INK, lw=1.2, ls="--")
    for i in range(3):
        axes.text(i, kept[i] / 2, f"kept {kept[i]:.1f}", ha="center",
                  va="center", fontsize=9.5, color=INK)
    axes.text(0, 0.53, "0.3, drawn after a refusal", color=SOUND,
              fontsize=9.5, va="center", ha="center")
    axes.text(1.33, 0.46, "draft's surplus,\nrefused", color=MUTED,
              fontsize=9.5, va="center")
    axes.set_xticks(x, [f"token {i + 1}\nmodel {p[i]}, draft {q[i]}"
                        for i in range(3)])
    axes.set(ylabel="probability", ylim=(0, 0.58), xlim=(-0.5, 2.6))
    save(figure, __file__)


if __name__ == "__main__":
    main()
