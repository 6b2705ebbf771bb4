"""A transformer as a stream that its parts read and add to."""

from style import (
    ACCENT, IMAGE, INK, MUTED, PAPER, TEXT, arrow, box, canvas, label, plt,
    save)


def part(axes, x, y, words, color, dash="-"):
    """A part beside the stream: reads below, adds above."""
    arrow(axes, (x, y + 17), (x + 32, y + 17), MUTED)
    box(axes, x + 34, y + 8, 40, 18, "norm", MUTED, 0.08, size=9)
    arrow(axes, (x + 74, y + 17), (x + 86, y + 17), MUTED)
    box(axes, x + 88, y - 6, 84, 32, words, color, 0.14, size=9)
    arrow(axes, (x + 130, y - 6), (x + 130, y - 18), MUTED, style="-")
    arrow(axes, (x + 130, y - 18), (x + 7, y - 18), MUTED)
    axes.add_patch(plt.Circle((x, y - 18), 7, facecolor=PAPER, edgecolor=INK,
                              lw=0.9, zorder=3))
    axes.plot([x - 4, x + 4], [y - 18, y - 18], color=INK, lw=1, zorder=4)
    axes.plot([x, x], [y - 22, y - 14], color=INK, lw=1, zorder=4)


def column(axes, x, title, parts, top, bottom):
    label(axes, x + 66, 14, title, INK, 10, weight="bold")
    arrow(axes, (x, 262), (x, 50), TEXT, line=2.6)
    box(axes, x - 30, 264, 60, 22, bottom, TEXT, 0.14, size=9)
    if top:
        box(axes, x - 30, 26, 132, 22, top, TEXT, 0.14, size=9)
    for i, (words, color) in enumerate(parts):
        part(axes, x, 222 - i * (84 if len(parts) == 2 else 62), words, color)


def main():
    figure, axes = canvas(4.35)
    column(axes, 50, "a decoder block", [
        ("attention,\ncausal", TEXT), ("perceptron", ACCENT)],
        "next blocks, norm, read", "embed")
    column(axes, 290, "a block with cross-attention", [
        ("attention,\ncausal", TEXT), ("cross-\nattention", IMAGE),
        ("perceptron", ACCENT)], "next blocks, norm, read", "embed")
    box(axes, 400, 262, 84, 32, "vectors of a\nsecond sequence", IMAGE, 0.14,
        size=9)
    axes.plot([474, 474], [262, 172], color=IMAGE, lw=1.1)
    arrow(axes, (474, 172), (464, 170), IMAGE)
    label(axes, 50, 300, "T vectors of width D", MUTED, 9)
    save(figure, __file__)


if __name__ == "__main__":
    main()
