"""Twenty worlds, two intervals each, and the truth they should contain."""

import numpy as np
from mmbook.honest_testing import (
    bootstrap, nearest_neighbor, split, wallpaper, wilson)
from mmbook.quartet import Quartet
from style import ACCENT, IMAGE, INK, MUTED, plt, save


def intervals(seed):
    batch = Quartet(seed, objects=1, motions=("left", "right"), groups=50,
                    group_factor="motion").batch(range(600), ("image",))
    X, y, g = (wallpaper(batch.image), batch.factors["motion"],
               batch.factors["group"])
    train, test = split(600, 0.4, g, seed)
    right = nearest_neighbor(X[train], y[train], X[test]) == y[test]
    return (right.mean(), wilson(right.sum(), len(right)),
            bootstrap(right, g[test], draws=500))


def main():
    worlds = [intervals(seed) for seed in range(200, 220)]
    figure, both = plt.subplots(1, 2, figsize=(6.8, 3.3), sharey=True,
                                sharex=True)
    for axes, which, title in zip(both, (1, 2), (
            "scenes as independent", "groups drawn again")):
        for row, world in enumerate(worlds):
            low, high = world[which]
            hit = low <= 0.5 <= high
            axes.plot([low, high], [row, row], color=IMAGE if hit else
                      ACCENT, lw=1.4 if hit else 2.4,
                      ls="-" if hit else (0, (2, 1)))
            axes.plot(world[0], row, "o" if hit else "X", ms=4,
                      color=IMAGE if hit else ACCENT)
        hits = sum(w[which][0] <= 0.5 <= w[which][1] for w in worlds)
        axes.axvline(0.5, color=INK, lw=0.9, ls=":")
        axes.set(xlabel="share of right answers", yticks=[],
                 title=f"{title}: {hits} of 20 hit")
        axes.tick_params(colors=MUTED, labelcolor=INK)
    both[0].set_ylabel("20 worlds")
    save(figure, __file__)


if __name__ == "__main__":
    main()
