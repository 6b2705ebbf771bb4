"""Two products of two columns: help in noise, and the McGurk effect."""

from mmbook.history_and_evolution import combine
from style import FAINT, INK, MUTED, SOUND, VIDEO, box, canvas, label, save

CASES = (
    ("the senses agree", "“pa” in noise", ("pa", "ba", "ta"),
     (0.45, 0.10, 0.45), (0.48, 0.48, 0.04)),
    ("the senses disagree", "voice “ba”, lips of “ga”", ("ba", "da", "ga"),
     (0.60, 0.30, 0.10), (0.01, 0.30, 0.60)),
)
LEFT, WIDE, LINE = 34, 33, 20


def main():
    figure, axes = canvas(1.95)
    for number, (title, what, names, ear, eye) in enumerate(CASES):
        x0 = 2 + 243 * number
        label(axes, x0 + 26, 11, title, weight="bold", ha="left")
        label(axes, x0 + 26, 24, what, MUTED, 9, ha="left")
        after = combine(ear, eye)
        columns = (("ear", ear, SOUND), ("eye", eye, VIDEO),
                   ("together", after, INK))
        for c, (head, values, color) in enumerate(columns):
            x = x0 + LEFT + c * (WIDE + 39)
            label(axes, x, 44, head, color, 9.5, ha="left", weight="bold")
            for row, value in enumerate(values):
                y = 56 + row * (LINE + 4)
                box(axes, x, y, WIDE, LINE, color=FAINT, fill=0, radius=1)
                if value * WIDE > 2:
                    box(axes, x, y, value * WIDE, LINE, color=color,
                        fill=0.35, radius=1)
                label(axes, x + WIDE + 3, y + LINE / 2, f"{value:.2f}", INK,
                      9, ha="left")
            if c:
                label(axes, x - 7, 56 + LINE * 1.5 + 4, "×="[c - 1], MUTED,
                      12)
        for row, name in enumerate(names):
            label(axes, x0 + LEFT - 6, 56 + row * (LINE + 4) + LINE / 2,
                  name, ha="right", weight="bold")
    save(figure, __file__)


if __name__ == "__main__":
    main()
