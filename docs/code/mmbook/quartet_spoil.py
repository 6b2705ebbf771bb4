"""What Quartet's knobs do to scenes: noise, gaps, swaps, occlusion."""

import numpy as np

from mmbook.quartet_cast import STILL, draw_cast
from mmbook.quartet_render import GRAY
from mmbook.quartet_stage import (FACTORS, MAX_OBJECTS, MODALITIES, SIDE,
                                  SIZES, uniform)


# --8<-- [start:noise]
def add_noise(signal, decibels, generator):
    """Add white noise to one signal at a signal-to-noise ratio in dB.

    Returns float32. The power of a signal is its variance; silence has
    none, and stays silent.
    """
    signal = signal.astype(np.float32)
    deviation = signal.std() * 10 ** (-decibels / 20)
    white = generator.standard_normal(signal.shape, dtype=np.float32)
    return signal + deviation * white
# --8<-- [end:noise]


def noisy(world, index, modality, signals):
    """Add world.noise to each signal of a batch, in place.

    Pixels are clipped to 0..255; a sound above 1 is turned down as a
    whole, so that its signal-to-noise ratio stays what was asked for.
    """
    if modality not in world.noise:
        return
    for i, number in enumerate(index.tolist()):
        key = [world.seed, 4 * number + MODALITIES.index(modality)]
        generator = np.random.Generator(np.random.Philox(key=key))
        out = add_noise(signals[i], world.noise[modality], generator)
        if modality == "sound":
            signals[i] = out / max(1.0, np.abs(out).max())
        else:
            signals[i] = np.rint(np.clip(out, 0, 255)).astype(np.uint8)


def occlude(world, index, pixels):
    """Hide a square of world.occlusion of the area, in place.

    pixels (B, …, 32, 32, 3); the square is at one place for a scene.
    """
    side = round(SIDE * world.occlusion**0.5)
    corner = uniform(world.seed, index, "occlusion", 2) * (SIDE - side + 1)
    for i, (row, col) in enumerate(corner.astype(int)):
        pixels[i, ..., row:row + side, col:col + side, :] = 90


def presence(world, index, factors, modality):
    """Which scenes have the modality: (B,) bool."""
    gone = (uniform(world.seed, index, f"missing {modality}")[:, 0]
            < world.missing.get(modality, 0.0))
    if modality in world.missing_when:
        name, value = world.missing_when[modality]
        gone &= factors[name] == value
    return ~gone


def misread(world, index, cast):
    """Factors as a careless annotator writes them.

    Returns a changed copy of the cast and the number of slips, (B,).
    """
    wrong, count = dict(cast), np.zeros(len(index), dtype=int)
    there = np.arange(MAX_OBJECTS) < cast["n"][:, None]
    for f, words in FACTORS.items():
        u = uniform(world.seed, index, f"wrong {f}", 2 * MAX_OBJECTS)
        slip = (u[:, :3] < world.caption_errors) & there
        step = 1 + (u[:, 3:] * (len(words) - 1)).astype(int)
        wrong[f] = (cast[f] + step * slip) % len(words)
        count += slip.sum(axis=1)
    return wrong, count


def mismatch(world, index, cast):
    """With world.mismatched, a modality is at times of another scene.

    The other one is 1 to 10,000 scenes further on, with nothing fixed.
    Returns a cast for each modality and which are right: {m: (B,) bool}.
    """
    casts = dict.fromkeys(MODALITIES, cast)
    match = {m: np.ones(len(index), dtype=bool) for m in MODALITIES}
    for m, p in world.mismatched.items():
        u = uniform(world.seed, index, f"mismatched {m}", 2)
        match[m] = u[:, 0] >= p
        rows = np.flatnonzero(~match[m])
        other = index[rows] + 1 + (u[rows, 1] * 10_000).astype(int)
        casts[m] = {f: a.copy() for f, a in cast.items()}
        for f, a in draw_cast(world, other, {}).items():
            casts[m][f][rows] = a
    return casts, match


def hidden(world, cast, modality):
    """Give factors that world.hide names the same plain value."""
    cast = dict(cast)
    plain = {"shape": 0, "size": SIZES.index("medium"), "motion": STILL}
    for f in world.hide.get(modality, ()):
        if f == "color":
            cast["rgb"] = np.zeros_like(cast["rgb"]) + GRAY
        elif f in plain:  # of words, the caption leaves the factor out
            cast[f] = np.full_like(cast[f], plain[f])
    return cast
