"""DPO on one kind of pair: both answers fall, a third one takes all."""

import numpy as np
from style import FAINT, IMAGE, INK, MUTED, SOUND, TEXT, plt, save

from mmbook.post_training_and_decoding import dpo


def main():
    wins = np.zeros((3, 3))
    wins[1, 0] = 1
    path = dpo(np.array([0.6, 0.3, 0.1]), wins, 0.5, 401, 1.0,
               np.array([[0.0], [0.1], [1.0]]))
    figure, axes = plt.subplots(figsize=(6.8, 2.9))
    for i, color, line, words, x, shift in (
            (0, IMAGE, "o--", "rejected: it does not", 5, (0, 9)),
            (1, TEXT, "s-", "preferred: hardly", 62, (0, -33)),
            (2, SOUND, "^-", "never mentioned: it does", 160, (10, -12))):
        axes.plot(path[:, i], line, color=color, ms=4.5, markevery=40)
        axes.annotate(words, (x, path[x, i]), xytext=shift,
                      textcoords="offset points", color=color, fontsize=9)
    axes.set(xlabel="steps of DPO", ylabel="probability", ylim=(0, 1.03),
             xlim=(0, 400))
    axes.grid(axis="y", color=FAINT, lw=0.5)
    other = axes.twinx()
    margin = np.log(path[:, 1] / path[:, 0]) - np.log(0.5)
    other.plot(margin, ":", color=INK, lw=1.6)
    other.set(ylim=(0, 1.03), ylabel="gap of log ratios, nats")
    other.text(300, 0.56, "gap", color=MUTED, fontsize=9.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
