"""Six ways to bring a condition into features, side by side."""

from style import ACCENT, INK, MUTED, TEXT, arrow, box, canvas, label, save

WAYS = (
    ("concatenation", "W [h; c] + b", "D² + DE + D", "adds", "a"),
    ("bias", "h + B c", "DE", "adds", "+"),
    ("gate", "σ(G c + b) ⊙ h", "DE + D", "multiplies, 0 to 1", "×"),
    ("FiLM", "γ(c) ⊙ h + β(c)", "2DE + 2D", "multiplies and adds", "×+"),
    ("adaptive norm", "γ(c) ⊙ norm(h) + β(c)", "2DE + 2D",
     "the same, on a fixed scale", "n×+"),
    ("cross-attention", "h + Σ weight(h, c) · value(c)", "2DE + E²",
     "chooses among tokens of c", "att"))


def circle(axes, x, y, words, color=ACCENT):
    box(axes, x - 10, y - 10, 20, 20, words, color, 0.14, radius=9, size=10)


def draw(axes, kind, x, y):
    """The path of h from left to right, c coming from below."""
    h, c, end = (x, y), (x + 48, y + 42), x + 112
    box(axes, x - 10, y - 10, 22, 20, "h", INK, 0.06, style="-")
    if kind == "att":
        for k in range(3):
            box(axes, c[0] - 32 + 24 * k, c[1] - 9, 18, 18, f"c{'₁₂₃'[k]}",
                TEXT, 0.14, radius=2)
    else:
        box(axes, c[0] - 10, c[1] - 9, 22, 18, "c", TEXT, 0.14, radius=2)
    if kind == "a":
        box(axes, x + 32, y - 10, 32, 20, "[ ; ]", ACCENT, 0.14, radius=2)
        box(axes, x + 76, y - 10, 22, 20, "W", ACCENT, 0.14, radius=2)
        arrow(axes, (x + 12, y), (x + 32, y))
        arrow(axes, (x + 64, y), (x + 76, y))
        arrow(axes, (x + 98, y), (end + 6, y))
        arrow(axes, (c[0], c[1] - 9), (c[0], y + 10), TEXT)
    elif kind in "+×":
        circle(axes, x + 48, y, kind)
        arrow(axes, (x + 12, y), (x + 38, y))
        arrow(axes, (x + 58, y), (end + 6, y))
        arrow(axes, (c[0], c[1] - 9), (c[0], y + 10), TEXT)
    elif kind in ("×+", "n×+"):
        first = x + 12
        if kind[0] == "n":
            box(axes, x + 20, y - 10, 34, 20, "norm", MUTED, 0.1, radius=2,
                size=9)
            arrow(axes, (x + 12, y), (x + 20, y))
            first = x + 54
        a, b = x + 70, x + 97
        circle(axes, a, y, "×")
        circle(axes, b, y, "+")
        arrow(axes, (first, y), (a - 10, y))
        axes.plot([a + 10, b - 10], [y, y], color=MUTED, lw=1)
        arrow(axes, (b + 10, y), (end + 6, y))
        arrow(axes, (c[0] + 12, c[1] - 3), (a, y + 10), TEXT)
        arrow(axes, (c[0] + 12, c[1] + 3), (b, y + 10), TEXT)
    else:
        box(axes, x + 26, y - 10, 46, 20, "look up", ACCENT, 0.14, radius=2,
            size=9)
        circle(axes, x + 92, y, "+")
        arrow(axes, (x + 12, y), (x + 26, y))
        arrow(axes, (x + 72, y), (x + 82, y))
        arrow(axes, (x + 102, y), (end + 6, y))
        for k in range(3):
            arrow(axes, (c[0] - 23 + 24 * k, c[1] - 9),
                  (x + 40 + 9 * k, y + 10), TEXT)
        arrow(axes, (x + 2, y - 10), (x + 92, y - 10), MUTED, bend=-0.25)


def main():
    figure, axes = canvas(5.0)
    for i, (name, formula, weights, can, kind) in enumerate(WAYS):
        x, y = 10 + 163 * (i % 3), 12 + 184 * (i // 3)
        label(axes, x + 68, y, name, weight="bold", size=10.5)
        draw(axes, kind, x + 14, y + 44)
        label(axes, x + 68, y + 112, formula, size=9.5)
        label(axes, x + 68, y + 130, f"{weights} weights", MUTED, 9)
        label(axes, x + 68, y + 146, can, ACCENT, 9)
    save(figure, __file__)


if __name__ == "__main__":
    main()
