"""The worked network: values forward, error signals backward."""

import math

from style import (
    ACCENT, FAINT, INK, MUTED, PAPER, TEXT, canvas, label, plt, save)


def circle(axes, x, y, top, bottom, radius=19, dead=False):
    axes.add_patch(plt.Circle(
        (x, y), radius, facecolor=(FAINT if dead else TEXT, 0.14),
        edgecolor=MUTED if dead else INK, lw=1.1))
    label(axes, x, y - 5, top, size=9.5, weight="bold",
          color=MUTED if dead else INK)
    label(axes, x, y + 8, bottom, size=9, color=ACCENT)


def edge(axes, start, end, weight, gradient, at, dead=False):
    (x0, y0), (x1, y1) = start, end
    length = math.hypot(x1 - x0, y1 - y0)
    u, v = 19 * (x1 - x0) / length, 19 * (y1 - y0) / length  # the radius
    x0, y0, x1, y1 = x0 + u, y0 + v, x1 - u, y1 - v
    axes.plot((x0, x1), (y0, y1), "-", zorder=0,
              color=FAINT if dead else MUTED, lw=1.1)
    x, y = x0 + at * (x1 - x0), y0 + at * (y1 - y0)
    if weight:
        axes.add_patch(plt.Rectangle((x - 13, y - 12), 26, 24, fc=PAPER,
                                     ec="none", zorder=1))
        label(axes, x, y - 6, weight, INK, 9)
        label(axes, x, y + 6, gradient, ACCENT, 9)


def main() -> None:
    figure, axes = canvas(3.75)
    inputs = ((40, 85), (40, 195))
    hidden = ((215, 45), (215, 140), (215, 235))
    out, loss = (375, 140), (456, 140)
    for x, words in ((40, "input x"), (215, "hidden h, below it δ"),
                     (385, "guess, δ"), (458, "loss")):
        label(axes, x, 12, words, MUTED, 9.5)
    W1 = (("1", "−0.4", "½", "−0.8"), ("−1", "0", "¼", "0"),
          ("½", "0.8", "½", "1.6"))
    for j, h in enumerate(hidden):
        dead = j == 1
        edge(axes, inputs[0], h, W1[j][0], W1[j][1],
             (0.62, 0.72, 0.80)[j], dead)
        edge(axes, inputs[1], h, W1[j][2], W1[j][3],
             (0.80, 0.52, 0.62)[j], dead)
        edge(axes, h, out, ("½", "2", "−1")[j], ("−1.6", "0", "−0.8")[j], 0.5,
             dead)
    edge(axes, out, loss, "", "", 0.5)
    for (x, y), value in zip(inputs, "12"):
        circle(axes, x, y, value, "")
    for (x, y), value, delta, dead in zip(
            hidden, "201", ("−0.4", "0", "0.8"), (False, True, False)):
        circle(axes, x, y, value, delta, dead=dead)
    label(axes, 215, 167, "ReLU off: a = −½", MUTED, 9)
    circle(axes, *out, "0.2", "−0.8")
    circle(axes, *loss, "0.32", "1")
    label(axes, 415, 176, "target 1", MUTED, 9)
    label(axes, 8, 258, "upper number: forward, value or weight", INK, 9,
          ha="left")
    label(axes, 252, 258, "lower number: backward, a derivative of the loss",
          ACCENT, 9, ha="left")
    save(figure, __file__)


if __name__ == "__main__":
    main()
