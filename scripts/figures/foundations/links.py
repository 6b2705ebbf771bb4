"""Who may look at whom: four ways to fill the same 10 by 10 table."""

import numpy as np
from style import FAINT, INK, MUTED, canvas, label, plt, save, tint

from mmbook.quartet import Quartet

T, CELL, TOP = 10, 10.2, 48


def content():
    """How alike ten stretches of a sound are, as attention weights."""
    world = Quartet(0, objects=2, sequences=1.0, shapes=("circle", "star"))
    sound = world.batch([3], ("sound",)).sound[0].reshape(T, -1)
    x = np.log(np.abs(np.fft.rfft(sound, axis=1))[:, :400] + 0.1)
    x -= x.mean(axis=0)
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    weights = np.exp(4 * x @ x.T)
    return weights / weights.sum(axis=1, keepdims=True)


def main():
    dice = np.random.default_rng(4)
    far = np.arange(T)[:, None] - np.arange(T)
    band = np.array([0.45, 0.8, 0.25, 1.0, 0.6])
    filled = (
        ("MLP", dice.uniform(0.1, 1, (T, T)), "100 numbers,\nall free"),
        ("convolution", np.where(abs(far) < 3, band[np.clip(far + 2, 0, 4)],
                                 0), "5 numbers,\nslid along"),
        ("recurrence", np.where(far >= 0, 0.75 ** np.abs(far), 0),
         "powers of 1 number,\nonly the past"),
        ("attention", content() * 5, "computed from\nthe input itself"))
    figure, axes = canvas(2.75)
    for i, (name, table, words) in enumerate(filled):
        left, side = 22 + 119 * i, T * CELL
        label(axes, left + side / 2, 12, name, weight="bold")
        tint(axes, table, (left, left + side, TOP + side, TOP), INK)
        for k in range(T + 1):
            for xs, ys in (((left, left + side), (TOP + k * CELL,) * 2),
                           ((left + k * CELL,) * 2, (TOP, TOP + side))):
                axes.plot(xs, ys, color=FAINT, lw=0.4)
        axes.add_patch(plt.Rectangle((left, TOP), side, side, lw=0.9,
                                     edgecolor=MUTED, facecolor="none"))
        label(axes, left + side / 2, TOP + side + 24, words, size=9)
    label(axes, 22 + 5 * CELL, 36, "step it reads →", MUTED, 9)
    label(axes, 11, TOP + 5 * CELL, "output step ↓", MUTED, 9, rotation=90)
    save(figure, __file__)


if __name__ == "__main__":
    main()
