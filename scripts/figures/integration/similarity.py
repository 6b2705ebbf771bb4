"""Softmax over each row of the lab's 16 × 16 similarities, at three τ."""

import base64
import io
import json

import numpy as np
from PIL import Image
from style import (
    INK, MUTED, ROOT, TEXT, canvas, label, picture, save, tint)

MATRIX = ROOT / "docs" / "integration" / "figures" / "similarity.json"
LEFT, WIDTH, GAP, ROW = 98, 124, 8, 11.2


def closeup(uri, side=18):
    """The part of a thumbnail around its colored object."""
    stream = io.BytesIO(base64.b64decode(uri.partition(",")[2]))
    pixels = np.asarray(Image.open(stream).convert("RGB"))
    colored = np.ptp(pixels.astype(int), axis=2) > 60
    y, x = (int(np.clip(places.mean() - side / 2, 0, 32 - side))
            for places in np.nonzero(colored))
    return pixels[y:y + side, x:x + side]


def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def main():
    data = json.loads(MATRIX.read_text(encoding="utf-8"))
    similarity = np.array(data["similarity"])
    N, top = len(similarity), 34
    bottom, column = top + N * ROW, WIDTH / N
    figure, axes = canvas((bottom + 42) / 72)
    strip = np.hstack([closeup(uri) for uri in data["thumbnails"]])
    for i, (caption, new) in enumerate(zip(data["captions"],
                                           data["held_out"])):
        _, size, color, shape, *_ = caption.split()
        label(axes, LEFT - 6, top + (i + 0.5) * ROW,
              f"{'† ' if new else ''}{size[0].upper()} {color} {shape}",
              TEXT, 9, ha="right")
    for panel, tau in enumerate((1, 0.07, 0.01)):
        x = LEFT + panel * (WIDTH + GAP)
        p = softmax(similarity / tau)
        label(axes, x + WIDTH / 2, 9, f"τ = {tau:g}", weight="bold")
        picture(axes, strip, x, top - column - 2, WIDTH, frame=None)
        tint(axes, p, (x, x + WIDTH, bottom, top), TEXT)
        axes.plot([x, x + WIDTH, x + WIDTH, x, x],
                  [top, top, bottom, bottom, top], color=MUTED, lw=0.6)
        for i in range(N):
            left, y = x + i * column, top + i * ROW
            axes.plot([left, left + column, left + column, left, left],
                      [y, y, y + ROW, y + ROW, y], color=INK, lw=0.7)
        label(axes, x + WIDTH / 2, bottom + 12,
              f"right image: {np.diag(p).mean():.0%}")
        label(axes, x + WIDTH / 2, bottom + 27,
              f"loss {-np.log(np.diag(p)).mean():.2f} nats", MUTED, 9)
    save(figure, __file__)


if __name__ == "__main__":
    main()
