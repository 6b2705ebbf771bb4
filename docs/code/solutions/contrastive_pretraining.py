"""Solutions to the exercises of the chapter on contrastive pretraining."""

import numpy as np
import torch
import torch.nn.functional as F


# --8<-- [start:info_nce_estimate]
def info_nce_estimate(N, rho, d=20, repeats=20, seed=0):
    """log N minus the InfoNCE loss of the best possible critic, in nats.

    Each of the d columns of x correlates with its column of y by ``rho``,
    so their mutual information is -d/2 · log(1 - rho²). The best critic is
    log p(y | x) / p(y); what depends on x alone cancels in the softmax.
    """
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(repeats):
        x, noise = rng.normal(size=(2, N, d))
        y = rho * x + np.sqrt(1 - rho**2) * noise  # (N, d)
        logits = rho * x @ y.T - rho**2 * (y**2).sum(axis=1) / 2
        logits /= 1 - rho**2  # (N, N)
        top = logits.max(axis=1)
        total = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
        found.append(np.log(N) - np.mean(total - np.diag(logits)))
    return float(np.mean(found))
# --8<-- [end:info_nce_estimate]


# --8<-- [start:gradient]
def largest_difference(N, tau, seed=0):
    """Between the gradient by hand and the automatic one, over a matrix."""
    torch.manual_seed(seed)
    cosines = (2 * torch.rand(N, N) - 1).requires_grad_()  # (N, N)
    loss = F.cross_entropy(cosines / tau, torch.arange(N))
    loss.backward()
    p = (cosines.detach() / tau).softmax(dim=1)
    by_hand = (p - torch.eye(N)) / (N * tau)
    return (by_hand - cosines.grad).abs().max().item()
# --8<-- [end:gradient]
