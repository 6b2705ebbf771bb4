"""InfoNCE's estimate of mutual information, with the best possible critic."""

import numpy as np
from solutions.contrastive_pretraining import info_nce_estimate
from style import ACCENT, INK, MUTED, plt, save

D = 20
TRUE = ((2.0, "o"), (5.0, "s"), (16.6, "^"))


def main():
    sizes = 2 ** np.arange(2, 13)
    figure, axes = plt.subplots(figsize=(6.8, 3.3))
    axes.plot(sizes, np.log(sizes), "--", color=ACCENT, lw=1.4)
    axes.fill_between(sizes, np.log(sizes), 12, color=MUTED, alpha=0.1, lw=0)
    axes.text(180, 6.5, "log N: no estimate can lie above", color=ACCENT,
              ha="right")
    for information, marker in TRUE:
        rho = np.sqrt(1 - np.exp(-2 * information / D))
        found = [info_nce_estimate(N, rho, D, repeats=max(2, 1024 // N))
                 for N in sizes.tolist()]
        axes.plot(sizes, found, marker + "-", color=INK, ms=5, lw=0.9,
                  mfc="none" if marker == "s" else INK)
    for information, _ in TRUE[:2]:
        axes.axhline(information, color=INK, lw=0.8, ls=":")
        axes.text(4900, information, f"true: {information:g} nats",
                  va="center")
    axes.text(4900, found[-1], "true: 16.6 nats,\noff the top", va="center")
    axes.set_xscale("log", base=2)
    axes.set_xticks(sizes, [f"{n:,}" for n in sizes.tolist()])
    axes.minorticks_off()
    axes.set(xlabel="N, pairs in the batch", ylim=(0, 9), xlim=(3.6, 4600),
             ylabel="log N − loss (nats)")
    axes.tick_params(colors=MUTED, labelcolor=INK)
    save(figure, __file__)


if __name__ == "__main__":
    main()
