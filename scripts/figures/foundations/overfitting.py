"""Loss on training and validation scenes against steps, two penalties."""

import numpy as np
from mmbook.machine_learning_basics import (
    coarse, cross_entropy, fit_softmax, logits, standardizer)
from mmbook.quartet import Quartet
from style import ACCENT, INK, MUTED, plt, save


def main():
    batch = Quartet(0, objects=1, noise={"image": 3}).batch(
        range(700), ("image",))
    X, y = coarse(batch.image), batch.label("size")
    Z = standardizer(X[:300])(X)
    figure, both = plt.subplots(1, 2, figsize=(6.8, 3.0), sharey=True)
    for axes, ridge in zip(both, (0, 0.03)):
        kept = []
        fit_softmax(Z[:300], y[:300], 3, ridge, 2000, kept)
        steps = np.unique(np.geomspace(1, 2000, 120).astype(int))
        s = [logits(kept[t - 1], Z) for t in steps]
        seen = [cross_entropy(v[:300], y[:300]) for v in s]
        new = [cross_entropy(v[300:], y[300:]) for v in s]
        axes.axhline(np.log(3), color=ACCENT, lw=1, ls=":")
        axes.plot(steps, seen, "-", color=INK)
        axes.plot(steps, new, "--", color=INK)
        best = int(np.argmin(new))
        axes.plot(steps[best], new[best], "o", color=ACCENT, ms=5)
        axes.text(2300, seen[-1], f"{seen[-1]:.2f}", va="center")
        axes.text(2300, new[-1], f"{new[-1]:.2f}", va="center")
        axes.text(60 if ridge else 25, 0.47 if ridge else 0.33,
                  "training", color=INK, ha="right" if not ridge else "left")
        axes.text(300, new[-1] + 0.06 if ridge else 0.9, "validation",
                  color=INK, ha="center" if ridge else "right")
        axes.set_xscale("log")
        axes.set(xlabel="steps", ylim=(0, 1.25), xlim=(1, 2000),
                 title="no penalty" if not ridge else "ridge λ = 0.03")
        axes.tick_params(colors=MUTED, labelcolor=INK)
    both[0].set_ylabel("loss (nats)")
    both[0].text(1.2, 1.12, "log 3: knows nothing", color=ACCENT)
    save(figure, __file__)


if __name__ == "__main__":
    main()
