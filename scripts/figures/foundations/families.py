"""Samples of the lab's generators beside the data."""

import json

import numpy as np
from style import MUTED, ROOT, TEXT, plt, save

from mmbook.generative_models import MEANS, STD

SAMPLES = ROOT / "docs" / "foundations" / "figures" / "generative-samples.json"
NAMES = {"table": "table, 32 × 32", "VAE": "VAE, noise learned",
         "VAE, noise 1": "VAE, noise 1", "GAN": "GAN",
         "GAN, ten turns": "GAN, ten turns", "flow matching": "flow matching"}


def main():
    samples = json.loads(SAMPLES.read_text())
    figure, axes = plt.subplots(2, 3, figsize=(6.8, 4.7), sharex=True,
                                sharey=True)
    for ax, (name, title) in zip(axes.flat, NAMES.items()):
        ax.scatter(*np.array(samples[name][:220]).T, s=4, color=TEXT, lw=0)
        for mean in MEANS:
            ax.add_patch(plt.Circle(mean, 3 * STD, fill=False, ec=MUTED,
                                    lw=0.8))
        ax.set(aspect="equal", xlim=(-4, 4), ylim=(-4, 4), title=title)
        ax.set_xticks([-2, 0, 2])
        ax.set_yticks([-2, 0, 2])
    save(figure, __file__)


if __name__ == "__main__":
    main()
