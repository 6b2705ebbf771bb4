"""Where the product of experts is wrong: copies, and an exclusive or."""

import numpy as np
from style import (ACCENT, FAINT, IMAGE, INK, MUTED, SOUND, WIDTH, plt, save)

from mmbook.concepts_runs import counted_twice


def main() -> None:
    figure, (left, right) = plt.subplots(
        1, 2, figsize=(WIDTH, 2.9), width_ratios=(1.25, 1))
    copies = (1, 2, 3, 5)
    accuracy, confidence = np.transpose(counted_twice(copies))
    left.plot(copies, confidence, "-s", color=ACCENT)
    left.plot(copies, accuracy, "-o", color=INK)
    left.text(5, confidence[-1] + 0.02, "how sure it is", color=ACCENT,
              ha="right", va="bottom")
    left.text(5, accuracy[-1] - 0.02, "how often it is right", ha="right",
              va="top")
    left.set(xlabel="times the same image votes", xticks=copies,
             ylabel="mean over 300 scenes", ylim=(0.5, 1.06))
    tables = (("truth", ((0, 1), (1, 0))), ("product", ((0.5, 0.5),) * 2))
    for i, (name, cells) in enumerate(tables):
        for row in range(2):
            for column in range(2):
                p, x = cells[row][column], 2.9 * i + column
                right.add_patch(plt.Rectangle(
                    (x, 1 - row), 1, 1, fc=(INK, 0.35 * p), ec=FAINT))
                right.text(x + 0.5, 1.5 - row, f"{p:g}", ha="center",
                           va="center", size=11)
        for column, words in enumerate(("calm", "excited")):
            right.text(2.9 * i + 0.5 + column, 2.1, words, ha="center",
                       va="bottom", color=SOUND, size=9)
        right.text(2.9 * i + 1, -0.35, name, ha="center", va="center",
                   weight="bold")
    for row, words in enumerate(("cold", "warm")):
        right.text(-0.12, 1.5 - row, words, ha="right", va="center",
                   color=IMAGE, size=9)
    right.text(2.45, -0.95, "chance that the label is 1", ha="center",
               color=MUTED, size=9)
    right.set(xlim=(-0.9, 5), ylim=(-1.2, 2.6), aspect="equal")
    right.axis("off")
    save(figure, __file__)


if __name__ == "__main__":
    main()
