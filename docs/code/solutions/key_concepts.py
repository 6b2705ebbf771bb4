"""Solutions of the chapter on key concepts, and a helper of its sessions."""

import numpy as np

from mmbook.key_concepts import (cones, color_that_clicks, exchange, expert,
                                 lateness, product_of_experts)
from mmbook.quartet import Quartet
from mmbook.quartet_probe import listen, look


# --8<-- [start:share_right]
def share_right(offset, measured=False, N=100, seed=0):
    """How often `color_that_clicks` is right when the sound is late.

    N scenes of two objects that act in turn, of which one bounces. With
    `measured`, the lateness of each scene is estimated and taken off.
    """
    world = Quartet(seed, objects=2, sequences=1.0, offset=offset)
    scenes = world.batch(range(6 * N), modalities=()).scenes
    bouncing = [[o["color"] for o in s["objects"] if o["motion"] == "bounce"]
                for s in scenes]
    rows = [i for i, c in enumerate(bouncing) if len(c) == 1][:N]
    batch = world.batch(rows, modalities=("sound", "video"))
    right = [
        color_that_clicks(v, s, lateness(v, s) if measured else 0.0)
        == bouncing[i][0]
        for i, v, s in zip(rows, batch.video, batch.sound)]
    return float(np.mean(right))
# --8<-- [end:share_right]


# --8<-- [start:common_index]
def common_index(height, N=1000):
    """Share of queries whose nearest vector of *either* side is a partner.

    Each u searches all v and all other u at once.
    """
    u, v = cones(N=N, height=height)
    same = u @ u.T
    np.fill_diagonal(same, -np.inf)  # not itself
    cross = u @ v.T
    best = cross.argmax(axis=1) == np.arange(N)
    return float(np.mean(best & (cross.max(axis=1) > same.max(axis=1))))
# --8<-- [end:common_index]


# --8<-- [start:swapped_views]
def swapped_views(seed=0, N=1200):
    """Exchange test of one label told twice, by a weak view and a strong.

    Returns the accuracy and the share of answers that change when the
    image, and when the sound, is another scene's.
    """
    world = Quartet(seed, objects=1, noise={"image": 5, "sound": 10})
    batch = world.batch(range(N), modalities=("image", "sound"))
    views, label = [look(batch.image), listen(batch.sound)], batch.label(
        "redundant")
    n = 2 * N // 3
    rule = expert(np.hstack(views)[:n], label[:n])
    test = [x[n:] for x in views]

    def model(pair):
        return rule(np.hstack(pair))

    right = float(np.mean(model(test).argmax(axis=1) == label[n:]))
    return right, exchange(model, test, 0), exchange(model, test, 1)
# --8<-- [end:swapped_views]


# --8<-- [start:counted_twice]
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
# --8<-- [end:counted_twice]
