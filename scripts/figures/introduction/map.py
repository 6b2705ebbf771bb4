"""One Quartet scene four ways, and which record tells what."""

from style import (FAINT, INK, MODALITY, MUTED, canvas, label, picture, plt,
                   save, waveform)

from mmbook.quartet import Quartet

LEFT, COLUMN = 92, 99
TOLD = (
    ("shape", "text image sound video"),
    ("size", "text image sound video"),
    ("color", "text image video"),
    ("motion", "text sound video"),
    ("texture behind", "image video"),
    ("tone of voice", "sound"),
    ("opinion", "text"),
)


def main() -> None:
    world = Quartet.simple(seed=0, opinions=True)
    scene = world.scene(6, shape="triangle", color="blue", size="large",
                        motion="bounce")
    figure, axes = canvas(4.1)
    middle = {name: LEFT + COLUMN * (i + 0.5)
              for i, name in enumerate(MODALITY)}
    for name, x in middle.items():
        label(axes, x, 9, name, MODALITY[name], 10.5, weight="bold")
    words = scene.text.split()
    third = -(-len(words) // 3)
    label(axes, middle["text"], 61,
          "\n".join(" ".join(words[i:i + third])
                    for i in range(0, len(words), third)), size=10)
    picture(axes, scene.image, middle["image"] - 40, 21, 80)
    waveform(axes, scene.sound, (middle["sound"] - 44, middle["sound"] + 44,
                                 101, 21), columns=110)
    for i, frame in enumerate(scene.video[::2][:8]):
        picture(axes, frame, middle["video"] - 47 + i % 4 * 24,
                36 + i // 4 * 26, 22)
    sizes = (f"{len(scene.text)} characters", f"{scene.image.size:,} numbers",
             f"{scene.sound.size:,} numbers", f"{scene.video.size:,} numbers")
    for x, size in zip(middle.values(), sizes):
        label(axes, x, 113, size, MUTED, 9)

    for row, (what, where) in enumerate(TOLD):
        y = 138 + row * 22
        axes.plot([4, 486], [y - 11] * 2, color=FAINT, lw=0.7)
        label(axes, 4, y, what, INK, 9.5, ha="left")
        for name, x in middle.items():
            told = name in where.split()
            axes.add_patch(plt.Circle(
                (x, y), 5, lw=1, edgecolor=MODALITY[name] if told else FAINT,
                facecolor=MODALITY[name] if told else "none"))
    save(figure, __file__)
