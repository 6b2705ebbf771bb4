"""Pictures as sequences of patches."""

import numpy as np


# --8<-- [start:patchify]
def patchify(image, s):
    """(H, W, C) -> (N, s * s * C), row by row; s must divide H and W."""
    H, W, C = image.shape
    if H % s or W % s:
        raise ValueError(f"{H} x {W} is not divisible by {s}")
    x = image.reshape(H // s, s, W // s, s, C)
    x = x.transpose(0, 2, 1, 3, 4)  # (h, w, s, s, C)
    return x.reshape(-1, s * s * C)
# --8<-- [end:patchify]


# --8<-- [start:one]
PATCH = 16
# --8<-- [end:one]


def flip(values):
    """The fraction of heads among coin flips below one half."""
    return float(np.mean(np.asarray(values) < 0.5))
