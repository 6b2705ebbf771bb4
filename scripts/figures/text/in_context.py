"""Codes never trained on: who reads them from the pairs before?"""

import json

import numpy as np
from style import INK, MUTED, ROOT, TEXT, plt, save

RECORD = ROOT / "docs" / "text" / "labs" / "in-context.json"


def main():
    r = json.loads(RECORD.read_text())["results"]
    figure, axes = plt.subplots(figsize=(6.8, 3.1))
    ideal = np.array(r["ideal"])
    pairs = np.arange(1, len(ideal) + 1)
    for n, mark, color in zip(r["new"], "o^", (MUTED, TEXT)):
        rows = np.array(r["new"][n])
        axes.plot(pairs, rows.mean(0), mark + "-", color=color, ms=4, lw=1)
        axes.fill_between(pairs, rows.min(0), rows.max(0), color=color,
                          alpha=0.15, lw=0)
        axes.text(pairs[-1] + 0.25, rows.mean(0)[-1], f"{n} codes",
                  color=color, va="center", fontsize=9.5)
    axes.plot(pairs, ideal, ":", color=INK)
    axes.annotate("ideal", (4, ideal[3]), xytext=(-16, -14),
                  textcoords="offset points", fontsize=9.5)
    axes.axhline(np.log(6), color=INK, lw=0.6)
    axes.text(0.6, np.log(6) + 0.08, "log 6", fontsize=9.5)
    axes.set(xlabel="pair in the sequence", xlim=(0.5, len(ideal) + 2.4),
             ylabel="nats for the second letter", ylim=(0, None))
    axes.set_xticks(pairs[1::2])
    save(figure, __file__)


if __name__ == "__main__":
    main()
