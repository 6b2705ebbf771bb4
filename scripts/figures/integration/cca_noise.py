"""The largest canonical correlation between two tables of pure noise."""

import numpy as np
from mmbook.cross_modal_learning import cca, correlations
from style import ACCENT, INK, MUTED, plt, save

D = 40


def main():
    rng = np.random.default_rng(0)
    rows = np.array([50, 100, 150, 200, 300, 500, 1000, 2000, 5000])
    seen, new = [], []
    for n in rows:
        X, Y = rng.normal(size=(2, n, D))
        A, B, rho = cca(X, Y)
        seen.append(rho[0])
        new.append(correlations(*rng.normal(size=(2, 5000, D)), A, B)[0])
    figure, axes = plt.subplots(figsize=(6.8, 3.0))
    fine = np.geomspace(50, 5000, 300)
    c = np.minimum(D / fine, 0.5)
    axes.plot(fine, 2 * np.sqrt(c * (1 - c)), "-", color=MUTED, lw=1.2)
    axes.plot(rows, seen, "o", color=ACCENT, ms=6)
    axes.plot(rows, new, "s", color=INK, ms=5, mfc="none")
    axes.text(560, 0.60, "on the rows it was fitted to", color=ACCENT)
    axes.text(210, 0.06, "the same directions on 5,000 new rows", color=INK)
    axes.text(1150, 0.42, r"$2\sqrt{c(1-c)}$,  $c = 40 / N$", color=MUTED)
    axes.set_xscale("log")
    axes.set_xticks(rows, [f"{n:,}" if n != 150 else "" for n in rows])
    axes.minorticks_off()
    axes.set(xlabel="N, paired rows of 40 + 40 independent columns",
             ylabel="largest correlation found", ylim=(-0.08, 1.06))
    save(figure, __file__)


if __name__ == "__main__":
    main()
