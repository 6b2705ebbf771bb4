"""Which factor can be read from which modality: measured with probes."""

import numpy as np
from style import FAINT, INK, MODALITY, MUTED, canvas, label, plt, save

from mmbook.quartet import Quartet
from mmbook.quartet_probe import measure, probe

ROWS = (("shape", 6), ("color", 6), ("size", 3), ("motion", 8),
        ("tone of voice", 2), ("left or right half", 2))
LEFT, COLUMN, BAR = 110, 96, 56


def main() -> None:
    batch = Quartet(seed=0, objects=1).batch(range(1200))
    labels = {**batch.factors, "tone of voice": batch.factors["tone"],
              "left or right half": batch.factors["x"] > 0}
    figure, axes = canvas(2.45)
    for j, (modality, color) in enumerate(MODALITY.items()):
        x = LEFT + COLUMN * j
        label(axes, x, 9, modality, color, 10.5, ha="left", weight="bold")
        features = measure(batch, modality)
        for i, (row, classes) in enumerate(ROWS):
            y, right = 32 + 25 * i, probe(features, labels[row])
            told = right > 1 / classes + 0.15
            axes.add_patch(plt.Rectangle((x, y - 6), BAR, 12, lw=0.8,
                                         edgecolor=FAINT, facecolor="none"))
            axes.add_patch(plt.Rectangle((x, y - 6), BAR * right, 12, lw=0,
                                         facecolor=color if told else MUTED))
            axes.plot([x + BAR / classes] * 2, [y - 9, y + 9], color=INK,
                      lw=1.2)
            label(axes, x + BAR + 5, y, f"{right:.2f}",
                  INK if told else MUTED, 9.5, ha="left")
            if j == 0:
                label(axes, 2, y, row, INK, 10, ha="left")
    save(figure, __file__)


if __name__ == "__main__":
    main()
