"""Real pictures, rebuilt and made with 16, 128 and 1,024 codes."""

import numpy as np
from style import IMAGE, INK, MUTED, canvas, label, picture, save

from mmbook.quartet import Quartet
from mmbook.tokenization_across_modalities import (
    CountingModel, k_means, nearest, patchify, unpatchify)

SHOWN, SIDE, GAP, LEFT = 8, 44, 4, 106


def draw(codes, codebook):
    x = unpatchify(codebook[codes].reshape(-1, 64, 48), 4, 32)
    return np.rint(255 * np.clip(x, 0, 1)).astype(np.uint8)


def main():
    image = Quartet(seed=0, objects=1).batch(range(3500), ("image",)).image
    x = patchify(image.astype(np.float32) / 255, 4)
    rows = x[:3000].reshape(-1, 48)
    some = np.random.default_rng(0).choice(len(rows), 10_000, replace=False)
    figure, axes = canvas(5.1)
    lines = [("real", "", image[-500:-500 + SHOWN], INK)]
    for K in (16, 128, 1024):
        codebook = k_means(rows[some], K, steps=10, seed=0)
        codes = nearest(x.reshape(-1, 48), codebook).reshape(-1, 8, 8)
        made = CountingModel(codes[:-500], K).sample(SHOWN, 8, 8, seed=0)
        lines.append((f"rebuilt, {K:,} codes", "rebuilt",
                      draw(codes[-500:-500 + SHOWN], codebook), IMAGE))
        lines.append((f"made, {K:,} codes", "made", draw(made, codebook),
                      INK))
    order = [0, 1, 3, 5, 2, 4, 6]
    y = 4
    for place, i in enumerate(order):
        name, _, pictures, color = lines[i]
        if place in (1, 4):
            y += 7
        label(axes, 4, y + SIDE / 2, name, color if place else MUTED, 9.5,
              ha="left")
        for j, one in enumerate(pictures):
            picture(axes, one, LEFT + j * (SIDE + GAP), y, SIDE)
        y += SIDE + GAP
    save(figure, __file__)


if __name__ == "__main__":
    main()
