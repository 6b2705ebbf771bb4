"""The lab's loss curves: one layer, two layers, and no division."""

import json
import math

import numpy as np
from style import IMAGE, INK, MUTED, ROOT, TEXT, plt, save

DATA = ROOT / "docs" / "text" / "figures" / "induction.json"
STYLES = {"two layers": (TEXT, "-"), "one layer": (IMAGE, "--"),
          "two layers, not scaled": (MUTED, ":")}


def main():
    curves = json.loads(DATA.read_text())["curves"]
    figure, ax = plt.subplots(figsize=(6.8, 2.9))
    for name, (color, line) in STYLES.items():
        words = name.replace("scaled", "divided by √d")
        for n, curve in enumerate(curves[name]):
            ax.plot(10 * np.arange(len(curve)), curve, line, color=color,
                    lw=1.4, label=words if n == 0 else None)
    ax.axhline(math.log(32), color=INK, lw=0.6)
    ax.text(2, math.log(32) - 0.1, "log 32", size=9, color=INK, va="top")
    ax.set(xlabel="training step", ylabel="loss on known tokens (nats)",
           ylim=(0, 4.1), xlim=(0, 500))
    ax.legend(loc="lower left")
    save(figure, __file__)


if __name__ == "__main__":
    main()
