"""Four shapes of models: where the two inputs meet."""

from style import (IMAGE, INK, MUTED, TEXT, arrow, box, canvas, label, save)

HIGH = 250


def main() -> None:
    figure, axes = canvas(HIGH / 72)
    dual(axes, 4)
    fused(axes, 128)
    encoder_decoder(axes, 246)
    decoder_only(axes, 374)
    save(figure, __file__)


def tokens(axes, x, count, color, name, step=13):
    """A row of small squares from x on, each with an arrow to the model."""
    for i in range(count):
        left = x + i * step
        box(axes, left, 186, 10, 10, color=color, fill=0.3, radius=2)
        arrow(axes, (left + 5, 184), (left + 5, 160))
    label(axes, x + (count - 1) * step / 2 + 5, 205, name, color, 9)


def title(axes, x, name, out):
    label(axes, x, 10, name, INK, 10, weight="bold")
    label(axes, x, HIGH - 10, out, MUTED, 9)


def dual(axes, x):
    title(axes, x + 52, "dual encoder", "one score for a pair")
    for i, (color, name, high) in enumerate(((IMAGE, "image", "f"),
                                             (TEXT, "text", "g"))):
        left = x + 58 * i
        tokens(axes, left + 5, 3, color, name)
        box(axes, left, 120, 46, 40, high, color)
        arrow(axes, (left + 23, 118), (left + 23, 96))
        box(axes, left + 16, 82, 14, 14, color=color, fill=0.3, radius=2)
        arrow(axes, (left + 23, 80), (x + 52 + (-7, 7)[i], 58))
    label(axes, x + 52, 46, "dot product", INK, 9.5)


def fused(axes, x):
    title(axes, x + 46, "fused encoder", "one answer for both")
    tokens(axes, x + 2, 3, IMAGE, "image")
    tokens(axes, x + 54, 3, TEXT, "text")
    box(axes, x - 2, 84, 98, 76, "every vector\nis compared\nwith every other",
        size=9)
    arrow(axes, (x + 47, 82), (x + 47, 58))
    label(axes, x + 47, 46, "answer", INK, 9.5)


def encoder_decoder(axes, x):
    title(axes, x + 50, "encoder–decoder", "a sequence, step by step")
    tokens(axes, x + 3, 3, IMAGE, "image")
    box(axes, x - 2, 120, 46, 40, "encoder", IMAGE, size=9)
    tokens(axes, x + 61, 3, TEXT, "so far")
    box(axes, x + 54, 84, 50, 76, "decoder", TEXT, size=9)
    arrow(axes, (x + 44, 140), (x + 54, 128))
    arrow(axes, (x + 79, 82), (x + 79, 58))
    label(axes, x + 79, 46, "next word", TEXT, 9.5)


def decoder_only(axes, x):
    title(axes, x + 54, "decoder-only", "one sequence, any kind")
    tokens(axes, x + 2, 4, IMAGE, "image")
    tokens(axes, x + 62, 3, TEXT, "so far")
    box(axes, x - 2, 84, 110, 76,
        "each vector is\ncompared with\nearlier ones", size=9)
    arrow(axes, (x + 93, 82), (x + 93, 58))
    label(axes, x + 80, 46, "next token", INK, 9.5)


if __name__ == "__main__":
    main()
