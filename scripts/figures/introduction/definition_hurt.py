"""A second input that costs accuracy, and one that costs, then pays."""

from mmbook.definition_runs import SIZES, recorded
from style import IMAGE, INK, MUTED, plt, save

PANELS = (("unique_image", "warm color: the sound tells nothing", (0.83, 1.02)),
          ("redundant", "shape: the sound tells a little", (0.7, 0.95)))


def main() -> None:
    curves = recorded()
    figure, panels = plt.subplots(1, 2, figsize=(6.8, 3.1))
    for axes, (task, title, limits) in zip(panels, PANELS, strict=True):
        mean = curves[task].mean(axis=1)
        spread = curves[task].std(axis=1, ddof=1)
        axes.axvline(142, color=MUTED, lw=0.9, ls=":")
        for j, (color, line, marker) in enumerate(
                ((IMAGE, "--", "s"), (INK, "-", "o"))):
            axes.fill_between(SIZES, mean[:, j] - spread[:, j],
                              mean[:, j] + spread[:, j], color=color,
                              alpha=0.14, lw=0)
            axes.plot(SIZES, mean[:, j], line, marker=marker, ms=5,
                      color=color, lw=1.5)
        axes.set_xscale("log")
        axes.set_xticks(SIZES, [f"{n:,}" for n in SIZES])
        axes.minorticks_off()
        axes.set(ylim=limits, xlabel="training scenes")
        axes.set_title(title, size=10)
    panels[0].text(270, 1.006, "image alone", color=IMAGE, ha="left",
                   size=9.5, weight="bold")
    panels[0].text(210, 0.915, "image and sound", color=INK, size=9.5,
                   weight="bold")
    panels[1].text(560, 0.853, "image alone", color=IMAGE, size=9.5,
                   weight="bold")
    panels[1].text(330, 0.92, "image and sound", color=INK, ha="left",
                   size=9.5, weight="bold")
    for axes in panels:
        low = axes.get_ylim()[0]
        axes.text(150, low + 0.004, "as many scenes\nas measurements",
                  color=MUTED, size=9, va="bottom", ha="left")
    panels[0].set_ylabel("right answers on 800 new scenes")
    save(figure, __file__)


if __name__ == "__main__":
    main()
