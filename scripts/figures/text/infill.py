"""Surprise of a hidden word: one side of the gap against both."""

import json

import numpy as np
from style import IMAGE, INK, MUTED, ROOT, TEXT, plt, save

RECORD = ROOT / "docs" / "text" / "labs" / "captions.json"
ROWS = (("causal", "causal,\none pass", TEXT),
        ("masked", "masked,\none pass", IMAGE),
        ("causal, shape", "causal,\none pass", TEXT),
        ("causal, all words tried", "causal,\n72 tried", MUTED),
        ("masked, shape", "masked,\none pass", IMAGE))


def main():
    infill = json.loads(RECORD.read_text())["results"]["infill"]
    figure, axes = plt.subplots(figsize=(6.8, 2.9))
    for i, (key, name, color) in enumerate(ROWS):
        x = i + 0.6 * (i > 1)
        mean = np.mean(infill[key])
        axes.bar(x, mean, color=color, width=0.6)
        axes.plot([x] * 3, infill[key], "_", color=INK, ms=12)
        axes.text(x, max(infill[key]) + 0.05, f"{mean:.2f}", ha="center",
                  fontsize=9.5)
    axes.plot([2.2, 5], [np.log(6)] * 2, color=INK, lw=0.9, ls=":")
    axes.text(3.6, np.log(6) + 0.04, "log 6", ha="center", fontsize=9.5)
    axes.set_xticks([0, 1, 2.6, 3.6, 4.6], [row[1] for row in ROWS])
    axes.set(ylabel="nats for the hidden word", ylim=(0, 2.3),
             xlim=(-0.6, 5.2))
    axes.text(0.5, 2.12, "every word in turn", ha="center", fontsize=9.5,
              color=MUTED)
    axes.text(3.6, 2.12, "the first shape alone", ha="center", fontsize=9.5,
              color=MUTED)
    save(figure, __file__)


if __name__ == "__main__":
    main()
