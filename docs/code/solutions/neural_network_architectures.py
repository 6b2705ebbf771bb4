"""Worked solutions of the [code] exercises on network architectures."""

import numpy as np

from mmbook.neural_network_architectures import attention, convolve


# --8<-- [start:shift_error]
def shift_error(x, w, stride, d):
    """Mean difference after a shift by d columns, relative to the output.

    x (H, W) and w (k, k). The old output is moved by d / stride of its own
    columns, or by the better of the two whole numbers beside it; four
    columns at each border are left out.
    """
    old, new = (convolve(np.roll(x, s, axis=1), w, stride) for s in (0, d))
    error = [np.abs(new - np.roll(old, m, axis=1))[:, 4:-4].mean()
             for m in (d // stride, -(-d // stride))]
    return float(min(error) / np.abs(old)[:, 4:-4].mean())
# --8<-- [end:shift_error]


# --8<-- [start:look_back]
def look_back(T, size):
    """Least weight that a token gives to the one before it, on a circle."""
    turn = 2 * np.pi * np.arange(T) / T
    key = size * np.stack([np.cos(turn), np.sin(turn)], axis=1)  # (T, 2)
    query = np.roll(key, 1, axis=0)  # the key of the place before
    weights = attention(query, key, np.eye(T))  # the values name the places
    return float(weights[np.arange(T), np.arange(T) - 1].min())
# --8<-- [end:look_back]
