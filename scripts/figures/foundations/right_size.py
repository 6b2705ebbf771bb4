"""Lab results: the first gradient of layer 1 against the final accuracy."""

import json

from style import INK, MUTED, ROOT, TEXT, plt, save

RECORD = ROOT / "docs" / "foundations" / "labs" / "fifty-layers.json"
LABELS = {"plain, 0.01": ("std\n0.01", -10, 0.55),
          "plain, Xavier": ("Xavier", -7.8, 0.54),
          "plain, He": ("He", -1.5, 0.58),
          "plain, He, RMS norm": ("He, RMS", -2.2, 0.475),
          "plain, He, batch norm": ("He, batch", 3.0, 0.455),
          "residual, Xavier": ("Xavier", 2.9, 0.56),
          "residual, He": ("He", 7.4, 0.53)}


def main() -> None:
    found = json.loads(RECORD.read_text(encoding="utf-8"))["results"]
    figure, axes = plt.subplots(figsize=(6.8, 3.6))
    axes.axhline(0.5, color=MUTED, lw=0.8, ls=":")
    axes.axvspan(-1, 1, color=MUTED, alpha=0.1, lw=0)
    for kind, right in found["accuracy"].items():
        x = max(found["log10_bottom"][kind], -10)
        residual = kind.startswith("residual")
        axes.errorbar(x, right, found["spread"][kind], ecolor=MUTED, lw=0,
                      elinewidth=1, zorder=1)
        axes.plot(x, right, "s" if residual else "o", ms=8, mew=1.6,
                  color=TEXT if residual else INK,
                  mfc=TEXT if residual else "none")
        if kind in LABELS:
            words, left, y = LABELS[kind]
            axes.text(left, y, words, fontsize=9.5, ha="center",
                      color=TEXT if residual else INK)
    axes.text(1.3, 0.955, "three kinds: std 0.01; He with\nRMS or batch normalization",
              color=TEXT, fontsize=9.5, va="center")
    axes.text(-6.6, 0.475, "chance", color=MUTED, fontsize=9, va="center")
    axes.plot([], [], "o", color=INK, mfc="none", ms=8, mew=1.6,
              label="plain")
    axes.plot([], [], "s", color=TEXT, ms=8, label="residual")
    axes.legend(loc="upper left")
    axes.set(xlim=(-11, 9), ylim=(0.43, 1.03),
             xlabel="first gradient of layer 1 (its length)",
             ylabel="accuracy after 120 steps")
    axes.set_xticks((-10, -8, -4, 0, 4, 8),
                    ("0", "10⁻⁸", "10⁻⁴", "1", "10⁴", "10⁸"))
    axes.text(-9, 0.43, "//", fontsize=11, ha="center", va="center",
              color=INK)  # the axis is broken before 0
    save(figure, __file__)


if __name__ == "__main__":
    main()
