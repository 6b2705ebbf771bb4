"""The first page's spectrogram and the picture that links to the book show.

    python scripts/assets/pictures.py

writes docs/assets/scene-sound.svg and docs/assets/og.png (1200 x 630 pixels)
from scene 3 of Quartet, the scene of the first page.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "figures"))

import numpy as np  # noqa: E402
import style  # noqa: E402
from scipy.signal import stft  # noqa: E402

from mmbook.quartet import Quartet  # noqa: E402

ASSETS = style.ROOT / "docs" / "assets"
SCENE = 3
RATE = 8000  # samples a second
TOP = 3000  # Hz


def spectrogram(sound):
    """Loudness (frequency, time) in [0, 1]: 0 is 50 dB below the loudest."""
    _, _, bins = stft(sound, RATE, nperseg=256, noverlap=128, padded=False)
    level = 20 * np.log10(np.abs(bins) + 1e-9)
    level = np.clip((level - level.max()) / 50 + 1, 0, 1)
    return level[:round(TOP / RATE * 256)][::-1]


def square(sound):
    """The spectrogram as a square drawing that follows light and dark."""
    figure, axes = style.canvas(2.2, 2.2)
    style.tint(axes, spectrogram(sound), (0, 158.4, 158.4, 0),
               color=style.SOUND)
    return style.themed(style.compact(style._matplotlib_svg(figure)))


def card(scene):
    """The picture that is shown where somebody links to the book."""
    plt = style.plt
    figure = plt.figure(figsize=(12, 6.3), dpi=100, layout="none",
                        facecolor=style.PAPER)
    serif = {"family": "STIXGeneral", "color": style.INK, "ha": "left"}
    figure.text(.05, .80, "Text, Image, Sound, Video", size=58, **serif)
    figure.text(.05, .70, "A Comprehensive Guide to Multimodal Models",
                size=30, **serif | {"color": style.MUTED})
    panels = [(style.TEXT, None), (style.IMAGE, scene.image),
              (style.SOUND, spectrogram(scene.sound)),
              (style.VIDEO, scene.video)]
    for place, (color, content) in enumerate(panels):
        left = .05 + place * .231
        axes = figure.add_axes((left, .1, .207, .3943))
        axes.set(xticks=[], yticks=[])
        for side in axes.spines.values():
            side.set_visible(False)
        axes.patch.set_alpha(0)
        figure.add_artist(plt.Line2D([left, left + .207], [.535, .535],
                                     color=color, lw=5))
        if content is None:
            words = scene.text.split()
            lines = [""]
            for word in words:
                if len(lines[-1]) + len(word) > 19:
                    lines.append("")
                lines[-1] += word + " "
            axes.text(0, 1, "\n".join(lines), transform=axes.transAxes,
                      size=22, style="italic", va="top", linespacing=1.35,
                      **serif)
        elif place == 2:
            light = np.array([255, 255, 255])
            dark = np.array([int(color[i:i + 2], 16) for i in (1, 3, 5)])
            shade = content[..., None]
            axes.imshow((light * (1 - shade) + dark * shade).astype("uint8"),
                        aspect="auto", interpolation="nearest")
        elif place == 3:
            grid = content[::4].reshape(2, 2, 32, 32, 3)
            grid = np.pad(grid, ((0, 0), (0, 0), (0, 1), (0, 1), (0, 0)),
                          constant_values=255)
            axes.imshow(grid.swapaxes(1, 2).reshape(66, 66, 3)[:65, :65],
                        interpolation="nearest")
        else:
            axes.imshow(content, interpolation="nearest")
    figure.savefig(ASSETS / "og.png", metadata={"Software": None})
    plt.close(figure)


def main():
    scene = Quartet(seed=0).scene(SCENE)
    (ASSETS / "scene-sound.svg").write_text(
        square(scene.sound), encoding="utf-8", newline="\n")
    card(scene)


if __name__ == "__main__":
    main()
