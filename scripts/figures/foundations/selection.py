"""Four cells that no sum of a row term and a column term can get right."""

from style import ACCENT, INK, MUTED, TEXT, box, canvas, label, save

ANSWERS = (("yes", "no"), ("no", "yes"))


def main():
    figure, axes = canvas(2.3)
    for side, (x, title) in enumerate(((96, "the answers"),
                                       (330, "best sum: f + g"))):
        label(axes, x + 57, 12, title, weight="bold")
        for j, words in enumerate(("warm?", "large?")):
            label(axes, x + 27 + 60 * j, 34, words if side == 0 else
                  ("g = −1", "g = 1")[j], TEXT, 9)
        for i, words in enumerate(("small red", "large blue")):
            y = 46 + 38 * i
            label(axes, x - 8, y + 16, words if side == 0 else ("f = 2", "f = 0")[i], INK,
                  9, ha="right")
            for j in range(2):
                if side == 0:
                    yes = ANSWERS[i][j] == "yes"
                    box(axes, x + 60 * j, y, 54, 32, ANSWERS[i][j],
                        INK if yes else MUTED, 0.2 if yes else 0.02)
                else:
                    value = (2, 0)[i] + (-1, 1)[j]
                    right = ("yes" if value > 0 else "no") == ANSWERS[i][j]
                    box(axes, x + 60 * j, y, 54, 32,
                        f"{value:+d} {'yes' if value > 0 else 'no'}".replace(
                            "-", "−"), INK if right else ACCENT,
                        0.2 if value > 0 else 0.02,
                        style="-" if right else "--", line=1.1 if right
                        else 1.6)
    label(axes, 245, 142, "dashed: wrong. Moving f turns a whole row over, "
          "moving g a whole column.", MUTED, 9)
    save(figure, __file__)


if __name__ == "__main__":
    main()
