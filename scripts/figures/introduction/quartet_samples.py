"""The samples page: twenty scenes to read, see and hear.

Run as a script, it writes the sounds (MP3), the clips (MP4), their posters
(PNG), the drawings (SVG) and the page's own part of quartet-samples.md; as
a figure script, the drawings only. The media need the package ``av``.
"""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import style
from PIL import Image
from style import (IMAGE, MUTED, SOUND, VIDEO, canvas, label, picture,
                   save, tint)

from mmbook.quartet import Quartet
from mmbook.quartet_stage import RATE

PAGE = style.ROOT / "docs" / "introduction" / "quartet-samples.md"
BEGIN, END = "<!-- samples: begin -->", "<!-- samples: end -->"
CLEAN = Quartet(seed=0, stereo=True)
# Sixteen scenes of the clean world as they come, and four with a knob turned.
KNOBS = (
    (16, {"noise": {"image": 10, "sound": 0, "video": 10}},
     "`noise`: image and clip at 10 dB, sound at 0 dB"),
    (17, {"occlusion": 0.2},
     "`occlusion=0.2`: a fifth of the picture is covered"),
    (18, {"mismatched": {"sound": 1.0}},
     "`mismatched`: the sound is another scene’s"),
    (19, {"timing": "random", "opinions": True, "names": True},
     "`timing=\"random\"`, `names`, `opinions`"))
TIMBRE = {"circle": "pure", "square": "hollow", "triangle": "full",
          "star": "buzzing", "ring": "octave-doubled", "cross": "glassy"}
PITCH = {"small": "high", "medium": "middle", "large": "low"}
HEARD = {"still": "holds its pitch", "left": "wanders to the left ear",
         "right": "wanders to the right ear", "up": "glides up",
         "down": "glides down", "bounce": "hops in pitch and clicks at each "
         "landing", "grow": "grows louder and lower",
         "shrink": "grows softer and higher"}
SEEN = {"still": "stays where it is", "left": "moves left",
        "right": "moves right", "up": "moves up", "down": "moves down",
        "bounce": "bounces", "grow": "grows", "shrink": "shrinks"}


def samples():
    """The twenty scenes with their notes: [(Scene, scene heard, note)]."""
    out = [(scene, scene, "") for scene in CLEAN.batch(range(16))]
    for index, knobs, note in KNOBS:
        world = replace(CLEAN, **knobs)
        scene = world.scene(index)
        out.append((scene, heard_in(world, index) or scene, note))
    return out


def heard_in(world, index):
    """The scene that a mismatched sound belongs to, or None."""
    if "sound" not in world.mismatched:
        return None
    sound = world.batch([index], ("sound",)).sound[0]
    for start in range(index + 1, index + 10_002, 500):
        batch = CLEAN.batch(range(start, start + 500), ("sound",))
        found = np.flatnonzero((batch.sound == sound).all(axis=(1, 2)))
        if len(found):
            return CLEAN.scene(start + int(found[0]))
    raise LookupError(f"no scene sounds like the sound of {index}")


def folder():
    return Path(style.output) / "introduction" / "figures" / "samples"


def name(number):
    return f"scene-{number:02d}"


# --------------------------------------------------------------- drawings


def spectrogram(sound):
    """Loudness in dB from -50 to 0 as 0 to 1: (63 frequencies, 61 times)."""
    mono = sound if sound.ndim == 1 else sound.mean(axis=0)
    windows = np.lib.stride_tricks.sliding_window_view(mono, 512)[::256]
    power = np.abs(np.fft.rfft(windows * np.hanning(512), axis=1)).T ** 2
    decibels = 10 * np.log10(power[:189] + 1e-12)  # up to 2.95 kHz
    decibels = decibels.reshape(63, 3, -1).max(axis=1)
    return np.clip((decibels - decibels.max()) / 50 + 1, 0, 1)[::-1]


def draw(scene):
    """Image, eight frames, spectrogram in one strip."""
    figure, axes = canvas(1.42)
    label(axes, 2, 8, "image", IMAGE, 9, ha="left", weight="bold")
    picture(axes, scene.image, 2, 17, 68)
    label(axes, 84, 8, "clip, every second frame", VIDEO, 9, ha="left",
          weight="bold")
    for i in range(8):
        x, y = 84 + i % 4 * 47, 17 + i // 4 * 40
        picture(axes, scene.video[2 * i], x, y, 34)
    label(axes, 300, 8, "sound", SOUND, 9, ha="left", weight="bold")
    tint(axes, spectrogram(scene.sound), (300, 470, 85, 17), SOUND)
    for kilohertz in (0, 1, 2):
        y = 85 - 68 * kilohertz / 2.953
        axes.plot([296, 300], [y, y], color=MUTED, lw=0.8)
        label(axes, 293, y, f"{kilohertz}", MUTED, 9, ha="right")
    label(axes, 270, 51, "kHz", MUTED, 9)
    for second in (0, 1, 2):
        x = 300 + 85 * second
        axes.plot([x, x], [85, 89], color=MUTED, lw=0.8)
        label(axes, x, 96, f"{second} s", MUTED, 9)
    return figure


def overview(scenes):
    """The first frames of the twenty scenes, numbered: two rows of ten."""
    figure, axes = canvas(1.75)
    for number, scene in enumerate(scenes):
        x, y = 3 + number % 10 * 49, 2 + number // 10 * 62
        picture(axes, scene.image, x, y, 43)
        label(axes, x + 21.5, y + 51, str(number), MUTED, 9)
    return figure


def main() -> None:
    save(overview([scene for scene, _, _ in samples()]), __file__,
         "quartet-samples")
    folder().mkdir(parents=True, exist_ok=True)
    for number, (scene, _, _) in enumerate(samples()):
        save(draw(scene), __file__, f"samples/{name(number)}")


# ------------------------------------------------------------------ media


def write_mp3(path, sound):
    """A sound (2, T) at 8 kHz as MP3, 16 kHz, 32 kbit/s."""
    import av

    spectrum = np.fft.rfft(sound, axis=1)
    twice = np.fft.irfft(spectrum, 2 * sound.shape[1], axis=1) * 2
    with av.open(str(path), "w", format="mp3",
                 options={"fflags": "+bitexact", "id3v2_version": "0"}) as out:
        stream = out.add_stream("libmp3lame", rate=2 * RATE, layout="stereo")
        stream.bit_rate = 32_000
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(np.clip(twice, -1, 1), dtype=np.float32),
            format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = 2 * RATE, 0
        for packet in [*stream.encode(frame), *stream.encode()]:
            out.mux(packet)


def write_mp4(path, video, largest=25_000):
    """A clip (T, 32, 32, 3) as H.264, 128 pixels, 8 frames a second."""
    for quality in (20, 26, 32, 38):  # coarser until the file is small
        encode(path, video, quality)
        if path.stat().st_size <= largest:
            return


def encode(path, video, quality):
    import av

    with av.open(str(path), "w", format="mp4",
                 options={"fflags": "+bitexact",
                          "movflags": "+faststart"}) as out:
        stream = out.add_stream("libx264", rate=8, options={
            "crf": str(quality), "preset": "veryslow", "threads": "1"})
        stream.width = stream.height = 128
        stream.pix_fmt = "yuv420p"
        for i, pixels in enumerate(large(video)):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = i, Fraction(1, 8)
            for packet in stream.encode(frame):
                out.mux(packet)
        for packet in stream.encode():
            out.mux(packet)


def large(pixels, times=4):
    """Each pixel as a square of 4 x 4."""
    return np.ascontiguousarray(
        pixels.repeat(times, axis=-3).repeat(times, axis=-2))


def write_media(folder):
    for number, (scene, _, _) in enumerate(samples()):
        path = folder / name(number)
        write_mp3(path.with_suffix(".mp3"), scene.sound)
        write_mp4(path.with_suffix(".mp4"), scene.video)
        poster = Image.fromarray(large(scene.image)).quantize(
            64, dither=Image.Dither.NONE)
        poster.save(path.with_suffix(".png"), optimize=True)


# ------------------------------------------------------------------- page


def hear(scene):
    """What one hears, in words."""
    parts = []
    for o in scene.objects:
        tone = f"{TIMBRE[o['shape']]} tone"
        if o["begin"] > 0 or o["end"] < 2:
            when = f"from {o['begin']:.1f} to {o['end']:.1f} s "
        else:
            when = ""
        parts.append(f"{when}a {PITCH[o['size']]}, {tone} (the {o['shape']}) "
                     f"{HEARD[o['motion']]}")
    words = "; ".join(parts)
    if scene.factors["tone"] == "excited":
        words += "; everything trembles six times a second"
    return words[0].upper() + words[1:] + "."


def see(scene):
    """What the clip shows, in words."""
    parts = []
    for o in scene.objects:
        when = (f" from {o['begin']:.1f} to {o['end']:.1f} s"
                if o["begin"] > 0 or o["end"] < 2 else "")
        parts.append(f"the {o['size']} {o['color']} {o['shape']} "
                     f"{SEEN[o['motion']]}{when}")
    words = "; ".join(parts)
    return words[0].upper() + words[1:] + "."


COVER = {16: " Colored noise lies over the picture.",
         17: " A gray square hides the yellow ring."}


def alt(scene):
    places = [f"a {o['size']} {o['color']} {o['shape']} "
              f"{place(o['x'], o['y'])}" for o in scene.objects]
    return (f"The first frame shows {' and '.join(places)}."
            f"{COVER.get(scene.index, '')} Beside it stand eight frames of "
            "the clip and the sound’s spectrogram.")


def place(x, y):
    rows = ["at the top", "", "at the bottom"][int(np.digitize(y, (-.2, .2)))]
    cols = ["left", "", "right"][int(np.digitize(x, (-.2, .2)))]
    return " ".join(w for w in (rows, cols and f"on the {cols}") if w) or (
        "in the middle")


def entry(number, scene, heard, note):
    """One scene of the page, in Markdown."""
    base = f"figures/samples/{name(number)}"
    rows = [("caption", scene.text), ("in Lumo", f"`{scene.foreign}`"),
            ("question", f"{scene.question} **{scene.answer}**")]
    factors = [f"{o['size']} {o['color']} {o['shape']}, {o['motion']}"
               for o in scene.objects]
    scene_wide = [scene.factors[f] for f in ("relation", "order", "tone")]
    rows.append(("factors", "; ".join(factors) + "; " + ", ".join(
        w for w in scene_wide if w != "none")))
    if note:
        rows.append(("knob", note))
    table = "\n".join(f"| {a} | {b} |" for a, b in rows)
    sound = hear(heard)
    if heard is not scene:
        sound = (f"The sound of scene {heard.index}: {sound[0].lower()}"
                 f"{sound[1:]}")
    return f"""## Scene {number}

![{alt(scene)}]({base}.svg)

![{see(scene)}{COVER.get(number, "")}]({base}.mp4)

![{sound}]({base}.mp3)

| what | in this scene |
|---|---|
{table}
"""


def page_part():
    """Everything between the page's two markers."""
    return "\n".join(entry(number, *sample)
                     for number, sample in enumerate(samples()))


def write_page(page=PAGE):
    text = page.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    page.write_text(f"{head}{BEGIN}\n\n{page_part()}\n{END}{tail}",
                    encoding="utf-8")


if __name__ == "__main__":
    main()
    write_media(folder())
    write_page()
