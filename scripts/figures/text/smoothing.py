"""Four ways to smooth, against the number of training captions."""

import numpy as np
from style import ACCENT, FAINT, IMAGE, INK, MUTED, SOUND, TEXT, plt, save

from mmbook.blind_text import caption_bits
from mmbook.ngram_arrays import surprises
from mmbook.predicting_and_scoring_text import (
    add, count, fixed, mix, steps)
from mmbook.quartet import Quartet

SIZES = (30, 100, 300, 1000, 3000, 10000)
N, TESTS = 3, 300


def numbers(texts, names):
    return [[names.setdefault(w, len(names)) for w in t.split()]
            for t in texts]


def main() -> None:
    world = Quartet(seed=0)
    test = world.captions(range(100_000, 100_000 + TESTS))
    train = world.captions(range(max(SIZES)))
    names = {}
    asked, learned = numbers(test, names), numbers(train, names)
    V = len(names)
    curves = {k: [] for k in ("add-one", "fixed share 0.3",
                              "Witten–Bell", "Kneser–Ney")}
    for size in SIZES:
        tables = count(learned[:size], N)
        rules = {"add-one": (tables[-1:], add(V + 1.0)),
                 "fixed share 0.3": (tables, fixed(0.3))}
        for name, (used, rule) in rules.items():
            seen, bits = {}, 0.0
            for s in asked:
                for step in steps(s, N):
                    if step not in seen:
                        seen[step] = -np.log2(float(
                            mix(used, V + 1, *step, rule)))
                    bits += seen[step]
            curves[name].append(bits / TESTS)
        for name, d in (("Witten–Bell", None), ("Kneser–Ney", "estimate")):
            curves[name].append(
                surprises(learned[:size], asked, N, V, d)[-1].sum() / TESTS)
    parts = [caption_bits(world, n) for n in (1, 2, 3)]
    floor = np.log2(3) + np.mean([sum(p) for p in parts])
    figure, axes = plt.subplots(figsize=(6.8, 3.1))
    for (name, y), color, style in zip(
            curves.items(), (ACCENT, IMAGE, SOUND, TEXT),
            ("s:", "^-.", "D--", "o-")):
        axes.plot(SIZES, y, style, color=color, ms=4, label=name)
        print(name, np.round(y, 1))
    axes.legend(frameon=False, fontsize=9.5)
    axes.axhline(floor, color=INK, lw=0.9)
    axes.text(SIZES[0], floor - 1.5, f"entropy of the captions, {floor:.1f}",
              color=MUTED, va="top", fontsize=9.5)
    axes.set(xscale="log", xlabel="training captions",
             ylabel="bits per caption", ylim=(20, 110))
    axes.set_xticks(SIZES, [f"{s:,}" for s in SIZES])
    axes.minorticks_off()
    axes.grid(axis="y", color=FAINT, lw=0.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
