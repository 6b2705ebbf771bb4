"""Where guidance puts the mean, and where the derivation says it is."""

import json

import numpy as np
from style import FAINT, IMAGE, INK, ROOT, TEXT, plt, save

RECORD = ROOT / "docs" / "foundations" / "labs" / "generative.json"


def main():
    found = json.loads(RECORD.read_text())["results"]["guidance"]
    w = np.array(found["w"])
    figure, axes = plt.subplots(1, 2, figsize=(6.8, 3.0))
    used = w >= 1
    for ax, key in zip(axes, ("mean", "std")):
        rows = np.array([r[key] for r in found["learned"]])  # (W, S)
        ax.plot(w[used], rows[used], "s", color=IMAGE, ms=3.5, mfc="none")
        ax.plot(w[used], rows[used].mean(axis=1), "--", color=IMAGE)
        ax.plot(w[used], np.array([r[key] for r in found["exact"]])[used],
                "o-", color=TEXT, ms=5)
        ax.plot(w[used], np.array([r[key] for r in found["tilted"]])[used],
                ":", color=INK, lw=1.6)
        ax.set(xlabel="guidance weight w")
        ax.grid(axis="y", color=FAINT, lw=0.5)
    axes[0].set(ylabel="mean along the label's axis")
    axes[1].set(ylabel="standard deviation across it", ylim=(0, None))
    axes[0].plot([], [], "o-", color=TEXT, ms=5, label="exact field")
    axes[0].plot([], [], "s--", color=IMAGE, ms=4, mfc="none",
                 label="learned, five copies")
    axes[0].plot([], [], ":", color=INK, lw=1.6, label="tilted density")
    axes[0].legend(fontsize=9, loc="upper left")
    save(figure, __file__)


if __name__ == "__main__":
    main()
