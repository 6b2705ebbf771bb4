"""Bits of each word of a caption, in the usual order and in a wrong one."""

from style import ACCENT, INK, MUTED, TEXT, plt, save

from mmbook.predicting_and_scoring_text import (
    count, mix, surprises, witten_bell)
from mmbook.quartet import Quartet

CAPTIONS = ("a tiny purple triangle bounces", "a purple tiny triangle bounces")


def main() -> None:
    captions = [c.split() for c in Quartet(seed=0, objects=1).captions(
        range(2000))]
    tables = count(captions, 2)
    V = len({w for c in captions for w in c}) + 1
    figure, axes = plt.subplots(1, 2, figsize=(6.8, 2.6), sharey=True)
    for ax, caption, color in zip(axes, CAPTIONS, (TEXT, ACCENT)):
        bits = surprises(lambda c, t: mix(tables, V, c, t, witten_bell),
                         caption.split(), 2)
        words = [*caption.split(), "(end)"]
        ax.bar(range(len(bits)), bits, color=color, width=0.62)
        for i, b in enumerate(bits):
            ax.text(i, b + 0.25, f"{b:.1f}", ha="center", color=INK,
                    fontsize=9)
        ax.set_xticks(range(len(bits)), words, rotation=35, ha="right")
        ax.set_title(f"{sum(bits):.1f} bits", color=MUTED, fontsize=10)
        ax.set_ylim(0, 15)
    axes[0].set_ylabel("surprise, bits")
    save(figure, __file__)


if __name__ == "__main__":
    main()
