"""CCA beside the contrastive loss: the same pairs, the same eight axes."""

import json

import numpy as np
from mmbook.cross_modal_learning import cca
from mmbook.cross_modal_runs import (
    RECORD, SETTINGS, contrast, own_axes, views)
from style import FAINT, MUTED, SOUND, VIDEO, plt, save

WORLD, SHOWN = 11, 45


def main():
    V, S, new_V, new_S = views(WORLD)
    tuned = SETTINGS[8]
    A, B, _ = cca(V, S, 8, tuned["ridge"])
    maps = ((A, B), own_axes(V, S, *contrast(V, S, 8, tuned["decay"])))
    runs = json.loads(RECORD.read_text())["worlds"].values()
    figure, panels = plt.subplots(2, 2, figsize=(6.8, 5.9), sharex=True,
                                  sharey=True)
    titles = (("cca", "canonical correlation"), ("contrast", "contrast"))
    for column, ((A, B), (key, title)) in enumerate(zip(maps, titles)):
        scale = (new_V @ A).std(axis=0)[0]
        u, v = new_V[:SHOWN] @ A / scale, new_S[:SHOWN] @ B / scale
        for row, other in enumerate((1, 7)):
            axes = panels[row, column]
            for p, q in zip(u[:, [0, other]], v[:, [0, other]]):
                axes.plot(*zip(p, q), "-", color=MUTED, lw=0.7, zorder=1)
            axes.plot(*u[:, [0, other]].T, "D", color=VIDEO, ms=4,
                      mfc="none", mew=1.1, label="clip")
            axes.plot(*v[:, [0, other]].T, "^", color=SOUND, ms=4,
                      label="its sound")
            axes.set_aspect("equal")
            axes.axhline(0, color=FAINT, lw=0.6, zorder=0)
            axes.axvline(0, color=FAINT, lw=0.6, zorder=0)
        recall = np.mean([run["8"][key] for run in runs])
        panels[0, column].set_title(
            f"{title}\npartner in the first ten: {100 * recall:.0f}%")
        panels[1, column].set_xlabel("first axis")
    panels[0, 0].set(xlim=(-3.1, 3.1), ylim=(-2.9, 2.9), ylabel="second axis")
    panels[1, 0].set_ylabel("eighth axis")
    panels[0, 0].legend(loc="upper left", handletextpad=0.2, frameon=False)
    save(figure, __file__)


if __name__ == "__main__":
    main()
