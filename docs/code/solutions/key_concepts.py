"""Solutions of the chapter on key concepts."""

import numpy as np

from mmbook.definition_and_importance import exchange
from mmbook.key_concepts import cones, expert
from mmbook.quartet import Quartet
from mmbook.quartet_probe import listen, look


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


# --8<-- [start:which_input]
def which_input(seed=0, N=600):
    """One label told twice, by a noisy image and a less noisy sound.

    Returns the accuracy of image alone, sound alone and both, and the
    share of answers that move with another scene's image, and sound.
    """
    world = Quartet(seed, objects=1, noise={"image": 5, "sound": 10})
    batch = world.batch(range(N), modalities=("image", "sound"))
    views = [look(batch.image), listen(batch.sound)]
    label, n = batch.label("redundant"), 2 * N // 3
    right = [float(np.mean(
        expert(x[:n], label[:n])(x[n:]).argmax(axis=1) == label[n:]))
        for x in (*views, np.hstack(views))]
    rule = expert(np.hstack(views)[:n], label[:n])
    moved = [exchange(lambda *pair: rule(np.hstack(pair)).argmax(axis=1),
                      [x[n:] for x in views], label[n:], i)[2]
             for i in (0, 1)]
    return right, moved
# --8<-- [end:which_input]
