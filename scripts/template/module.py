"""{{title}}: levels in decibels, and back to ratios.

TEMPLATE: a module reads top to bottom in one sitting, plain functions, arrays
to arrays. The lines between two marks are what the chapter shows.
"""

import numpy as np


# --8<-- [start:level]
def level(power, reference=1.0):
    """Level of ``power`` (any shape) over ``reference``, in decibels.

    Both are positive and in the same unit; raises ValueError otherwise.
    """
    power = np.asarray(power, dtype=float)
    if reference <= 0 or (power <= 0).any():
        raise ValueError(
            f"need positive powers, got {power.min()} over {reference}")
    return 10 * np.log10(power / reference)


def ratio(decibels):
    """The factor of power that ``decibels`` (any shape) stand for."""
    return 10 ** (np.asarray(decibels) / 10)
# --8<-- [end:level]
