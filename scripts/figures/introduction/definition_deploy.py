"""What two inputs are worth when the sound is noisier, or not there."""

import numpy as np
from mmbook.definition_runs import deployment
from style import IMAGE, INK, MUTED, SOUND, plt, save

NOISES = (10, 0, -5, -10, -20)


def main() -> None:
    levels, fixed = deployment(NOISES)
    image, both, silent, mean = fixed.mean(axis=0)
    figure, (left, right) = plt.subplots(1, 2, figsize=(6.8, 2.9),
                                         sharey=True)
    left.errorbar(NOISES, levels.mean(axis=0), levels.std(axis=0), color=INK,
                  marker="o", ms=5, lw=1.5, capsize=2)
    left.text(-7.2, 0.52, "image and sound", ha="left", size=9.5,
              weight="bold")
    left.invert_xaxis()
    left.set(xlabel="sound in use, dB (trained at 0 dB)",
             ylabel="shapes read right", ylim=(0, 1))
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
