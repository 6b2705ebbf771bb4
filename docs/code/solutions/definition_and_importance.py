"""Worked solutions of the chapter on definition and importance."""

import numpy as np

from mmbook.definition_and_importance import fit
from mmbook.definition_runs import learning_curves, noisy_scenes
from mmbook.quartet import Quartet
from mmbook.quartet_probe import listen


# --8<-- [start:brake]
def cost_of_sound(ridges=(0.01, 1.0)):
    """What 100 noisy bands of sound cost a color rule, in points."""
    scenes = noisy_scenes(count=1100)  # 300 to draw from, 800 to test
    lost = []
    for ridge in ridges:
        curve = learning_curves(scenes, (120,), draws=6, ridge=ridge)
        image, both = curve["unique_image"][0].mean(axis=0)
        lost.append(round(100 * float(image - both), 1))
    return lost
# --8<-- [end:brake]


# --8<-- [start:recorder]
def hear_red(scenes=400):
    """Read red from sound, learned where red objects were not recorded.

    Returns the share of right answers on new scenes of that collection,
    and the share of red objects found where all are recorded.
    """
    careless = Quartet(objects=1, missing={"sound": 1.0},
                       missing_when={"sound": ("color", "red")})
    batch = careless.batch(range(2 * scenes), ("sound",))
    heard = listen(batch.sound)
    red = (batch.factors["color"] == "red").astype(int)
    rule = fit(heard[:scenes], red[:scenes])
    right = np.mean(rule(heard[scenes:]) == red[scenes:])
    full = Quartet(objects=1).batch(range(scenes, 2 * scenes), ("sound",))
    found = rule(listen(full.sound))[full.factors["color"] == "red"]
    return float(right), float(found.mean())
# --8<-- [end:recorder]
