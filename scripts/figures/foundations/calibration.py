"""Reliability before and after temperature scaling; error against bins."""

import numpy as np
from mmbook.honest_testing import (
    calibration_error, confidence, fit_temperature, reliability)
from mmbook.machine_learning_basics import (
    coarse, fit_softmax, logits, standardizer)
from mmbook.quartet import Quartet
from style import ACCENT, FAINT, IMAGE, INK, MUTED, plt, save


def main():
    batch = Quartet(100, objects=1, noise={"image": 3}).batch(
        range(2700), ("image",))
    X, y = coarse(batch.image), batch.label("size")
    Z = standardizer(X[:300])(X)
    s = logits(fit_softmax(Z[:300], y[:300], 3, steps=2000), Z)
    tau = fit_temperature(s[300:700], y[300:700])
    figure, panels = plt.subplots(1, 3, figsize=(6.8, 2.9),
                                  width_ratios=(1, 1, 1.1))
    raw, cool = (confidence(s[700:], y[700:], t) for t in (1, tau))
    for axes, (conf, right), title in zip(panels, (raw, cool), (
            "as trained", f"temperature {tau:.1f}")):
        said, was, share = reliability(conf, right, 10)
        axes.plot([0.3, 1], [0.3, 1], ":", color=MUTED)
        axes.vlines(said, np.minimum(said, was), np.maximum(said, was),
                    color=FAINT, lw=3)
        axes.scatter(said, was, s=10 + 220 * share, color=IMAGE, zorder=3)
        axes.set(xlabel="probability said", title=title, xlim=(0.28, 1.08),
                 ylim=(-0.05, 1.08), xticks=[0.4, 0.6, 0.8, 1],
                 yticks=[0, 0.2, 0.4, 0.6, 0.8, 1])
    panels[0].set_ylabel("share right")
    bins = np.array([2, 5, 10, 15, 30, 60, 100, 200, 400])
    rng = np.random.default_rng(0)
    tosses = [rng.random(2000) < cool[0] for _ in range(10)]
    perfect = [np.mean([calibration_error(cool[0], t, b) for t in tosses])
               for b in bins]
    axes = panels[2]
    for values, line, marker, color, name in (
            ([calibration_error(*raw, b) for b in bins], "-", "o", IMAGE,
             "as trained"),
            ([calibration_error(*cool, b) for b in bins], "--", "s", IMAGE,
             "with temperature"),
            (perfect, ":", "^", INK, "perfect model")):
        axes.plot(bins, values, line + marker, color=color, ms=4, label=name)
    axes.set_xscale("log")
    axes.set_xticks([2, 15, 100, 400], ["2", "15", "100", "400"])
    axes.minorticks_off()
    axes.set(xlabel="bins", title="calibration error", ylim=(0, 0.34))
    axes.legend(loc="upper left", handlelength=2.4)
    for axes in panels:
        axes.tick_params(colors=MUTED, labelcolor=INK)
    save(figure, __file__)


if __name__ == "__main__":
    main()
