"""Worked solutions of the chapter on Quartet."""

from dataclasses import replace

import numpy as np

from mmbook.quartet import Quartet
from mmbook.quartet_probe import listen, probe


# --8<-- [start:leak]
def texture_probe(scenes=600):
    """Read the shape from the picture's border, under two ways to split.

    Thirty groups share a background texture and the shape of the object.
    Returns the share of right answers with scenes split at random, and
    with the last ten groups kept apart.
    """
    world = Quartet(objects=1, groups=30, group_factor="shape")
    batch = world.batch(range(scenes), ("image",))
    gray = batch.image[..., 0].astype(float)
    border = gray[:, [0, 1, 30, 31]].reshape(scenes, -1)  # seldom an object
    shape, group = batch.factors["shape"], batch.factors["group"]
    apart = np.argsort(group, kind="stable")  # the last groups to test on
    fit = float((group < 20).mean())
    return probe(border, shape), probe(border[apart], shape[apart], fit)
# --8<-- [end:leak]


# --8<-- [start:prior]
def blind_guess(prior=0.9, scenes=900):
    """Guess the color from the sound, which does not carry it.

    Fitted where each shape has a favorite color; returns the share of
    right guesses in that world and in one with other favorites.
    """
    world = Quartet(objects=1, prior=prior)
    right = []
    for test_world in (world, replace(world, prior_shift=1)):
        fit = world.batch(range(2 * scenes // 3), ("sound",))
        test = test_world.batch(range(2 * scenes // 3, scenes), ("sound",))
        sound = np.concatenate([listen(fit.sound), listen(test.sound)])
        color = np.concatenate([fit.factors["color"],
                                test.factors["color"]])
        right.append(probe(sound, color))
    return right
# --8<-- [end:prior]
