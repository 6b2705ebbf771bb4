"""Sound of Quartet scenes: two seconds at 8 kHz, one or two microphones.

A shape has a timbre, a size a pitch. Going up or shrinking raises the
pitch, growing makes the sound louder and lower, and two microphones at
the left and right edge of the stage hear what comes closer grow louder.
An excited tone trembles six times a second.
"""

import numpy as np

from mmbook.quartet_stage import (GROWTH, MAX_OBJECTS, RATE, SECONDS, SHAPES,
                                  SIZES, TRAVEL, landings, path)

PITCH = {"small": 495.0, "medium": 330.0, "large": 220.0}  # hertz, at start
HARMONICS = {"circle": (1.0, 0.0, 0.0, 0.0, 0.0),  # amplitudes of 1f .. 5f
             "square": (1.0, 0.0, 0.7, 0.0, 0.5),
             "triangle": (1.0, 0.6, 0.4, 0.25, 0.15),
             "star": (0.3, 0.5, 0.7, 0.9, 1.0),
             "ring": (0.6, 1.0, 0.0, 0.0, 0.0),
             "cross": (1.0, 0.0, 0.0, 1.0, 0.0)}
SEMITONES = 5  # of glide when an object goes all the way up, or shrinks
NEARNESS = 0.9  # a microphone hears exp(0.9 x) of an object at x
SAMPLES, BLOCK, TABLE = int(SECONDS * RATE), 125, 4096


# --8<-- [start:wavetable]
def _wavetables():
    """One period of each shape's tone: (shapes, 4096), equal power."""
    phase = 2 * np.pi * np.arange(TABLE) / TABLE
    tables = np.stack([
        sum(a * np.sin((i + 1) * phase) for i, a in enumerate(HARMONICS[s]))
        for s in SHAPES])
    rms = np.sqrt(np.mean(tables**2, axis=1, keepdims=True))
    return (tables / rms * 0.16).astype(np.float32)
# --8<-- [end:wavetable]


def _click():
    """A click of 25 ms: decaying, the same each time."""
    t = np.arange(200) / RATE
    noise = np.sin(1e4 * np.sin(1e4 * (t + 1)))  # as good as white
    return (0.45 * noise * np.exp(-t * 160)).astype(np.float32)


WAVES, CLICK = _wavetables(), _click()


# --8<-- [start:controls]
def _controls(cast, k):
    """Pitch and loudness of object k, 65 times a second.

    Returns hertz (B, 129) and gain (B, 2, 129) for the left and the right
    microphone, at the edges of 128 blocks of 125 samples.
    """
    t = np.arange(SAMPLES // BLOCK + 1) * BLOCK / RATE - cast["offset"]
    x, y, scale = path(cast, k, t)
    rise = (cast["y"][:, k, None] - y) / TRAVEL
    semitones = SEMITONES * (rise - np.log(scale) / np.log(GROWTH))
    start = np.array([PITCH[s] for s in SIZES])[cast["size"][:, k]]
    hertz = (start * cast["detune"])[:, None]
    hertz = hertz * 2 ** (semitones / 12)
    sounds = (t > cast["t0"][:, k, None]) & (t < cast["t1"][:, k, None])
    gain = cast["loudness"][:, k, None] * scale**1.5 * sounds
    gain *= 1 + 0.5 * np.sin(2 * np.pi * 6 * t) * cast["tone"][:, None]
    side = np.array([-1.0, 1.0])[:, None]  # left and right microphone
    return hertz, gain[:, None] * np.exp(NEARNESS * side * x[:, None])
# --8<-- [end:controls]


# --8<-- [start:sound]
def sound(cast, stereo=False):
    """Play the scenes: (B, 16000) float32 in [-1, 1], or (B, 2, 16000).

    Mono is what the right microphone of the pair hears. About four scenes
    in a thousand (seven in stereo) reach full scale and are clipped there.
    """
    B, ears = len(cast["n"]), slice(0, 2) if stereo else slice(1, 2)
    out = np.zeros((B, 2 if stereo else 1, SAMPLES), dtype=np.float32)
    chunk = 32  # scenes at a time, so that the work stays in the cache
    for start in range(0, B, chunk):
        rows = slice(start, start + chunk)
        part = {f: a[rows] for f, a in cast.items()}
        for k in range(min(MAX_OBJECTS, int(part["n"].max()))):
            b = np.flatnonzero(part["n"] > k)
            some = {f: a[b] for f, a in part.items()}
            hertz, gain = _controls(some, k)
            tone = _oscillator(hertz, some["shape"][:, k])
            for e, g in enumerate(gain.transpose(1, 0, 2)[ears]):
                out[start + b, e] += tone * _smooth(g)
            _add_clicks(out, start + b, some, k, ears)
    np.clip(out, -1, 1, out=out)
    return out if stereo else out[:, 0]
# --8<-- [end:sound]


# --8<-- [start:oscillator]
def _oscillator(hertz, shape):
    """Read each shape's wave table at the speed that the pitch asks for."""
    cycles = np.cumsum(hertz * (BLOCK / RATE), axis=1)[:, :-2]
    cycles = np.pad(cycles, ((0, 0), (1, 0))) % 1  # at the block's start
    begin = (cycles * TABLE).astype(np.float32)[:, :, None]
    speed = (hertz[:, :-1] * (TABLE / RATE)).astype(np.float32)[:, :, None]
    at = speed * np.arange(BLOCK, dtype=np.float32)  # (B, 128, 125)
    at += begin
    at = at.astype(np.int32)
    at &= TABLE - 1
    at += (shape * TABLE).astype(np.int32)[:, None, None]
    return np.take(WAVES.ravel(), at).reshape(len(hertz), SAMPLES)
# --8<-- [end:oscillator]


def _smooth(gain):
    """Straight lines between the controls: (B, 129) -> (B, 16000)."""
    g = gain.astype(np.float32)[:, :, None]
    ramp = np.arange(BLOCK, dtype=np.float32) / BLOCK
    line = (g[:, 1:] - g[:, :-1]) * ramp
    line += g[:, :-1]
    return line.reshape(len(gain), SAMPLES)


def _add_clicks(out, b, cast, k, ears):
    """One click at each landing of a bouncing object."""
    level = np.exp(NEARNESS * cast["x"][:, k, None] * np.array([-1.0, 1.0]))
    level = (level * cast["loudness"][:, k, None])[:, ears]
    for times in landings(cast, k).T + cast["offset"][:, 0]:
        heard = np.isfinite(times) & (times >= 0)
        heard &= np.nan_to_num(times) * RATE < SAMPLES - len(CLICK)
        at = np.rint(times[heard] * RATE).astype(int)
        at = at[:, None] + np.arange(len(CLICK))  # (M, 200)
        for e in range(out.shape[1]):
            clicks = CLICK * level[heard, e, None].astype(np.float32)
            out[b[heard][:, None], e, at] += clicks
