"""Five places where another modality can meet a language model."""

from style import (ACCENT, IMAGE, INK, MUTED, SOUND, TEXT, VIDEO, arrow, box,
                   canvas, label, save)


PORTS = (  # left, top, words, arrow from and to, color
    (10, 146, "1  input vectors\nprojected patches", (132, 165), (236, 163),
     IMAGE),
    (10, 88, "2  cross-attention\nbetween blocks", (132, 107), (169, 107),
     IMAGE),
    (358, 88, "3  hidden features\nto an image maker", (321, 107), (357, 107),
     VIDEO),
    (358, 36, "4  scores as judge\nof candidates", (321, 45), (357, 52),
     SOUND),
    (10, 24, "5  words that call\na program", (169, 43), (133, 43), ACCENT),
)


def main():
    figure, axes = canvas(3.5)
    box(axes, 170, 176, 150, 34, "embedding table", TEXT, 0.08)
    box(axes, 170, 84, 150, 66, "frozen blocks", TEXT, 0.14, weight="bold")
    box(axes, 170, 26, 150, 34, "scores of the next token", TEXT, 0.08)
    arrow(axes, (245, 176), (245, 151))
    arrow(axes, (245, 84), (245, 61))
    label(axes, 245, 230, "a   red   ring", TEXT)
    arrow(axes, (245, 222), (245, 211))
    for x, y, words, start, end, color in PORTS:
        box(axes, x, y, 122, 38, words, color, 0.1, size=9)
        arrow(axes, start, end, color)
    label(axes, 71, 205, "into the model: 1, 2", MUTED, 9)
    label(axes, 419, 145, "out of it: 3, 4, 5", MUTED, 9)
    save(figure, __file__)


if __name__ == "__main__":
    main()
