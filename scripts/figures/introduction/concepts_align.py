"""Landings seen, clicks heard, and the lag at which they agree best."""

import numpy as np
from style import ACCENT, INK, MUTED, SOUND, VIDEO, WIDTH, plt, save

from mmbook.concepts_runs import share_right
from mmbook.key_concepts import (clicks_heard, cross_correlation,
                                 landings_seen)
from mmbook.quartet import Quartet

LATE = 0.25


def main() -> None:
    scene = Quartet(seed=0, offset=LATE).scene(3)
    figure = plt.figure(figsize=(WIDTH, 3.9))
    grid = figure.add_gridspec(2, 2, width_ratios=(1.25, 1))
    t = np.arange(160) / 80
    seen = np.interp(t, np.arange(16) / 8, landings_seen(scene.video))
    heard = clicks_heard(scene.sound)
    top = figure.add_subplot(grid[0, 0])
    top.plot(t, 1.25 + seen / seen.max(), color=VIDEO)
    top.plot(t, heard / heard.max(), color=SOUND)
    top.text(1.95, 1.95, "landings seen", color=VIDEO, ha="right")
    top.text(1.95, 1.62, "circle grows", color=MUTED, ha="right",
             size=9)
    top.text(1.95, 0.62, "clicks heard, late", color=SOUND, ha="right")
    top.set(xlabel="time (s)", yticks=[], xlim=(0, 2), ylim=(-0.05, 2.35))
    lags, score = cross_correlation(seen, heard, 60)
    best = lags[score.argmax()] / 80
    low = figure.add_subplot(grid[1, 0])
    low.plot(lags / 80, score / score.max(), color=INK)
    low.axvline(LATE, color=MUTED, ls="--", lw=1)
    low.plot(best, 1, "o", color=ACCENT, ms=6)
    low.text(best - 0.03, 1.0, f"best {best:.2f} s", ha="right", va="center")
    low.text(LATE + 0.02, 1.0, f"true {LATE} s", color=MUTED, va="center")
    low.set(xlabel="lag of the sound (s)", yticks=[], xlim=(-0.75, 0.75),
            ylabel="agreement", ylim=(-0.5, 1.25))
    right = figure.add_subplot(grid[:, 1])
    late = (0, 0.25, 0.5)
    for measured, mark, line in ((True, "o", "-"), (False, "s", "--")):
        share = np.array([[share_right(x, measured, seed=seed) for x in late]
                          for seed in range(3)])
        right.plot(late, share.T, mark, color=MUTED, ms=3, alpha=0.7)
        right.plot(late, share.mean(axis=0), line, marker=mark, color=INK,
                   mfc=INK if measured else "none")
        right.text(*((0.25, 1.01) if measured else (0.3, 0.7)),
                   "lag measured and taken off" if measured else
                   "taken as it is", ha="center" if measured else "right")
    right.axhline(0.5, color=MUTED, lw=0.8, ls=":")
    right.text(0, 0.51, "a guess between the two objects", color=MUTED, va="bottom")
    right.set(xlabel="sound is late by (s)", xticks=late, ylim=(0.4, 1.04),
              ylabel="share of right answers", xlim=(-0.03, 0.55))
    save(figure, __file__)


if __name__ == "__main__":
    main()
