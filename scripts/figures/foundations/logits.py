"""One picture through the softmax classifier, down to its loss."""

import numpy as np
from mmbook.machine_learning_basics import (
    coarse, fit_softmax, log_softmax, logits, standardizer)
from mmbook.quartet import Quartet
from mmbook.quartet_stage import SIZES
from style import (
    ACCENT, IMAGE, INK, MUTED, arrow, box, canvas, label, picture, save, tint)

PLACE = 306  # a scene that the classifier has not seen


def main():
    batch = Quartet(0, objects=1, noise={"image": 3}).batch(
        range(PLACE + 1), ("image",))
    X, y = coarse(batch.image), batch.label("size")
    scaled = standardizer(X[:300])
    theta = fit_softmax(scaled(X[:300]), y[:300], 3, ridge=0.03)
    s = logits(theta, scaled(X[PLACE:]))[0]
    q = np.exp(log_softmax(s[None]))[0]
    figure, axes = canvas(2.55)
    top, side = 34, 96
    label(axes, 50, 14, "picture\n32 × 32 × 3", IMAGE, 9)
    picture(axes, batch.image[PLACE], 2, top, side)
    arrow(axes, (102, top + side / 2), (124, top + side / 2))
    label(axes, 176, 14, "how colorful\n64 cells are", INK, 9)
    cells = X[PLACE].reshape(8, 8)
    tint(axes, cells / cells.max(), (128, 128 + side, top + side, top),
         IMAGE)
    box(axes, 128, top, side, side, fill=0, radius=1, line=0.8)
    arrow(axes, (228, top + side / 2), (256, top + side / 2))
    label(axes, 242, top + side / 2 - 12, "W, b", MUTED, 9)
    label(axes, 290, 14, "logits s", INK, 9)
    label(axes, 388, 14, "guess q", INK, 9)
    label(axes, 460, 14, "target p", INK, 9)
    arrow(axes, (322, top + side / 2), (340, top + side / 2))
    label(axes, 331, top + side / 2 - 12, "softmax", MUTED, 9)
    for k in range(3):
        at = top + 16 + 32 * k
        right = k == y[PLACE]
        label(axes, 290, at, f"{s[k]:.2f}".replace("-", "−"), weight="bold" if right else
              "normal")
        box(axes, 352, at - 9, 76, 18, color=INK, fill=0, radius=1, line=0.6)
        box(axes, 352, at - 9, 76 * q[k], 18, color=IMAGE, fill=0.35,
            radius=min(1, 30 * q[k]), line=0.6)
        label(axes, 390, at, f"{q[k]:.2f}", weight="bold" if right else
              "normal")
        label(axes, 460, at, "1" if right else "0",
              weight="bold" if right else "normal")
        label(axes, 290, at + 12, SIZES[k], MUTED, 9)
    k = y[PLACE]
    label(axes, 280, top + side + 36,
          f"loss = −log {q[k]:.2f} = {-np.log(q[k]):.2f} nats;   "
          "gradient by the logits, q − p: "
          + ",  ".join(f"{v:+.2f}".replace("-", "−")
                       for v in q - np.eye(3)[k]), ACCENT, 9.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
