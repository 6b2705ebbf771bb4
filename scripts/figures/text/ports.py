"""Five places where another modality can meet a language model."""

from style import (ACCENT, IMAGE, INK, MUTED, SOUND, TEXT, VIDEO, arrow, box,
                   canvas, label, save)


def main():
    figure, axes = canvas(3.5)
    box(axes, 170, 176, 150, 34, "embedding table", TEXT, 0.08)
    box(axes, 170, 84, 150, 66, "frozen blocks", TEXT, 0.14, weight="bold")
    box(axes, 170, 26, 150, 34, "scores of the next token", TEXT, 0.08)
    arrow(axes, (245, 176), (245, 151))
    arrow(axes, (245, 84), (245, 61))
    label(axes, 245, 230, "a   red   ring", TEXT)
    arrow(axes, (245, 222), (245, 211))
    box(axes, 10, 146, 122, 38, "1  input vectors\nprojected patches", IMAGE,
        0.1, size=9)
    arrow(axes, (132, 165), (236, 163), IMAGE)
    box(axes, 10, 88, 122, 38, "2  cross-attention\nbetween blocks", IMAGE,
        0.1, size=9)
    arrow(axes, (132, 107), (169, 107), IMAGE)
    box(axes, 358, 88, 122, 38, "3  hidden features\nto an image maker", VIDEO,
        0.1, size=9)
    arrow(axes, (321, 107), (357, 107), VIDEO)
    box(axes, 358, 36, 122, 38, "4  scores as judge\nof candidates", SOUND,
        0.1, size=9)
    arrow(axes, (321, 45), (357, 52), SOUND)
    box(axes, 10, 24, 122, 38, "5  words that call\na program", ACCENT, 0.1,
        size=9)
    arrow(axes, (169, 43), (133, 43), ACCENT)
    label(axes, 71, 205, "into the model: 1, 2", MUTED, 9)
    label(axes, 419, 145, "out of it: 3, 4, 5", MUTED, 9)
    save(figure, __file__)


if __name__ == "__main__":
    main()
