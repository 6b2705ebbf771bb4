"""Solutions to the exercises of the chapter on large language models."""

import numpy as np

from mmbook.large_language_models import BESIROGLU, best_split, loss


# --8<-- [start:cheapest]
def cheapest(use, C=5.76e23, law=BESIROGLU):
    """Size, tokens and work for the loss of the best model of C operations.

    ``use`` is how many tokens the model will read in its life.
    """
    N, n = best_split(C, **law)
    goal = loss(N, n, **law)
    sizes = N * np.geomspace(0.2, 1.5, 2000)
    left = goal - law["E"] - law["A"] * sizes ** -law["alpha"]
    sizes, left = sizes[left > 0], left[left > 0]
    tokens = (law["B"] / left) ** (1 / law["beta"])
    work = 6 * sizes * tokens + 2 * sizes * use
    i = work.argmin()
    return float(sizes[i]), float(tokens[i]), float(work[i])
# --8<-- [end:cheapest]
