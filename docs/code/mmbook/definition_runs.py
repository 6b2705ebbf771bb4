"""What the chapter on definition and importance measures on Quartet.

Each function makes scenes, fits linear rules and returns plain numbers.
``python -m mmbook.definition_runs`` runs them all, half a minute on one
core, and keeps the numbers in a file beside the figures. The figures are
drawn from that file; the tests compare it with the page, and a part of it
with a fresh run.
"""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from mmbook.definition_and_importance import exchange, fit
from mmbook.quartet import Quartet
from mmbook.quartet_probe import listen, look

TASKS = ("redundant", "unique_image", "unique_sound", "synergy")
SIZES = (60, 120, 240, 480, 960, 1920)
NOISES = (10, 0, -5, -10)
RECORD = (Path(__file__).parents[2]
          / "introduction" / "figures" / "definition-runs.json")


# --8<-- [start:two_inputs]
def side_by_side(seen, heard):
    """The measurements of both inputs in one row: (N, P + Q)."""
    return np.hstack([seen, heard])


def with_products(seen, heard):
    """Also each number seen times each number heard: (N, P + Q + P * Q)."""
    pairs = seen[:, :, None] * heard[:, None, :]  # (N, P, Q)
    return np.hstack([seen, heard, pairs.reshape(len(seen), -1)])
# --8<-- [end:two_inputs]


def _standard(x, n):
    """Each column in units of its spread in the first n rows."""
    return (x - x[:n].mean(axis=0)) / (x[:n].std(axis=0) + 1e-9)


# --8<-- [start:two_input_model]
def two_input_model(seen, heard, y, join=side_by_side, ridge=0.01):
    """Fit a rule to both inputs; returns a function of both."""
    rule = fit(join(seen, heard), y, ridge)
    return lambda seen, heard: rule(join(seen, heard))
# --8<-- [end:two_input_model]


def exchange_runs(seeds=range(5), scenes=1200, train=800):
    """The exchange test on the four labels, one world a seed.

    Returns arrays in a dict. ``right`` (seeds, tasks, 5): right answers
    with both inputs, image exchanged, sound exchanged, image alone, sound
    alone. ``moved`` (seeds, tasks, 3): answers that moved with the image
    exchanged, with the sound, and with the sound of a twin of the same
    size. ``products`` (seeds, 3): right answers on the synergy label of a
    rule with products; both inputs, image, sound exchanged.
    """
    found = {"right": [], "moved": [], "products": []}
    for seed in seeds:
        batch = Quartet(seed=seed, objects=1).batch(
            range(scenes), ("image", "sound"))
        seen = _standard(look(batch.image), train)
        heard = _standard(listen(batch.sound), train)
        new = [seen[train:], heard[train:]]
        right, moved = [], []
        for task in TASKS:
            y = batch.label(task)
            known, truth = y[:train], y[train:]
            model = two_input_model(seen[:train], heard[:train], known)
            eye, ear = (exchange(model, new, truth, i, seed) for i in (0, 1))
            alone = [np.mean(fit(x[:train], known)(x[train:]) == truth)
                     for x in (seen, heard)]
            right.append([eye[0], eye[1], ear[1], *alone])
            moved.append([eye[2], ear[2], exchange(
                model, new, truth, 1, seed,
                batch.factors["size"][train:])[2]])
        model = two_input_model(seen[:train], heard[:train], known,
                                with_products, ridge=1.0)  # synergy
        eye, ear = (exchange(model, new, truth, i, seed) for i in (0, 1))
        found["right"].append(right)
        found["moved"].append(moved)
        found["products"].append([eye[0], eye[1], ear[1]])
    return {name: np.array(value) for name, value in found.items()}


# --8<-- [start:bands]
def bands(sound, count=100):
    """Power of a sound (B, 16000) in ``count`` bands, in log: (B, count)."""
    power = np.abs(np.fft.rfft(sound, axis=1))[:, 1:] ** 2  # (B, 8000)
    return np.log(power.reshape(len(sound), count, -1).mean(axis=2) + 1e-9)
# --8<-- [end:bands]


def noisy_scenes(count=3200, image=12, sound=-20, seed=0):
    """Measurements of scenes with noise: seen, heard and two labels."""
    world = Quartet(seed=seed, objects=1,
                    noise={"image": image, "sound": sound})
    seen, heard, labels = [], [], {"unique_image": [], "redundant": []}
    for start in range(0, count, 800):
        batch = world.batch(range(start, min(start + 800, count)),
                            ("image", "sound"))
        seen.append(look(batch.image))
        heard.append(bands(batch.sound))
        for task, parts in labels.items():
            parts.append(batch.label(task))
    return (np.vstack(seen), np.vstack(heard),
            {task: np.concatenate(parts) for task, parts in labels.items()})


# --8<-- [start:learning_curves]
def learning_curves(scenes, sizes=SIZES, draws=12, ridge=0.01):
    """Right answers on 800 scenes, by number of training scenes.

    ``scenes`` comes from ``noisy_scenes``. Returns for each label an array
    (sizes, draws, 2): image alone, image and sound.
    """
    seen, heard, labels = scenes
    views = seen, np.hstack([seen, heard])
    pool = len(seen) - 800
    rng, curves = np.random.default_rng(0), {}
    for task, y in labels.items():
        curves[task] = np.array([[
            [np.mean(fit(x[rows], y[rows], ridge)(x[pool:]) == y[pool:])
             for x in views]
            for rows in (rng.permutation(pool)[:n] for _ in range(draws))]
            for n in sizes])
    return curves
# --8<-- [end:learning_curves]


# --8<-- [start:deployment]
def deployment(noises=NOISES, seeds=range(4), train=800, test=400):
    """Shapes read right by rules trained with image 10 dB, sound 0 dB.

    Returns ``levels`` (seeds, noises, 2): two inputs when the sound comes
    at another level, for the rule trained at 0 dB and for one trained at
    that level. And ``fixed`` (seeds, 4): image alone, two inputs, two
    inputs with silence for sound, two inputs with the training means in
    place of what is heard.
    """
    levels, fixed = [], []
    for seed in seeds:
        world = Quartet(seed=seed, objects=1,
                        noise={"image": 10, "sound": 0})
        batch = world.batch(range(train + test), ("image", "sound"))
        y, truth = np.split(batch.label("shape"), [train])
        seen, eye = np.split(look(batch.image), [train])
        heard, ear = np.split(listen(batch.sound), [train])
        alone, both = fit(seen, y), two_input_model(seen, heard, y)
        levels.append([])
        for level in noises:
            known, new = heard, ear
            if level != 0:
                sound = replace(world, noise={"sound": level}).batch(
                    range(train + test), ("sound",)).sound
                known, new = np.split(listen(sound), [train])
            matched = two_input_model(seen, known, y)
            levels[-1].append([np.mean(rule(eye, new) == truth)
                               for rule in (both, matched)])
        silent = listen(np.zeros((test, 16000)))
        mean = np.tile(heard.mean(axis=0), (test, 1))
        fixed.append([np.mean(alone(eye) == truth)] + [
            np.mean(both(eye, x) == truth) for x in (ear, silent, mean)])
    return np.array(levels), np.array(fixed)
# --8<-- [end:deployment]


def run_all():
    """Every measurement of the chapter: {name: array}."""
    levels, fixed = deployment()
    return {**exchange_runs(), **learning_curves(noisy_scenes()),
            "levels": levels, "fixed": fixed}


def recorded():
    """What ``run_all`` found when it was last run: {name: array}."""
    kept = json.loads(RECORD.read_text(encoding="utf-8"))
    return {name: np.array(values) for name, values in kept.items()}


def main():
    kept = {name: values.round(5).tolist()
            for name, values in run_all().items()}
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}"
                       for k, v in kept.items())
    RECORD.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
