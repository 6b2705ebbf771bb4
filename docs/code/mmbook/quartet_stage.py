"""The stage of Quartet: names of the factors, repeatable chance, paths.

Everything that more than one modality needs to know stands here, so that
the picture and the sound of a scene cannot disagree about it.
"""

import zlib

import numpy as np

SHAPES = ("circle", "square", "triangle", "star", "ring", "cross")
COLORS = ("red", "green", "blue", "yellow", "purple", "orange")
SIZES = ("small", "medium", "large")
MOTIONS = ("still", "left", "right", "up", "down", "bounce", "grow", "shrink")
RELATIONS = ("left of", "right of", "above", "below")
ORDERS = ("together", "first", "second")  # which object acts first
TONES = ("calm", "excited")  # heard only
OPINIONS = ("good", "bad")  # written only
NAMES = ("Ada", "Ben", "Cleo", "Dov", "Eve", "Finn", "Gus", "Hana")
FACTORS = {"shape": SHAPES, "color": COLORS, "size": SIZES,
           "motion": MOTIONS}
SCENE_FACTORS = {"relation": RELATIONS, "order": ORDERS, "tone": TONES,
                 "name": NAMES, "opinion": OPINIONS}
MODALITIES = ("text", "image", "sound", "video")

SECONDS, FRAMES, SIDE, RATE = 2.0, 16, 32, 8000
MAX_OBJECTS = 3
TRAVEL = 0.45  # of half the picture's width, for left, right, up and down
HOP = 0.35  # height of a bounce, same unit
GROWTH = 1.6  # a growing object ends 1.6 times its size
STEP = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


# --8<-- [start:uniform]
def _mix(z):
    """Scramble uint64 numbers (the last step of SplitMix64)."""
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def uniform(seed, index, name, n=1):
    """Numbers in [0, 1) that depend on seed, index and name alone.

    index (B,) int -> (B, n) float64. No generator is advanced, so any
    scene can be drawn without drawing those before it.
    """
    step = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio, odd
    stream = np.array([zlib.crc32(name.encode())], dtype=np.uint64)
    key = _mix(stream + np.array([seed], dtype=np.uint64) * step)
    row = _mix(key + np.asarray(index).astype(np.uint64) * step)  # (B,)
    count = np.arange(1, n + 1, dtype=np.uint64)
    z = _mix(row[:, None] + count * step)  # (B, n)
    return (z >> np.uint64(11)) * 2.0**-53
# --8<-- [end:uniform]


def check(what, value, allowed):
    """Return value if it is allowed, else raise a ValueError that says."""
    if value not in allowed:
        names = ", ".join(repr(a) for a in allowed)
        raise ValueError(f"{what}: {value!r} is not one of {names}")
    return value


# --8<-- [start:path]
def path(cast, k, t):
    """Where object k of each scene is at times t (T,), in seconds.

    Returns x, y, scale, each (B, T): x to the right and y downwards from
    the center of the stage, in half widths; scale relative to the start.
    """
    t0, t1, motion = (cast[f][:, k, None] for f in ("t0", "t1", "motion"))
    p = np.clip((t - t0) / (t1 - t0), 0.0, 1.0)  # (B, T) progress
    step = np.array([STEP.get(m, (0, 0)) for m in MOTIONS])[motion]
    x = cast["x"][:, k, None] + TRAVEL * p * step[..., 0]
    y = cast["y"][:, k, None] + TRAVEL * p * step[..., 1]
    hop = np.where(p < 0.9, p / 0.9 * cast["bounces"][:, k, None], 0.0) % 1
    y = y - HOP * 4 * hop * (1 - hop) * (motion == MOTIONS.index("bounce"))
    power = 1 * (motion == MOTIONS.index("grow"))
    power = power - 1 * (motion == MOTIONS.index("shrink"))
    return x, y, GROWTH ** (p * power)
# --8<-- [end:path]


def landings(cast, k):
    """Times in seconds at which object k lands: (B, 4), NaN where none."""
    t0, t1, n = (cast[f][:, k, None] for f in ("t0", "t1", "bounces"))
    count = np.arange(1, 5)
    times = t0 + (t1 - t0) * 0.9 * count / np.maximum(n, 1)
    bounces = cast["motion"][:, k, None] == MOTIONS.index("bounce")
    return np.where(bounces & (count <= n), times, np.nan)
