"""Who sees whom, and where the loss is, under four objectives."""

from style import ACCENT, FAINT, INK, MUTED, TEXT, canvas, label, plt, save

WORDS = ("a", "red", "ring", "rises")
GAP = ("a", "red", "[?]", "rises")
SPAN = ("a", "⟨0⟩", "rises", "⟨0⟩", "red", "ring")


def grid(axes, x, y, words, sees, loss, title, note):
    n, cell = len(words), 19
    label(axes, x + n * cell / 2 - 20, y - 18, title, weight="bold")
    for row in range(n):
        label(axes, x - 6, y + cell * row + 9, words[row], size=9,
              ha="right", color=ACCENT if row in loss else INK)
        for column in range(n):
            on = sees(row, column)
            axes.add_patch(plt.Rectangle(
                (x + cell * column + 1, y + cell * row + 1), cell - 2,
                cell - 2, facecolor=TEXT if on else "none",
                edgecolor=TEXT if on else FAINT, lw=0.8,
                alpha=0.75 if on else 1))
        if row in loss:
            label(axes, x + cell * n + 6, y + cell * row + 9,
                  "→ " + loss[row], size=9, ha="left", color=ACCENT)
    label(axes, x - 32, y + cell * n + 12, note, size=9, color=MUTED,
          ha="left")


def main():
    figure, axes = canvas(4.45)
    grid(axes, 60, 38, WORDS, lambda r, c: c <= r,
         {0: "red", 1: "ring", 2: "rises", 3: "end"}, "causal (GPT)",
         "loss at every place")
    grid(axes, 298, 38, GAP, lambda r, c: True, {2: "ring"},
         "masked (BERT)", "loss at hidden places only")
    grid(axes, 60, 180, WORDS, lambda r, c: c <= r or c < 2,
         {1: "ring", 2: "rises", 3: "end"}, "prefix of two",
         "no loss inside the prefix")
    grid(axes, 298, 180, SPAN,
         lambda r, c: (c < 3) if r < 3 else (c < 3 or c <= r),
         {3: "red", 4: "ring", 5: "⟨1⟩"}, "span corruption (T5)",
         "top three rows: encoder; the rest: decoder")
    save(figure, __file__)


if __name__ == "__main__":
    main()
