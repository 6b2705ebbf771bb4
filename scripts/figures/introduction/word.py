"""A word as the listener of the re-enactment gets it: mouths, clean sound,
and the same sound under noise."""

import numpy as np
from mmbook.history_and_evolution import onsets, recordings, spoil
from scipy.signal import spectrogram
from style import FAINT, INK, MUTED, SOUND, VIDEO, label, picture, plt
from style import save, save_sound, tint

INDEX, RATIO = 11, -12.0


def main():
    spoken = recordings(range(INDEX, INDEX + 1))
    clean = spoken.sound
    noisy = spoil(clean, RATIO, np.random.default_rng(0))
    for name, sound in (("word-clean", clean[0]), ("word-noisy", noisy[0])):
        save_sound(0.7 * sound / np.abs(sound).max(), 8000, __file__, name)
    at = onsets(spoken.frames)[0]
    letters = spoken.text[0].split()
    figure = plt.figure(figsize=(6.8, 3.5), layout="none")
    for row, (sound, words) in enumerate(((clean, "the word alone"),
                                          (noisy, "in noise, −12 dB"))):
        axes = figure.add_axes((0.09, 0.39 - 0.265 * row, 0.89, 0.21))
        f, t, power = spectrogram(sound[0], 8000, nperseg=256, noverlap=128)
        level = 10 * np.log10(power + 1e-10)
        shown = (level - level.max() + 55) / 55
        tint(axes, shown[::-1], (0, 2, 0, 4), SOUND)
        axes.set(xlim=(0, 2), ylim=(0, 4), yticks=(0, 2, 4))
        axes.set_title(words, size=9, loc="left", pad=2)
        axes.tick_params(colors=MUTED, labelcolor=INK)
        for start in at:
            axes.axvline(start / 8, color=FAINT, lw=0.8)
        if row:
            axes.set_xlabel("seconds", labelpad=1)
        else:
            axes.set_xticklabels([])
            axes.set_ylabel("kilohertz", y=-0.1)
    top = figure.add_axes((0.09, 0.68, 0.89, 0.32))
    wide = 6.8 * 72 * 0.89 / 2  # points a second
    top.set(xlim=(0, 2 * wide), ylim=(3.5 * 72 * 0.32, 0))
    top.axis("off")
    for start, letter in zip(at, letters):
        x = start / 8 * wide
        picture(top, spoken.video[0, start + 1], x, 18, 56)
        label(top, x + 28, 8, letter, VIDEO, 11, weight="bold")
    save(figure, __file__)


if __name__ == "__main__":
    main()
