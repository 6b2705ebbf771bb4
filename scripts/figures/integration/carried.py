"""Which factor each modality of a simple Quartet scene carries, in bits."""

import math

from mmbook.quartet import COLORS, MOTIONS, SHAPES, SIZES
from style import FAINT, INK, MODALITY, MUTED, box, canvas, label, save

FACTORS = {"shape": SHAPES, "color": COLORS, "size": SIZES,
           "motion": MOTIONS}
CARRIED = {"text": ("shape", "color", "size", "motion"),
           "image": ("shape", "color", "size"),
           "sound": ("shape", "size", "motion"),
           "video": ("shape", "color", "size", "motion")}
HOW = {("sound", "shape"): "timbre", ("sound", "size"): "pitch",
       ("sound", "motion"): "glide, clicks",
       ("video", "motion"): "frames", ("text", "motion"): "verb",
       ("text", "shape"): "noun", ("text", "color"): "adjective",
       ("text", "size"): "adjective", ("image", "shape"): "outline",
       ("image", "color"): "hue", ("image", "size"): "area",
       ("video", "shape"): "outline", ("video", "color"): "hue",
       ("video", "size"): "area"}


def main():
    figure, axes = canvas(2.35)
    left, top, width, height = 62, 30, 84, 27
    for column, (factor, values) in enumerate(FACTORS.items()):
        x = left + column * (width + 6) + width / 2
        label(axes, x, 10, factor, weight="bold")
        label(axes, x, 22, f"{len(values)} values, "
              f"{math.log2(len(values)):.2f} bits", MUTED, 9)
    label(axes, left + 4 * (width + 6) + 32, 10, "in all", weight="bold")
    for row, (modality, carried) in enumerate(CARRIED.items()):
        y = top + row * (height + 6)
        color = MODALITY[modality]
        label(axes, left - 8, y + height / 2, modality, color, ha="right",
              weight="bold")
        for column, factor in enumerate(FACTORS):
            x = left + column * (width + 6)
            if factor in carried:
                box(axes, x, y, width, height, HOW[modality, factor], color,
                    fill=0.16)
            else:
                box(axes, x, y, width, height, "nothing", FAINT, fill=0,
                    style=":")
        bits = math.log2(math.prod(len(FACTORS[f]) for f in carried))
        label(axes, left + 4 * (width + 6) + 32, y + height / 2,
              f"{bits:.2f} bits", INK)
    save(figure, __file__)


if __name__ == "__main__":
    main()
