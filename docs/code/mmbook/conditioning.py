"""Conditioning: six ways to let a signal ``c`` steer features ``h``.

Each injector maps features (B, D) and a condition, given as M tokens
(B, M, E), to new features (B, D). The first five flatten the tokens into
one vector of E' = M · E numbers; only cross-attention keeps them apart.
"""

import itertools

import torch
import torch.nn.functional as F
from torch import nn


# --8<-- [start:add]
class Concatenation(nn.Module):
    """Put the condition beside the features, then one linear layer."""

    def __init__(self, D, M, E):
        super().__init__()
        self.map = nn.Linear(D + M * E, D)

    def forward(self, h, c):  # (B, D), (B, M, E)
        return self.map(torch.cat([h, c.flatten(1)], dim=1))


class Bias(nn.Module):
    """Add a vector that the condition chooses."""

    def __init__(self, D, M, E):
        super().__init__()
        self.beta = nn.Linear(M * E, D, bias=False)

    def forward(self, h, c):
        return h + self.beta(c.flatten(1))
# --8<-- [end:add]


# --8<-- [start:multiply]
class Gate(nn.Module):
    """Let each feature pass by a share between 0 and 1."""

    def __init__(self, D, M, E):
        super().__init__()
        self.gate = nn.Linear(M * E, D)

    def forward(self, h, c):
        return h * torch.sigmoid(self.gate(c.flatten(1)))


class FiLM(nn.Module):
    """Scale and shift each feature. Source: Perez et al., 2018."""

    def __init__(self, D, M, E):
        super().__init__()
        self.map = nn.Linear(M * E, 2 * D)

    def forward(self, h, c):
        delta, beta = self.map(c.flatten(1)).chunk(2, dim=1)  # (B, D) each
        return (1 + delta) * h + beta  # the factor is 1 + delta
# --8<-- [end:multiply]


# --8<-- [start:normalize]
class AdaptiveNorm(nn.Module):
    """Normalize each example's features, then scale and shift them.

    Source: adaptive layer norm as in DiT (Peebles and Xie, 2023), without
    its gate.
    """

    def __init__(self, D, M, E):
        super().__init__()
        self.map = nn.Linear(M * E, 2 * D)

    def forward(self, h, c):
        delta, beta = self.map(c.flatten(1)).chunk(2, dim=1)
        return (1 + delta) * F.layer_norm(h, h.shape[1:]) + beta
# --8<-- [end:normalize]


# --8<-- [start:attend]
class CrossAttention(nn.Module):
    """The features ask, the tokens of the condition answer."""

    def __init__(self, D, M, E):
        super().__init__()
        self.query = nn.Linear(D, E, bias=False)
        self.key = nn.Linear(E, E, bias=False)
        self.value = nn.Linear(E, D, bias=False)

    def forward(self, h, c):
        q, k, v = self.query(h), self.key(c), self.value(c)
        score = torch.einsum("be,bme->bm", q, k) / k.shape[2] ** 0.5
        weight = score.softmax(dim=1)  # (B, M)
        return h + torch.einsum("bm,bmd->bd", weight, v)
# --8<-- [end:attend]


INJECTORS = {"concatenation": Concatenation, "bias": Bias, "gate": Gate,
             "FiLM": FiLM, "adaptive norm": AdaptiveNorm,
             "cross-attention": CrossAttention}


def weights(module):
    """How many numbers training may change."""
    return sum(p.numel() for p in module.parameters())


# --8<-- [start:net]
class Answerer(nn.Module):
    """Features of a scene and a question in, one logit for *yes* out.

    ``x`` (B, P) becomes ``h`` (B, D) through one hidden layer, without the
    question. The injector brings it in. With ``after`` = 0 the logit is
    linear in its output; else a ReLU on its D outputs and a layer of
    ``after`` more ReLU units follow.
    """

    def __init__(self, kind, D, P, Q, M=1, E=4, hidden=16, after=0):
        super().__init__()
        self.see = nn.Sequential(nn.Linear(P, hidden), nn.ReLU(),
                                 nn.Linear(hidden, D))
        self.ask = nn.Embedding(Q, M * E)
        self.shape = M, E
        self.inject = INJECTORS[kind](D, M, E)
        self.say = nn.Linear(D, 1) if after == 0 else nn.Sequential(
            nn.ReLU(), nn.Linear(D, after), nn.ReLU(), nn.Linear(after, 1))

    def forward(self, x, question):  # (B, P), (B,) int64
        c = self.ask(question).unflatten(1, self.shape)  # (B, M, E)
        return self.say(self.inject(self.see(x), c))[:, 0]
# --8<-- [end:net]


# --8<-- [start:ceiling]
def additive_ceiling(Q):
    """Best share of right answers of any rule f(h) + g(question) > 0.

    Q yes-or-no questions, all 2 ** Q patterns of true answers equally
    likely. With questions in order of g, the rule says no up to some
    place and yes after it, so it fits each pattern by its best place.
    """
    wrong = 0
    for truth in itertools.product((0, 1), repeat=Q):
        wrong += min(sum(a != (i >= place) for i, a in enumerate(truth))
                     for place in range(Q + 1))
    return 1 - wrong / (Q * 2**Q)
# --8<-- [end:ceiling]


def widest(kind, budget, **net):
    """The largest D whose whole network has at most ``budget`` weights."""
    D = 1
    while weights(Answerer(kind, D + 1, **net)) <= budget:
        D += 1
    if weights(Answerer(kind, D, **net)) > budget:
        raise ValueError(f"{kind} with D = 1 has more than {budget} weights")
    return D


# --8<-- [start:fit]
def fit(net, x, question, answer, steps=400, B=256, lr=1e-2, seed=0):
    """Train with AdamW; ``x`` (N, P), ``question`` and ``answer`` (N,)."""
    draw = torch.Generator().manual_seed(seed)
    adam = torch.optim.AdamW(net.parameters(), lr, fused=True)
    pace = torch.optim.lr_scheduler.OneCycleLR(adam, lr, total_steps=steps)
    for _ in range(steps):
        rows = torch.randint(len(x), (B,), generator=draw)
        logit = net(x[rows], question[rows])
        loss = F.binary_cross_entropy_with_logits(logit, answer[rows])
        adam.zero_grad()
        loss.backward()
        adam.step()
        pace.step()
    return net.eval()
# --8<-- [end:fit]
