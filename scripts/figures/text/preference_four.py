"""The exact solution for three prices of distance, and DPO on its way."""

import numpy as np
from style import IMAGE, INK, MUTED, SOUND, TEXT, VIDEO, plt, save

from mmbook.post_training_and_decoding import bradley_terry, dpo, tilt

REFERENCE = np.array([0.5, 0.3, 0.15, 0.05])
REWARD = np.array([0.0, 1.0, 2.0, 3.0])


def main():
    figure, (left, right) = plt.subplots(
        1, 2, figsize=(6.8, 3.1), width_ratios=[1.15, 1])
    bars = [("reference", REFERENCE, MUTED, "")] + [
        (f"β = {b}", tilt(REFERENCE, REWARD, b), TEXT, hatch)
        for b, hatch in ((2, ""), (1, "//"), (0.5, ".."))]
    for i, (name, p, color, hatch) in enumerate(bars):
        alpha = (0.35, 0.3, 0.55, 0.9)[i]
        left.bar(np.arange(4) + 0.2 * (i - 1.5), p, 0.19, color=color,
                 alpha=alpha, hatch=hatch, edgecolor=INK, lw=0.5, label=name)
    left.set_xticks(range(4), [f"reward {int(r)}" for r in REWARD])
    left.set(ylabel="probability", title="Solutions", ylim=(0, 0.72))
    left.legend(fontsize=9, frameon=False, loc="upper center", ncols=2)
    wins = bradley_terry(REWARD)
    np.fill_diagonal(wins, 0)
    path = dpo(REFERENCE, wins / wins.sum(), 1.0, 61, 2.0)
    goal = tilt(REFERENCE, REWARD, 1.0)
    looks = ((INK, "-"), (IMAGE, "--"), (SOUND, "-."), (VIDEO, "-"))
    for i, (color, line) in enumerate(looks):
        right.plot(path[:, i], line, color=color, lw=1.6)
        right.axhline(goal[i], color=MUTED, lw=1, ls=(0, (3, 3)), zorder=0)
        right.text(61.5, goal[i] + (0.012, 0, 0.016, -0.012)[i],
                   f"reward {i}", color=color, fontsize=9, va="center")
    right.set(xlim=(0, 60), ylim=(0, 0.55), xlabel="steps of DPO, β = 1",
              title="Learning from comparisons")
    right.margins(x=0)
    save(figure, __file__)


if __name__ == "__main__":
    main()
