"""One query, three keys, three values, by hand."""

import numpy as np
from style import ACCENT, INK, MUTED, TEXT, arrow, box, canvas, label, save

TOKENS = (("circle", (2, 0), (1, 0)), ("red", (0, 2), (0, 1)),
          ("it", (1, 1), (0, 0)))


def main():
    query = np.array([2**0.5, 0])
    scores = np.array([query @ k for _, k, _ in TOKENS]) / 2**0.5
    weights = np.exp(scores) / np.exp(scores).sum()
    out = weights @ np.array([v for *_, v in TOKENS])
    figure, axes = canvas(2.55)
    heads = ((52, "token"), (128, "key"), (196, "score"), (268, "weight"),
             (346, "value"))
    for x, words in heads:
        label(axes, x, 12, words, MUTED, 9)
    for i, (name, key, value) in enumerate(TOKENS):
        y = 28 + 38 * i
        box(axes, 22, y, 60, 26, name, TEXT, 0.12)
        label(axes, 128, y + 13, f"({key[0]}, {key[1]})")
        label(axes, 196, y + 13, f"{scores[i]:g}")
        box(axes, 232, y + 5, 44 * weights[i] / weights.max(), 16,
            color=INK, fill=0.25, radius=1, line=0.6)
        label(axes, 236 + 44 * weights[i] / weights.max(), y + 13,
              f"{weights[i]:.3f}", size=9, ha="left")
        label(axes, 346, y + 13, f"({value[0]}, {value[1]})")
        arrow(axes, (374, y + 13), (418, 79), MUTED,
              line=0.5 + 4 * weights[i])
    box(axes, 420, 64, 66, 30, f"({out[0]:.2f}, {out[1]:.2f})", ACCENT, 0.14,
        weight="bold")
    label(axes, 453, 108, "what “it” gets", ACCENT, 9)
    label(axes, 22, 160, "query of “it”: (√2, 0)     score = query · key / √2"
          "     weights = softmax of the scores", size=9, ha="left")
    save(figure, __file__)


if __name__ == "__main__":
    main()
