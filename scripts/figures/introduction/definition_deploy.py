"""What two inputs are worth when the sound is noisier, or not there."""

import numpy as np
from mmbook.definition_runs import NOISES, recorded
from style import ACCENT, IMAGE, INK, MUTED, SOUND, plt, save


def main() -> None:
    runs = recorded()
    levels, fixed = runs["levels"], runs["fixed"]
    image, both, silent, mean = fixed.mean(axis=0)
    figure, (left, right) = plt.subplots(1, 2, figsize=(6.8, 2.9),
                                         sharey=True)
    for j, (color, line, marker) in enumerate(((INK, "-", "o"),
                                               (ACCENT, ":", "^"))):
        left.errorbar(NOISES, levels[:, :, j].mean(axis=0),
                      levels[:, :, j].std(axis=0, ddof=1), color=color,
                      ls=line, marker=marker, ms=5, lw=1.5, capsize=2)
    left.text(-0.9, 0.36, "both, trained\nat 0 dB", ha="right", size=9.5,
              weight="bold")
    left.text(-1.5, 0.88, "both, trained at\nthat level", color=ACCENT,
              ha="left", size=9.5, weight="bold")
    left.invert_xaxis()
    left.set(xlabel="sound in use (dB), noise grows to the right",
             ylabel="shapes read right", ylim=(0, 1.04))
    share = np.array([0, 1])
    right.plot(share, [both, silent], "-", color=INK, lw=1.5)
    right.plot(share, [both, mean], "-.", color=SOUND, lw=1.5)
    right.text(0.6, 0.30, "silence\nfed in", size=9.5, ha="right",
               weight="bold")
    right.text(0.97, 0.735, "mean sound fed in", color=SOUND, size=9.5,
               weight="bold", ha="right")
    for low, color, dy in ((silent, INK, -0.085), (mean, SOUND, -0.085)):
        even = (both - image) / (both - low)
        right.plot(even, image, "o", color=color, ms=6)
        right.text(even - 0.015, image + dy, f"{even:.2f}", size=9.5,
                   ha="right")
    for axes, x in ((left, 9.6), (right, 0.02)):
        axes.axhline(image, color=IMAGE, ls="--", lw=1.4)
        axes.axhline(1 / 6, color=MUTED, ls=(0, (2, 3)), lw=0.9)
        axes.text(x, 1 / 6 - 0.06, "chance", color=MUTED, size=9, ha="left")
    left.text(9.6, image - 0.07, "image alone", color=IMAGE, size=9.5,
              weight="bold", ha="left")
    right.set(xlabel="share of scenes without sound", xlim=(0, 1))
    save(figure, __file__)


if __name__ == "__main__":
    main()
