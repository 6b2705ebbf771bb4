"""What more merges buy, and how rare the last of them is.

The numbers are of the book's 27 pages as they were on 23 November 2026,
before section three (``solutions.nlp_basics.book``): merges learned from 21
pages (296,270 bytes), tested on each fourth page (160,021 bytes).
"""

from style import ACCENT, INK, MUTED, TEXT, WIDTH, plt, save

MERGES = (0, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 7395)
TRAINED = (1.0, 1.22, 1.353, 1.537, 1.78, 2.095, 2.51, 3.029, 3.565, 3.969,
           4.191)
NEW = (1.0, 1.219, 1.356, 1.534, 1.767, 2.063, 2.42, 2.882, 3.331, 3.679,
       3.865)
PLACE = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 7395)
TIMES = (6918, 5915, 3800, 2983, 1924, 1151, 594, 301, 138, 63, 25, 8, 2, 1)


def main() -> None:
    figure, (left, right) = plt.subplots(1, 2, figsize=(WIDTH, 2.9))
    size = [256 + n for n in MERGES]
    left.semilogx(size, TRAINED, "o--", color=MUTED, ms=3.5, lw=1)
    left.semilogx(size, NEW, "s-", color=TEXT, ms=4, lw=1.4)
    left.text(2900, 4.05, "pages learned from", size=9, color=MUTED,
              ha="right")
    left.text(2300, 2.35, "new pages", size=9, color=TEXT, ha="left")
    left.set(xlabel="vocabulary", ylabel="bytes per token", ylim=(0.8, 4.5),
             xlim=(230, 9500))
    for n, value in ((1024, 2.88), (2048, 3.33), (4096, 3.68)):
        left.text(256 + n, value - 0.32, f"{value:.2f}", size=9, color=TEXT,
                  ha="left")
    left.set_xticks([256, 512, 1280, 2304, 4352],
                    ["256", "512", "1,280", "2,304", "4,352"])
    left.minorticks_off()
    right.loglog(PLACE, TIMES, "D-", color=ACCENT, ms=4, lw=1.2)
    for place, times in ((128, 301), (1024, 25), (4096, 2)):
        right.text(place * 1.2, times * 1.25, f"{times}", size=9, color=INK)
    right.axhline(1, color=MUTED, lw=0.8, ls=":")
    right.set(xlabel="place of the merge", ylim=(0.7, 12000),
              xlim=(0.8, 12000), ylabel="times its token occurs")
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    save(figure, __file__)


if __name__ == "__main__":
    main()
