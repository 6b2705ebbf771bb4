"""1954 again: words understood in noise, with and without the lips.

Also writes the numbers, means over three seeds, to figures/lips.json.
"""

import json

import numpy as np
import style
from mmbook.history_and_evolution import (listening_test, recordings,
                                          relative_gain, share_right)
from style import ACCENT, FAINT, INK, MUTED, SOUND, VIDEO, plt, save

RATIOS = (-30, -25, -20, -15, -10, -5, 0)
LISTS = (8, 32, 128)
SEEDS, UTTERANCES, LEARN = 3, 900, 600


def measure():
    """(seed, list, ratio) shares: by ear alone, with both, by eye alone."""
    out = np.empty((3, SEEDS, len(LISTS), len(RATIOS)))
    for seed in range(SEEDS):
        spoken = recordings(range(UTTERANCES), seed)
        ears, eyes = listening_test(spoken, LEARN, RATIOS, seed=seed)
        rng, codes = np.random.default_rng(seed), spoken.codes[LEARN:, :4]
        for i, words in enumerate(LISTS):
            for j, ratio in enumerate(RATIOS):
                for k, total in enumerate((ears[ratio], ears[ratio] + eyes,
                                           eyes)):
                    out[k, seed, i, j] = np.mean(
                        [share_right(total, codes, words, rng)
                         for _ in range(4)])
    return out


def main():
    ear, both, eye = measure()
    figure, axes = plt.subplots(1, 3, figsize=(6.8, 3.0), sharey=True)
    record = {}
    for i, (words, ax) in enumerate(zip(LISTS, axes)):
        level = eye[:, i].mean()
        ax.axhline(level, color=VIDEO, ls=":", lw=1.4)
        ax.axhline(1 / words, color=FAINT, lw=1)
        for values, color, mark, line in ((ear, SOUND, "^", "-."),
                                          (both, INK, "o", "-")):
            ax.fill_between(RATIOS, values[:, i].min(0), values[:, i].max(0),
                            color=color, alpha=0.15, lw=0)
            ax.plot(RATIOS, values[:, i].mean(0), mark + line, color=color,
                    ms=4.5, lw=1.3)
        a, b = ear[:, i].mean(0), both[:, i].mean(0)
        ax.fill_between(RATIOS, a, b, color=ACCENT, alpha=0.10, lw=0)
        ax.set_title(f"list of {words} words")
        ax.set(xlabel="sound to noise (dB)", ylim=(0, 1.03),
               xticks=RATIOS[::2])
        ax.tick_params(colors=MUTED, labelcolor=INK)
        record[str(words)] = {
            "ear": a.round(4).tolist(), "both": b.round(4).tolist(),
            "eye": round(float(level), 4),
            "spread": round(float(np.ptp(both[:, i], axis=0).max()), 4),
            "relative": relative_gain(a[:5], b[:5]).round(4).tolist()}
    axes[0].set_ylabel("share of words understood")
    axes[2].text(-9.3, eye[:, 2].mean() + 0.025, "eyes alone", color=VIDEO)
    axes[2].text(-14, 0.055, "ears alone", color=SOUND)
    axes[2].text(-22.5, 0.62, "both", color=INK)
    axes[0].text(-11, 0.145, "chance", color=MUTED, size=9)
    save(figure, __file__)
    place = style.output / "introduction" / "figures" / "lips.json"
    place.write_text(json.dumps({"ratios": RATIOS, **record}, indent=1) + "\n",
                     encoding="utf-8")


if __name__ == "__main__":
    main()
