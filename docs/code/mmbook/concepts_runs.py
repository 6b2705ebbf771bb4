"""What the chapter on key concepts measures on Quartet, at length.

Each function makes scenes and returns plain numbers; sessions and figures
of the page show them and the tests compare them with its text. NumPy only,
one core, about a second of processor time for each world.
"""

from functools import lru_cache

import numpy as np

from mmbook.definition_and_importance import exchange
from mmbook.key_concepts import (color_that_clicks, expert, lateness,
                                 product_of_experts)
from mmbook.quartet import Quartet
from mmbook.quartet_probe import listen, look


@lru_cache(maxsize=3)
def _clicking(offset, N, seed):
    """Clips of two objects of which one bounces, and the color of that."""
    world = Quartet(seed, objects=2, sequences=1.0, offset=offset)
    scenes = world.batch(range(6 * N), modalities=()).scenes
    bouncing = [[o["color"] for o in s["objects"] if o["motion"] == "bounce"]
                for s in scenes]
    rows = [i for i, c in enumerate(bouncing) if len(c) == 1][:N]
    batch = world.batch(rows, modalities=("sound", "video"))
    return batch.video, batch.sound, [bouncing[i][0] for i in rows]


# --8<-- [start:share_right]
def share_right(offset, measured=False, N=100, seed=0):
    """How often `color_that_clicks` is right when the sound is late.

    N scenes of two objects that act in turn, of which one bounces. With
    `measured`, the lateness of each scene is estimated and taken off.
    """
    right = [
        color_that_clicks(v, s, lateness(v, s) if measured else 0.0) == color
        for v, s, color in zip(*_clicking(offset, N, seed))]
    return float(np.mean(right))
# --8<-- [end:share_right]


def lag_found(N=200, seed=3):
    """Whether `lateness` is right within a frame, for 2, 3, 4 landings.

    N clips of one bouncing object, late by up to half a second either
    way. Returns the share right of all, and a dict by number of landings.
    """
    world = Quartet(seed, objects=1, motions=("bounce",), offset=(-0.5, 0.5))
    batch = world.batch(range(N), modalities=("sound", "video"))
    found = [lateness(v, s) for v, s in zip(batch.video, batch.sound)]
    right = np.abs(found - batch.factors["offset"]) < 0.125  # one frame
    landings = batch.factors["bounces"]
    return float(right.mean()), {
        n: float(right[landings == n].mean()) for n in (2, 3, 4)}


def _measured(seed, noise=(), N=900):
    """What is seen and heard of N scenes of one object: batch, x, y."""
    batch = Quartet(seed, objects=1, noise=dict(noise)).batch(
        range(N), ("image", "sound"))
    return batch, look(batch.image), listen(batch.sound)


def taught(seeds=range(5)):
    """A teacher for pictures, a student for sounds: (seeds, 2, 2).

    For shape and for color: how often the teacher labels pictures right,
    and how often the student, who has these labels only, names sounds.
    """
    found = []
    for seed in seeds:
        batch, seen, heard = _measured(seed)
        found.append([])
        for factor in ("shape", "color"):
            label = batch.label(factor)
            teacher = expert(seen[:200], label[:200])
            guess = teacher(seen[200:600]).argmax(axis=1)
            student = expert(heard[200:600], guess)
            answer = student(heard[600:]).argmax(axis=1)
            found[-1].append([np.mean(guess == label[200:600]),
                              np.mean(answer == label[600:])])
    return np.array(found)


def exchanged(task, seed=0):
    """Exchange test of one rule on both inputs, clean world.

    Returns right answers, answers moved by another scene's image, and by
    another scene's sound.
    """
    batch, seen, heard = _measured(seed)
    label = batch.label(task)
    rule = expert(np.hstack([seen, heard])[:600], label[:600])
    eye, ear = (exchange(
        lambda *pair: rule(np.hstack(pair)).argmax(axis=1),
        [seen[600:], heard[600:]], label[600:], i) for i in (0, 1))
    return eye[0], eye[2], ear[2]


def fused(task, seeds=range(5)):
    """Right answers of image, sound, late and early fusion: (seeds, 4)."""
    found = []
    for seed in seeds:
        batch, x, y = _measured(seed, (("image", 10), ("sound", 0)))
        label = batch.label(task)
        p, q, early = (expert(z[:600], label[:600])(z[600:])
                       for z in (x, y, np.hstack([x, y])))
        late = product_of_experts([p, q], np.bincount(label[:600]) / 600)
        found.append([np.mean(t.argmax(axis=1) == label[600:])
                      for t in (p, q, late, early)])
    return np.array(found)


def counted_twice(copies=(1, 2, 3, 5), seed=0, N=900):
    """Accuracy and mean confidence when one view votes several times.

    The view is the image of a noisy world; the label is the shape.
    Returns one pair for each number of copies.
    """
    world = Quartet(seed, objects=1, noise={"image": 10})
    batch = world.batch(range(N), modalities=("image",))
    x, label, n = look(batch.image), batch.label("shape"), 2 * N // 3
    once = expert(x[:n], label[:n])(x[n:])
    prior, found = np.bincount(label[:n]) / n, []
    for k in copies:
        p = product_of_experts([once] * k, prior)
        found.append((float(np.mean(p.argmax(axis=1) == label[n:])),
                      float(p.max(axis=1).mean())))
    return found
