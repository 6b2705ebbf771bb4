"""Worked solutions of the [code] exercises on conditioning."""

import torch
from torch import nn

from mmbook.conditioning import CrossAttention


# --8<-- [start:frozen]
def frozen(joined, c):
    """The linear layer that a Concatenation is for one condition (1, M, E)."""
    weight, bias = joined.map.weight.data, joined.map.bias.data
    D = len(bias)
    layer = nn.Linear(D, D)
    layer.weight.data = weight[:, :D]
    layer.bias.data = bias + weight[:, D:] @ c.flatten()
    return layer
# --8<-- [end:frozen]


# --8<-- [start:query_gradient]
def query_gradient(M, equal=False, D=8, E=3, B=16):
    """Largest entry of the gradient of the query matrix, M tokens."""
    torch.manual_seed(0)
    attend = CrossAttention(D, M, E)
    h, target, c = torch.randn(B, D), torch.randn(B, D), torch.randn(B, M, E)
    if equal:
        c = c[:, :1].expand(B, M, E)
    ((attend(h, c) - target)**2).mean().backward()
    return float(attend.query.weight.grad.abs().max())
# --8<-- [end:query_gradient]
