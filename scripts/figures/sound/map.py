"""Two seconds of one Quartet sound: samples, spectrogram, tokens."""

import numpy as np
from style import MUTED, SOUND, plt, save, save_sound, tint, waveform

from mmbook.quartet import Quartet

RATE, WINDOW, HOP = 8000, 200, 80  # hertz; 25 ms and 10 ms in samples


def spectrogram(samples):
    """Decibels (F, T) below the loudest, from overlapping windows."""
    starts = np.arange(0, len(samples) - WINDOW + 1, HOP)
    frames = samples[starts[:, None] + np.arange(WINDOW)]  # (T, WINDOW)
    power = np.abs(np.fft.rfft(frames * np.hanning(WINDOW))) ** 2
    return 10 * np.log10(power.T / power.max() + 1e-9)  # (F, T)


def main() -> None:
    world = Quartet.simple(seed=0)
    sound = world.scene(6, shape="square", color="blue", size="medium",
                        motion="bounce").sound
    save_sound(sound, RATE, __file__, "bouncing-square")
    level = spectrogram(sound)
    figure, axes = plt.subplots(3, sharex=True, figsize=(6.8, 4.2),
                                height_ratios=(1, 1.9, 0.95))
    waveform(axes[0], sound, (0, 2, -1, 1), columns=300)
    axes[0].set(ylabel="pressure", yticks=[-1, 0, 1], ylim=(-1.1, 1.1),
                title=f"Waveform: {len(sound):,} samples")
    band = RATE / WINDOW / 1000  # kHz from one row to the next
    tint(axes[1], np.clip(1 + level[::-1] / 50, 0, 1),
         (WINDOW / 2 / RATE - HOP / 2 / RATE,
          2 - WINDOW / 2 / RATE + HOP / 2 / RATE,
          -band / 2, RATE / 2000 + band / 2), SOUND)
    axes[1].set(ylabel="frequency (kHz)", ylim=(0, 4),
                title=f"Spectrogram: {level.shape[1]} frames of "
                      f"{level.shape[0]} levels")
    counts = (
        ("frames, one each 10 ms", np.arange(level.shape[1]) * 0.01 + 0.0125),
        ("tokens, 50 a second", np.arange(100) / 50 + 0.01),
    )
    for row, (name, times) in enumerate(counts):
        bars = np.full((len(times), 3, 2), np.nan)
        bars[:, :2, 0] = times[:, None]
        bars[:, :2, 1] = -row, 0.45 - row
        axes[2].plot(*bars.reshape(-1, 2).T, color=SOUND, lw=0.9)
        axes[2].text(0, 0.55 - row, f"{len(times)} {name}", size=9,
                     va="bottom", color=MUTED)
    axes[2].set(ylim=(-1.15, 1.05), yticks=[], xlim=(0, 2),
                xlabel="time (s)")
    axes[2].spines["left"].set_visible(False)
    for one in axes:
        one.title.set(ha="left", x=0, size=9.5)
    save(figure, __file__)
