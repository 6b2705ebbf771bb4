"""Pass at k of the base model and of what training made of it."""

import json

import numpy as np
from style import FAINT, IMAGE, INK, ROOT, SOUND, TEXT, VIDEO, plt, save

RECORD = ROOT / "docs" / "text" / "labs" / "preferences.json"
LOOKS = {"base": (INK, "o-", "base model"), "SFT": (TEXT, "s--", "SFT"),
         "DPO": (VIDEO, "D-.", "DPO"),
         "reward": (IMAGE, "^-", "reward, no KL"),
         "reward + KL": (SOUND, "v--", "reward, β = 0.05")}


def main():
    results = json.loads(RECORD.read_text())["results"]
    ks = results["ks"]
    figure, panels = plt.subplots(1, 2, figsize=(6.8, 3.1), sharey=True)
    for axes, part in zip(panels, ("clear", "confused")):
        for name, (color, line, words) in LOOKS.items():
            values = np.array(results["table"][name][f"pass, {part}"])
            axes.plot(ks, values.mean(axis=0), line, color=color, ms=4.5,
                      label=words)
            if name in ("base", "reward"):
                axes.fill_between(ks, values.min(axis=0),
                                  values.max(axis=0), color=color,
                                  alpha=0.22, lw=0)
        axes.set(xscale="log", title=f"{part} scenes",
                 xlabel="captions drawn for a scene, k")
        axes.set_xticks(ks, ks)
        axes.minorticks_off()
        axes.grid(axis="y", color=FAINT, lw=0.5)
    panels[0].set(ylabel="chance that one is true", ylim=(0, 1.04))
    panels[0].legend(fontsize=9, frameon=False, loc="lower right")
    save(figure, __file__)


if __name__ == "__main__":
    main()
