"""How one sentence of the book is traced to what it rests on."""

from style import (ACCENT, INK, MUTED, SOUND, TEXT, VIDEO, arrow, box,
                   canvas, label, run, save)


def main() -> None:
    figure, axes = canvas(3.0)
    box(axes, 4, 8, 482, 44, fill=0.04)
    parts = (("For a batch of", INK), ("N", VIDEO), ("= 32,768 pairs,", INK),
             ("InfoNCE", SOUND), ("[1]", TEXT), ("starts near", INK),
             ("log N ≈ 10.4", ACCENT), ("nats.", INK))
    spans = run(axes, 14, 30, [
        (words, color, "normal" if color == INK else "bold")
        for words, color in parts], size=10.5)
    middle = {color: (start + end) / 2
              for (_, color), (start, end) in zip(parts, spans)}
    rows = (
        (VIDEO, "Notation", "a letter or its shape",
         "N: pairs in a batch"),
        (SOUND, "Glossary", "a word",
         "InfoNCE: a loss that\nasks which of N items\nis the partner"),
        (TEXT, "Bibliography", "a cited claim",
         "authors, year, DOI\nor arXiv number,\npages that cite it"),
        (ACCENT, "A check", "a number of ours",
         "math.log(32768)\nis 10.397"),
    )
    for i, (color, name, asks, answer) in enumerate(rows):
        x, width = 4 + i * 122, 116
        box(axes, x, 96, width, 112, color=color, fill=0.07)
        label(axes, x + width / 2, 112, name, color, 10.5, weight="bold")
        label(axes, x + width / 2, 131, asks, MUTED, 9)
        label(axes, x + width / 2, 168, answer, size=9)
        arrow(axes, (middle[color], 40), (x + width / 2, 94), color)
    save(figure, __file__)
