"""Solutions to the exercises of the chapter on tokenization."""

import numpy as np

from mmbook.tokenization_across_modalities import nearest, vq_gradients


# --8<-- [start:straight_through]
def largest_difference(beta=0.25, seed=0):
    """Between the gradients by hand and the automatic ones."""
    import torch

    rng = np.random.default_rng(seed)
    z, x, codebook = (rng.normal(size=size)
                      for size in ((8, 3), (8, 3), (4, 3)))
    tz, te = (torch.tensor(a, requires_grad=True) for a in (z, codebook))
    code = te[torch.from_numpy(nearest(z, codebook))]  # (8, 3)
    through = tz + (code - tz).detach()
    loss = ((torch.from_numpy(x) - 3 * through) ** 2).sum()
    loss = loss + ((tz.detach() - code) ** 2).sum()
    loss = loss + beta * ((tz - code.detach()) ** 2).sum()
    loss.backward()
    chosen = codebook[nearest(z, codebook)]
    upstream = -2 * 3 * (x - 3 * chosen)  # slope by the decoder's input
    _, by_z, by_codebook = vq_gradients(z, codebook, upstream, beta)
    return max(float(np.abs(by_z - tz.grad.numpy()).max()),
               float(np.abs(by_codebook - te.grad.numpy()).max()))
# --8<-- [end:straight_through]


# --8<-- [start:positions]
def positions(sequence):
    """Time, row and column of every token; a pair is a picture."""
    out, start = [], 0
    for part in sequence:
        if isinstance(part, str):
            out.append((start, start, start))
            start += 1
        else:
            rows, columns = part
            out += [(start, start + i, start + j)
                    for i in range(rows) for j in range(columns)]
            start += max(rows, columns)
    return out
# --8<-- [end:positions]
