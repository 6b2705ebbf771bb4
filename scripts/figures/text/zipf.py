"""Word frequencies of this book, and the words that a list leaves out.

The numbers are of the 27 pages as they were on 23 November 2026, before
section three: ``solutions.nlp_basics.book`` gives the pages, words are runs
of letters in lower case. Left: all pages. Right: the list is learned from 21
pages and tested on each fourth page.
"""

import numpy as np
from style import ACCENT, INK, MUTED, TEXT, WIDTH, plt, save

RANK = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 22, 26, 32, 38, 46, 56, 68,
        83, 100, 121, 147, 178, 215, 261, 316, 383, 464, 562, 681, 825, 1000,
        1212, 1468, 1778, 2154, 2610, 3162, 3734)
COUNT = (5695, 2954, 2700, 2671, 1990, 1210, 1069, 1030, 908, 809, 588, 528,
         385, 331, 275, 231, 196, 160, 144, 127, 106, 94, 78, 70, 59, 49, 39,
         32, 27, 21, 16, 12, 9, 6, 5, 3, 2, 1, 1, 1)
LIST = (50, 100, 200, 400, 800, 1600, 3044)
UNKNOWN = (54.19, 46.47, 35.94, 25.64, 15.92, 8.97, 4.57)  # per cent


def main() -> None:
    figure, (left, right) = plt.subplots(1, 2, figsize=(WIDTH, 2.9))
    left.loglog(RANK, COUNT, "o", color=TEXT, ms=3.5)
    r = np.array([1, 3734])
    left.loglog(r, 8653 / r, "--", color=MUTED, lw=1)
    left.text(70, 260, "8,653 / rank", color=MUTED, size=9)
    for dot, at, word in (((1, 5695), (0.95, 700), "the"),
                          ((10, 908), (3.2, 90), "that")):
        left.annotate(word, dot, at, size=9, color=INK, arrowprops={
            "arrowstyle": "-", "color": MUTED, "lw": 0.8, "shrinkB": 3})
    left.text(330, 0.87, "seen once", size=9, color=INK)
    left.set(xlabel="rank of the word", ylabel="times in the book",
             xlim=(0.8, 6000), ylim=(0.6, 12000))
    right.semilogx(LIST, UNKNOWN, "s-", color=ACCENT, ms=4, lw=1.3)
    for n, share in zip(LIST, UNKNOWN):
        if n in (100, 800, 3044):
            right.text(n * 0.93, share + 3, f"{share:.1f}%", size=9,
                       color=INK, ha="left")
    right.axhline(0, color=TEXT, lw=1.3)
    right.text(52, 2, "bytes and their merges: 0", size=9, color=TEXT)
    right.set(xlabel="words in the list", ylim=(-2, 62), xlim=(45, 5500),
              ylabel="missing words of new pages, %")
    right.set_xticks([50, 200, 800, 3200], ["50", "200", "800", "3,200"])
    right.minorticks_off()
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    save(figure, __file__)


if __name__ == "__main__":
    main()
