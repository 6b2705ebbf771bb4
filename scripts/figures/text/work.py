"""Which share of the work scores and mixing take, by length."""

import numpy as np
from style import IMAGE, MUTED, SOUND, TEXT, plt, save

from mmbook.transformer_architecture import operations

LENGTHS = 2 ** np.arange(8, 19)
SHAPES = {"D = 1,024": (1024, 24, TEXT, "o-"),
          "D = 4,096": (4096, 32, IMAGE, "s--"),
          "D = 12,288": (12288, 96, SOUND, "^-.")}


def main():
    figure, ax = plt.subplots(figsize=(6.8, 3.1))
    for name, (D, L, color, line) in SHAPES.items():
        rows = [operations(int(T), D, L, 50_000) for T in LENGTHS]
        share = [r["pairs"] / (r["pairs"] + r["matrices"]) for r in rows]
        ax.plot(LENGTHS, share, line, color=color, ms=4, label=name)
        ax.plot(6 * D, 0.5, marker="o", ms=11, mfc="none", mec=color)
        ax.annotate(f"{6 * D:,}", (6 * D, 0.5), (7, -5),
                    textcoords="offset points", size=9, color=color,
                    va="top")
    ax.axhline(0.5, color=MUTED, lw=0.8)
    ax.set(xscale="log", ylim=(0, 1), xlabel="tokens T",
           ylabel="share of scores and mixing")
    ax.set_xticks([256, 1024, 4096, 16384, 65536, 262144],
                  ["256", "1,024", "4,096", "16,384", "65,536", "262,144"])
    ax.minorticks_off()
    ax.legend(loc="upper left")
    save(figure, __file__)


if __name__ == "__main__":
    main()
