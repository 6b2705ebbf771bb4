"""Our own scaling law: three sizes fitted, a fourth predicted."""

import json

import numpy as np
from style import FAINT, IMAGE, MUTED, ROOT, TEXT, plt, save

from mmbook.large_language_models import loss

RECORD = ROOT / "docs" / "text" / "labs" / "scaling.json"


def main():
    r = json.loads(RECORD.read_text())["results"]
    tokens = np.array(r["checks"]) * r["per_step"]
    line = np.geomspace(tokens[0], tokens[-1], 60)
    figure, axes = plt.subplots(figsize=(6.8, 3.4))
    for (width, rows), mark in zip(r["excess"].items(), "osvD"):
        rows, size = np.array(rows), r["sizes"][width]
        color = IMAGE if width == "64" else TEXT
        axes.plot(tokens, rows.mean(0), mark, color=color, ms=5)
        axes.fill_between(tokens, rows.min(0), rows.max(0), color=color,
                          alpha=0.15, lw=0)
        axes.plot(line, loss(size, line, 0.0, **r["law"]), color=color, lw=1,
                  ls="--" if width == "64" else "-")
        shift = {"8": 1.08, "16": 0.95}.get(width, 1.0)
        name = dict(zip("osvD", "●■▼◆"))[mark] + f" {size:,}"
        axes.text(tokens[-1] * 1.07, rows.mean(0)[-1] * shift, name,
                  color=color, va="center", fontsize=9.5)
    axes.text(tokens[-1] * 1.07, np.array(r["excess"]["8"]).mean(0)[-1] * 1.65,
              "parameters", color=MUTED, fontsize=9.5)
    axes.set(xscale="log", yscale="log", xlabel="tokens of training",
             ylabel="nats a token above the floor",
             xlim=(None, tokens[-1] * 1.8))
    axes.set_xticks(tokens, [f"{t:,.0f}" for t in tokens])
    axes.set_yticks([0.03, 0.1, 0.3, 1, 2], [0.03, 0.1, 0.3, 1, 2])
    axes.minorticks_off()
    axes.grid(color=FAINT, lw=0.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
