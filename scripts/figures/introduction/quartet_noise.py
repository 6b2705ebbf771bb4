"""How well a probe reads the shape, as noise is turned up."""

import numpy as np
from style import INK, LINES, MARKERS, MODALITY, MUTED, plt, save

from mmbook.quartet import Quartet
from mmbook.quartet_probe import measure, probe

DECIBELS = (25, 20, 15, 12, 10, 8, 5, 0, -5, -10, -15)
SETTINGS = (("clean", {}), ("10 dB, 0 dB", {"image": 10, "sound": 0}))


def reads(noise, modalities, scenes=1200):
    """Accuracy of the probe for each modality alone, and for all."""
    batch = Quartet(seed=0, objects=1, noise=noise).batch(
        range(scenes), modalities)
    features = [measure(batch, m) for m in modalities]
    if len(modalities) > 1:
        features.append(np.hstack(features))
    return [probe(x, batch.factors["shape"]) for x in features]


def main() -> None:
    figure, (left, right) = plt.subplots(
        1, 2, figsize=(6.8, 2.7), width_ratios=(1.7, 1), sharey=True)
    for m in ("image", "sound"):
        curve = [reads({m: db}, (m,))[0] for db in DECIBELS]
        left.plot(DECIBELS, curve, LINES[m], marker=MARKERS[m], ms=4.5,
                  color=MODALITY[m])
        place = {"image": (4, 0.3), "sound": (-2, 0.68)}[m]
        left.text(*place, m, color=MODALITY[m], weight="bold", ha="left")
    left.axhline(1 / 6, color=MUTED, lw=0.8, ls=(0, (2, 3)))
    left.text(25, 1 / 6 + 0.02, "chance", color=MUTED, ha="left", size=9)
    left.set(xlabel="signal-to-noise ratio in dB (more noise to the right)",
             ylabel="share of shapes read right", ylim=(0, 1.08))
    left.invert_xaxis()
    colors = (MODALITY["image"], MODALITY["sound"], INK)
    for i, (name, noise) in enumerate(SETTINGS):
        for j, value in enumerate(reads(noise, ("image", "sound"))):
            at = i * 4 + j
            right.bar(at, value, 0.8, color=colors[j],
                      hatch=("", "//", "..")[j], edgecolor="white", lw=0)
            right.text(at, value + 0.015, f"{value:.2f}", ha="center", size=9)
    right.set_xticks([0, 1, 2, 4, 5, 6], ["image", "sound", "both"] * 2,
                     rotation=40, ha="right", rotation_mode="anchor")
    right.tick_params(axis="x", length=0)
    for i, (name, _) in enumerate(SETTINGS):
        right.text(i * 4 + 1, 1.09, name, ha="center", size=9.5, color=INK)
    right.set_ylim(0, 1.18)
    right.axhline(1 / 6, color=MUTED, lw=0.8, ls=(0, (2, 3)))
    save(figure, __file__)


if __name__ == "__main__":
    main()
