"""Five small tables and the four shares of what two inputs tell."""

from mmbook.definition_and_importance import decompose, joint_table, three
from style import ACCENT, IMAGE, INK, MUTED, SOUND, canvas, label, plt, save

FOUR = [(a, b) for a in (0, 1) for b in (0, 1)]
TABLES = (
    ("copy", "both say the same", [(0, 0, 0), (1, 1, 1)], "rearrange"),
    ("unique", "y = w", [(a, b, a) for a, b in FOUR], "rearrange"),
    ("XOR", "y: w and e differ", [(a, b, a ^ b) for a, b in FOUR],
     "rearrange"),
    ("AND", "y: w and e are both 1", [(a, b, a & b) for a, b in FOUR],
     "rearrange"),
    ("two facts", "y = the pair (w, e)", [(a, b, 2 * a + b)
                                          for a, b in FOUR], "rearrange"),
    ("two facts", "by the other definition", [(a, b, 2 * a + b)
                                              for a, b in FOUR], "min"),
)
KINDS = {"R": (INK, "R"), "U1": (IMAGE, "U₁"), "U2": (SOUND, "U₂"),
         "S": (ACCENT, "S")}
LEFT, BIT, TOP, STEP = 138, 118, 50, 38


def main() -> None:
    figure, axes = canvas(3.85)
    for x, words in ((LEFT + BIT, "told by both together"), (407, "by w"),
                     (441, "by e"), (474, "both")):
        label(axes, x, 12, words, MUTED, 9)
    for bits in (0, 1, 2):
        x = LEFT + BIT * bits
        axes.plot([x, x], [28, TOP + 6 * STEP - 14], color=MUTED, lw=0.6,
                  ls=":", zorder=0)
        label(axes, x, 264, f"{bits} bit" + "s" * (bits != 1), MUTED, 9)
    for row, (name, rule, cases, definition) in enumerate(TABLES):
        y, x = TOP + STEP * row, LEFT
        table = joint_table(cases)
        label(axes, 4, y - 6, name, INK, 9.5, ha="left", weight="bold")
        label(axes, 4, y + 7, rule, MUTED, 9, ha="left")
        for kind, bits in decompose(table, definition).items():
            if bits < 0.001:
                continue
            color, words = KINDS[kind]
            axes.add_patch(plt.Rectangle(
                (x, y - 11), BIT * bits, 22, facecolor=(color, 0.2),
                edgecolor=color, lw=1.2))
            number = f"{bits:.3f}".rstrip("0").rstrip(".")
            label(axes, x + BIT * bits / 2, y, f"{words} {number}", color,
                  9 if bits < 0.4 else 10)
            x += BIT * bits
        for at, bits in zip((407, 441, 474), three(table), strict=True):
            label(axes, at, y, f"{bits:.3f}".replace(".000", ""), INK, 9.5)
    save(figure, __file__)


if __name__ == "__main__":
    main()
