"""One head on a four-word sentence, every number shown."""

import numpy as np
from style import FAINT, IMAGE, INK, MUTED, TEXT, canvas, label, plt, save

from mmbook.transformer_architecture import WORDS, K, Q, V, causal, look_up

CELL, HIGH = 31, 21


def grid(axes, x, y, values, color, form, most, title, mask=None):
    """A matrix with its numbers; cells are the fuller the larger they are."""
    label(axes, x + CELL * values.shape[1] / 2, y - 12, title, MUTED, 9)
    for (i, j), value in np.ndenumerate(values):
        hidden = mask is not None and not mask[i, j]
        axes.add_patch(plt.Rectangle(
            (x + CELL * j, y + HIGH * i), CELL, HIGH, lw=0.8, edgecolor=FAINT,
            facecolor=(color, 0 if hidden else
                       0.5 * max(0, value) / most)))
        words = "" if hidden else format(value, form).replace("-", "−")
        label(axes, x + CELL * (j + 0.5), y + HIGH * (i + 0.5), words, INK, 9)


def words_at(axes, x, y, ha="right"):
    for i, word in enumerate(WORDS):
        label(axes, x, y + HIGH * (i + 0.5), word, TEXT, 9.5, ha=ha)


def main():
    out, weights = look_up(Q, K, V)
    masked, causal_weights = look_up(Q, K, V, causal(4))
    figure, axes = canvas(4.6)
    top, mid, low = 26, 138, 240 - 14
    words_at(axes, 64, top)
    grid(axes, 70, top, Q, TEXT, "g", 2, "queries Q")
    grid(axes, 158, top, K, TEXT, "g", 2, "keys K")
    grid(axes, 246, top, V, IMAGE, "g", 1, "values V")
    label(axes, 322, top + 12, "a row a word,\nwidth d = 2", MUTED, 9,
          ha="left", va="top")
    words_at(axes, 64, mid)
    grid(axes, 70, mid, Q @ K.T / 2**0.5, TEXT, ".2f", 4,
         "scores QKᵀ / √2")
    grid(axes, 222, mid, weights, TEXT, ".3f", 1,
         "weights, each row a softmax")
    grid(axes, 374, mid, out, IMAGE, ".2f", 1, "results")
    label(axes, 208, mid + 42, "→", MUTED, 12)
    label(axes, 360, mid + 42, "→", MUTED, 12)
    words_at(axes, 64, low + 8)
    label(axes, 70, low + 46, "the same head, when each word\n"
          "sees only itself and earlier ones:", MUTED, 9, ha="left")
    grid(axes, 222, low + 8, causal_weights, TEXT, ".3f", 1,
         "", mask=causal(4))
    grid(axes, 374, low + 8, masked, IMAGE, ".2f", 1, "")
    label(axes, 360, low + 50, "→", MUTED, 12)
    save(figure, __file__)


if __name__ == "__main__":
    main()
