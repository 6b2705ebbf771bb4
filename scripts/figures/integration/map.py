"""Which pairs of 196 patches and 32 words three wirings compare."""

from style import IMAGE, INK, MUTED, TEXT, canvas, label, plt, save

PATCHES, WORDS = 196, 32
SIDE = 118  # points for 228 tokens


def square(axes, x, y, filled):
    """A grid of queries (rows) by keys (columns), drawn to scale."""
    unit = SIDE / (PATCHES + WORDS)
    spans = {"image": (0, PATCHES), "text": (PATCHES, WORDS)}
    for row, (top, height) in spans.items():
        for column, (left, width) in spans.items():
            where = (x + left * unit, y + top * unit)
            size = width * unit, height * unit
            cross = row != column
            if (row, column) in filled:
                color = INK if cross else (IMAGE if row == "image" else TEXT)
                axes.add_patch(plt.Rectangle(
                    where, *size, facecolor=color, lw=0,
                    alpha=0.7 if cross else 0.35))
            axes.add_patch(plt.Rectangle(
                where, *size, facecolor="none", edgecolor=MUTED, lw=0.7))


def main() -> None:
    figure, axes = canvas(3.2)
    within = {("image", "image"), ("text", "text")}
    panels = (
        ("Two towers", within, "39,440 pairs, 0 across",
         "meet in one dot product"),
        ("Cross-attention", within | {("text", "image")},
         "45,712 pairs, 6,272 across", "words look at patches"),
        ("One sequence", within | {("text", "image"), ("image", "text")},
         "51,984 pairs, 12,544 across", "each looks at all"),
    )
    for i, (title, filled, pairs, meaning) in enumerate(panels):
        x, y = 44 + i * 156, 46
        label(axes, x + SIDE / 2, 14, title, size=11, weight="bold")
        square(axes, x, y, filled)
        label(axes, x + SIDE * 0.43, y - 9, "196 patches", IMAGE, 9)
        label(axes, x + SIDE * 0.93, y - 9, "32", TEXT, 9)
        label(axes, x + SIDE / 2, y + SIDE + 16, pairs, size=9.5)
        label(axes, x + SIDE / 2, y + SIDE + 31, meaning, MUTED, 9)
    label(axes, 33, 46 + SIDE * 0.43, "196 patches look", IMAGE, 9,
          rotation=90)
    label(axes, 33, 46 + SIDE * 0.93, "32", TEXT, 9, rotation=90)
    for x, color, alpha, words in (
            (44, IMAGE, 0.35, "patch with patch"),
            (168, TEXT, 0.35, "word with word"),
            (284, INK, 0.7, "word with patch")):
        axes.add_patch(plt.Rectangle((x, 210), 10, 10, facecolor=color,
                                     alpha=alpha, lw=0))
        label(axes, x + 15, 215, words, size=9, ha="left")
    save(figure, __file__)
