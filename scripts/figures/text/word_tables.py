"""Nine numbers by hand: counts, PMI, PPMI, and two-number vectors."""

import numpy as np
from style import FAINT, INK, MUTED, TEXT, canvas, label, plt, save

from mmbook.word_vectors import factorize, pmi

WORDS, CONTEXTS = ("cat", "dog", "car"), ("fur", "food", "road")
COUNTS = np.array([[6, 5, 1], [5, 6, 1], [1, 1, 6]])


def main():
    figure, axes = canvas(2.55)
    tables = (("counts", COUNTS, "{:.0f}"), ("PMI", pmi(COUNTS), "{:.2f}"),
              ("PPMI", pmi(COUNTS, True), "{:.2f}"))
    for k, (title, table, form) in enumerate(tables):
        left = 30 + 118 * k
        label(axes, left + 51, 14, title, weight="bold")
        for j, context in enumerate(CONTEXTS):
            label(axes, left + 17 + 34 * j, 36, context, MUTED)
        for i, word in enumerate(WORDS):
            if k == 0:
                label(axes, 26, 62 + 30 * i, word, TEXT, ha="right")
            for j in range(3):
                strong = k == 2 and table[i, j] > 0
                axes.add_patch(plt.Rectangle(
                    (left + 34 * j, 47 + 30 * i), 34, 30, fill=False,
                    ec=TEXT if strong else FAINT, lw=1.6 if strong else 0.8,
                    zorder=3 if strong else 2))
                number = form.format(table[i, j]).replace("-", "−")
                label(axes, left + 17 + 34 * j, 62 + 30 * i, number,
                      INK if k < 2 or strong else MUTED, size=9)
    label(axes, 81, 152, "who stands\nbeside whom", MUTED, size=9)
    label(axes, 199, 152, "compared\nwith chance", MUTED, size=9)
    label(axes, 317, 152, "what is below\nchance, dropped", MUTED, size=9)
    X, _ = factorize(tables[2][1], 2)
    X = np.abs(X)  # the signs of a singular vector are free
    place = figure.add_axes((0.83, 0.24, 0.15, 0.55))
    for x, word in ((X[0], "cat, dog"), (X[2], "car")):
        place.annotate("", x, (0, 0), arrowprops={
            "arrowstyle": "->", "color": TEXT, "lw": 1.6,
            "shrinkA": 0, "shrinkB": 0})
    place.text(0.06, X[0][1], "cat, dog", color=TEXT, size=9, va="center")
    place.text(X[2][0], 0.06, "car", color=TEXT, size=9, ha="right")
    place.set(xlim=(0, 1.25), ylim=(0, 1.25), xticks=[0, 1], yticks=[0, 1],
              xlabel="direction 1", ylabel="direction 2")
    label(axes, 442, 14, "vectors", weight="bold")
    save(figure, __file__)


if __name__ == "__main__":
    main()
