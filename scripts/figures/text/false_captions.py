"""Scores of true captions in other words, and of false ones in the same."""

import numpy as np
from style import ACCENT, INK, TEXT, plt, save

from mmbook.quartet import Quartet
from mmbook.text_scores import bleu, bleu_counts, chrf, chrf_counts


def main() -> None:
    world, index = Quartet(seed=0, objects=2), range(1000)
    reference = world.captions(index)
    more = [world.captions(index, variant=v) for v in (2, 3, 4, 5)]
    systems = {
        "true, other words": world.captions(index, variant=1),
        "false, colors exchanged": world.captions(index, swap="colors"),
        "false, objects exchanged": world.captions(index, swap="objects")}
    figure, axes = plt.subplots(figsize=(6.8, 2.9))
    for i, (name, texts) in enumerate(systems.items()):
        rows = [[r.split() for r in rs] for rs in zip(reference, *more)]
        scores = (
            bleu(sum(bleu_counts(t.split(), r[:1])
                     for t, r in zip(texts, rows))),
            bleu(sum(bleu_counts(t.split(), r) for t, r in zip(texts, rows))),
            chrf(sum(chrf_counts(t, r) for t, r in zip(texts, reference))))
        print(name, np.round(scores, 1))
        for metric, score in enumerate(scores):
            y = metric + 0.2 * (i - 1)
            color = (TEXT, ACCENT, ACCENT)[i]
            axes.plot([0, score], [y, y], color=color, lw=1.4,
                      ls=("-", "--", ":")[i])
            axes.plot(score, y, "os^"[i], color=color, ms=6)
            axes.text(score + 2, y, f"{score:.0f} {name}", color=INK,
                      va="center", fontsize=9)
    axes.set_yticks(range(3), ["BLEU, one\nreference",
                               "BLEU, five\nreferences",
                               "chrF, one\nreference"])
    axes.set(xlim=(0, 128), ylim=(2.5, -0.5), xlabel="score")
    axes.set_xticks(range(0, 101, 20))
    save(figure, __file__)


if __name__ == "__main__":
    main()
