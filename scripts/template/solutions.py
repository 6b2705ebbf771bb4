"""Worked solutions of the [code] exercises of the chapter "{{title}}"."""

import numpy as np

from mmbook.{{name}} import level


# --8<-- [start:snr]
def snr(clean, noisy):
    """Level of ``clean`` over the noise in ``noisy``, both (T,), in dB."""
    noise = noisy - clean  # (T,)
    return level(np.mean(clean**2), np.mean(noise**2))
# --8<-- [end:snr]
