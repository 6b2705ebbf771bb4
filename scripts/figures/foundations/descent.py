"""Gradient descent: one weight and two step sizes; then a line."""

import numpy as np
from mmbook.machine_learning_basics import descend, line_loss, line_slope
from mmbook.quartet import Quartet
from mmbook.quartet_probe import listen, look
from style import ACCENT, FAINT, IMAGE, INK, MUTED, plt, save


def one_weight(axes):
    loss = lambda w: (2 * w - 3) ** 2
    w = np.linspace(-0.7, 3.7, 200)
    axes.plot(w, loss(w), color=MUTED, lw=1.2)
    for step, color, line, marker, name in (
            (0.1, INK, "-", "o", "step 0.1"),
            (0.3, ACCENT, "--", "s", "step 0.3")):
        path = descend(lambda v: 4 * (2 * v - 3), 1.0, step, 4)
        axes.plot(path, loss(path), line + marker, color=color, ms=4.5,
                  lw=1.1, label=name)
    axes.text(0.9, 0.2, "start", ha="right", color=INK)
    axes.set(xlabel="weight w", ylabel="loss (2w − 3)²", ylim=(-1, 18),
             xlim=(-0.7, 3.7), title="one weight, one example")
    axes.legend(loc="upper center")


def line(axes):
    world = Quartet(0, objects=1, shapes=("circle",), motions=("still",))
    batch = world.batch(range(20), ("image", "sound"))
    x = listen(batch.sound)[:, 0] + np.log2(4 / 220)
    y = look(batch.image)[:, 3]
    path = descend(lambda t: line_slope(t, x, y), (0, 0), 0.3, 100)
    ends = np.array([-0.15, 1.3])
    for steps, color, style, left in ((0, FAINT, "-", False),
                                      (1, MUTED, ":", True),
                                      (5, MUTED, "--", True),
                                      (100, INK, "-", False)):
        w, b = path[steps]
        axes.plot(ends, w * ends + b, style, color=color, lw=1.3)
        at, up = (-0.1, -0.75 if steps == 1 else 0.55) if left else (1.34, 0)
        axes.text(at, w * at + b + up if left else w * 1.3 + b,
                  f"{steps} step{'s' * (steps != 1)}: "
                  f"{line_loss(path[steps], x, y):.2f}", va="center")
    axes.plot(x, y, "s", color=IMAGE, ms=4, alpha=0.8)
    axes.set(xlabel="pitch, octaves above 220 Hz", ylabel="size (pixels)",
             xlim=(-0.15, 1.3), ylim=(-0.9, 13.5), xticks=[0, 0.5, 1],
             title="two parameters, 20 examples")


def main():
    figure, (left, right) = plt.subplots(1, 2, figsize=(6.8, 3.1))
    one_weight(left)
    line(right)
    for axes in (left, right):
        axes.tick_params(colors=MUTED, labelcolor=INK)
    save(figure, __file__)


if __name__ == "__main__":
    main()
