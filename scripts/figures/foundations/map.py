"""One training step by hand, and what the rest of the section adds to it."""

from style import ACCENT, INK, MUTED, arrow, box, canvas, label, save


def main() -> None:
    figure, axes = canvas(4.5)
    label(axes, 4, 10, "One step of learning, by hand", size=10.5,
          ha="left", weight="bold")
    steps = (
        ("Example", "x = 2\ny = 3", 4, 62),
        ("Model", "w = 1\nguess wx = 2", 84, 88),
        ("Loss", "(2 − 3)² = 1", 190, 80),
        ("Gradient", "2(2 − 3)·2\n= −4", 288, 80),
        ("Step", "w ← 1 − 0.1·(−4)\n= 1.4", 386, 100),
    )
    top, height = 24, 58
    for i, (name, words, x, width) in enumerate(steps):
        box(axes, x, top, width, height, color=ACCENT if i == 4 else INK,
            fill=0.12 if i == 4 else 0.05)
        label(axes, x + width / 2, top + 13, name, size=9.5, weight="bold")
        label(axes, x + width / 2, top + 37, words, size=9)
        if i:
            before = steps[i - 1][2] + steps[i - 1][3]
            arrow(axes, (before + 2, top + height / 2),
                  (x - 2, top + height / 2), INK)
    axes.plot([436, 436, 128, 128], [84, 97, 97, 89], color=ACCENT, lw=1.1)
    arrow(axes, (128, 97), (128, 84), ACCENT)
    label(axes, 282, 106, "same example again: guess 2.8, loss 0.04", ACCENT,
          9)

    label(axes, 4, 136, "What the section adds, each idea resting on those "
          "with an arrow to it", size=10.5, ha="left", weight="bold")
    nodes = {
        "learn": (4, 154, 148, "Learning and its limits",
                  "test on a speaker or film\nthat training never saw"),
        "deep": (172, 154, 148, "Many steps in a row",
                 "50 layers that each halve\na gradient leave 9·10⁻¹⁶"),
        "shape": (338, 154, 148, "Shared weights",
                  "3 × 3 filter: 9 weights;\n32 × 32 dense: 1,048,576"),
        "make": (4, 246, 148, "Generation",
                 "guess the next of 256 codes:\nchance costs 5.55 nats"),
        "token": (172, 246, 148, "Tokens",
                  "one picture: 3,072 numbers,\nor 16 tokens of 192"),
        "steer": (338, 246, 148, "Conditioning",
                  "a factor and a shift each:\n128 numbers steer 64"),
    }
    for x, y, width, name, words in nodes.values():
        box(axes, x, y, width, 62, fill=0.05)
        label(axes, x + width / 2, y + 14, name, size=9.5, weight="bold")
        label(axes, x + width / 2, y + 40, words, size=9)
    for start, end in (
            ((152, 185), (172, 185)), ((320, 185), (338, 185)),
            ((78, 216), (78, 246)), ((212, 216), (120, 246)),
            ((378, 216), (280, 246)), ((412, 216), (412, 246)),
            ((172, 277), (152, 277))):
        arrow(axes, start, end, MUTED)
    save(figure, __file__)
