"""The same scenes split at random and by group, and what each one says."""

import numpy as np
from mmbook.honest_testing import nearest_neighbor, split, wallpaper
from mmbook.quartet import Quartet
from style import (
    ACCENT, IMAGE, INK, MUTED, box, label, picture, plt, save)

SIZES = (25, 50, 100, 200, 400, 780)


def world(seed, groups=50):
    return Quartet(seed, objects=1, motions=("left", "right"), groups=groups,
                   group_factor="motion")


def sheet(axes, groups, title, scenes):
    """Three groups of five scenes; the test scenes stand in a frame."""
    images, names = scenes
    axes.axis("off")
    label(axes, 54, 5, title, weight="bold")
    rng = np.random.default_rng(3)
    test = (np.repeat(np.arange(3) == 1, 5) if groups else
            np.isin(np.arange(15), rng.choice(15, 5, replace=False)))
    for i in range(15):
        row, column = divmod(i, 5)
        x, y = 2 + 21 * column, 12 + 20 * row
        picture(axes, images[i], x + 1.5, y + 0.5, 17, frame=None)
        if test[i]:
            box(axes, x, y - 1, 20, 20, color=ACCENT, fill=0, radius=1,
                line=2)
    axes.set(xlim=(0, 108), ylim=(74, 0), aspect="equal")


def curve(seed, groups):
    batch = world(seed).batch(range(1000), ("image",))
    X, y = wallpaper(batch.image), batch.factors["motion"]
    train, test = split(1000, 0.2, batch.factors["group"] if groups else None,
                        seed)
    train = np.random.default_rng(seed).permutation(train)
    return [np.mean(nearest_neighbor(X[train[:n]], y[train[:n]], X[test])
                    == y[test]) for n in SIZES]


def main():
    batch = world(0, 5).batch(range(120), ("image",))
    rows = np.concatenate([np.flatnonzero(batch.factors["group"] == g)[:5]
                           for g in range(3)])
    scenes = batch.image[rows], batch.factors["group"][rows]
    figure = plt.figure(figsize=(6.8, 3.5))
    grid = figure.add_gridspec(2, 2, width_ratios=(1, 1.6))
    sheet(figure.add_subplot(grid[0, 0]), False, "random split", scenes)
    sheet(figure.add_subplot(grid[1, 0]), True, "grouped split", scenes)
    axes = figure.add_subplot(grid[:, 1])
    for groups, line, marker, at, name in (
            (False, "-", "o", 0.92, "random split"),
            (True, "--", "s", 0.64, "grouped split")):
        found = np.array([curve(seed, groups) for seed in range(100, 112)])
        middle, spread = found.mean(axis=0), found.std(axis=0)
        axes.fill_between(SIZES, middle - spread, middle + spread,
                          color=IMAGE, alpha=0.15, lw=0)
        axes.plot(SIZES, middle, line + marker, color=IMAGE, ms=4.5)
        axes.text(270 if groups else 27, at, name, color=IMAGE,
                  ha="center" if groups else "left")
    axes.axhline(0.5, color=INK, lw=0.9, ls=":")
    axes.text(420, 0.465, "truth: a coin toss", color=INK,
              ha="center")
    axes.set_xscale("log")
    axes.set_xticks(SIZES, [str(n) for n in SIZES])
    axes.minorticks_off()
    axes.set(xlabel="scenes to learn from", ylim=(0.3, 1.04),
             ylabel="share of right answers")
    axes.tick_params(colors=MUTED, labelcolor=INK)
    save(figure, __file__)


if __name__ == "__main__":
    main()
