"""How many steps a sampler needs, with exact and with learned fields."""

import json

import numpy as np
from style import (
    ACCENT, FAINT, IMAGE, INK, MUTED, ROOT, SOUND, TEXT, plt, save)

RECORD = ROOT / "docs" / "foundations" / "labs" / "generative.json"


def main():
    found = json.loads(RECORD.read_text())["results"]["steps"]
    figure, axes = plt.subplots(figsize=(6.8, 3.1))
    steps = found["steps"]
    for key, style, color, name in (
            ("noise", "D:", IMAGE, "diffusion, guesses the noise"),
            ("v", "s--", ACCENT, "diffusion, guesses v"),
            ("velocity", "o-", TEXT, "flow matching"),
            ("exact velocity", "^-.", SOUND, "exact velocity"),
            ("exact denoiser", "v:", MUTED, "exact denoiser")):
        rows = np.array(found[key])  # (steps, S)
        axes.errorbar(steps, rows.mean(axis=1),
                      [rows.mean(axis=1) - rows.min(axis=1),
                       rows.max(axis=1) - rows.mean(axis=1)],
                      fmt=style, color=color, ms=5, lw=1.3, capsize=2,
                      label=name)
    axes.set(xscale="log", xlabel="steps of the sampler",
             ylabel="energy distance to the data")
    axes.set_yscale("symlog", linthresh=0.01)
    axes.set_ylim(-0.005, 40)
    axes.set_xticks(steps, steps)
    axes.minorticks_off()
    axes.set_yticks([0, 0.01, 0.1, 1], ["0", "0.01", "0.1", "1"])
    axes.grid(axis="y", color=FAINT, lw=0.5)
    axes.axhline(0, color=INK, lw=0.6)
    axes.legend(fontsize=9, loc="upper right", ncols=2)
    save(figure, __file__)


if __name__ == "__main__":
    main()
