"""Tasks by what goes in and what comes out; and those with two inputs."""

from style import (FAINT, INK, MODALITY, MUTED, box, canvas, label, plt,
                   save)

CELLS = {
    "text": ("translation", "picture from\na prompt", "speech\nsynthesis",
             "clip from\na prompt"),
    "image": ("captioning,\nreading text", "segmentation,\nediting",
              "sound for\na still", "animating\na still"),
    "sound": ("speech\nrecognition", "drawing what\nis heard",
              "separating\nsources", "talking face\nfrom speech"),
    "video": ("video\ncaptioning", "choosing a\nkey frame",
              "sound track\nfor a clip", "slow motion,\nstyle change"),
}
JOINT = (
    ("question about a picture", ("text", "image"), "text"),
    ("translation helped by a picture", ("text", "image"), "text"),
    ("speech from sound and lips", ("sound", "video"), "text"),
    ("sentiment of a speaker", ("text", "sound", "video"), "one number"),
)


def main() -> None:
    figure, axes = canvas(4.75)
    names = list(MODALITY)
    left, top, width, height = 66, 38, 105, 36
    label(axes, left + 2 * width, 10, "what comes out", MUTED, 9.5)
    label(axes, 9, top + 2 * height, "what goes in", MUTED, 9.5, rotation=90)
    for i, name in enumerate(names):
        label(axes, left + (i + 0.5) * width, 27, name, MODALITY[name], 10,
              weight="bold")
        label(axes, left - 6, top + (i + 0.5) * height, name, MODALITY[name],
              10, ha="right", weight="bold")
        for j, words in enumerate(CELLS[name]):
            box(axes, left + j * width + 2, top + i * height + 2, width - 4,
                height - 4, words, MODALITY[names[j]], size=9, line=0.8,
                fill=0.16 if i == j else 0.06)
    y = top + 4 * height + 22
    label(axes, 4, y, "Where one input is not enough", size=10.5,
          ha="left", weight="bold")
    columns = {name: 236 + 50 * i for i, name in enumerate(names)}
    for name, x in columns.items():
        label(axes, x, y, name, MODALITY[name], 9.5)
    label(axes, 452, y, "answer", MUTED, 9.5)
    for row, (task, needs, out) in enumerate(JOINT):
        line = y + 24 + row * 22
        axes.plot([4, 486], [line - 11] * 2, color=FAINT, lw=0.7)
        label(axes, 4, line, task, size=9.5, ha="left")
        for name, x in columns.items():
            inside = name in needs
            axes.add_patch(plt.Circle(
                (x, line), 5, lw=1, edgecolor=MODALITY[name] if inside
                else FAINT, facecolor=MODALITY[name] if inside else "none"))
        label(axes, 452, line, out, INK, 9.5)
    line = y + 24 + len(JOINT) * 22
    axes.plot([4, 486], [line - 11] * 2, color=FAINT, lw=0.7)
    label(axes, 4, line, "retrieval", size=9.5, ha="left")
    label(axes, 311, line, "the query: any of the four", size=9.5)
    label(axes, 452, line, "a choice", INK, 9.5)
    save(figure, __file__)
