"""Small generators that are trained: a VAE, a GAN, and a field for flows.

All are multilayer perceptrons in PyTorch, and each trains S copies at once
from S different starts, so that a result comes with its spread. Points are
(S, B, 2), a latent vector has two numbers too.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


# --8<-- [start:copies]
class Copies(nn.Module):
    """S independent perceptrons side by side: (S, B, inputs) to outputs."""

    def __init__(self, S, inputs, outputs, width=64, hidden=2):
        super().__init__()
        sizes = [inputs, *[width] * hidden, outputs]
        uniform = lambda n, *shape: nn.Parameter(
            (2 * torch.rand(S, *shape) - 1) / math.sqrt(n))
        self.W = nn.ParameterList(
            uniform(n, n, m) for n, m in zip(sizes, sizes[1:]))
        self.b = nn.ParameterList(
            uniform(n, 1, m) for n, m in zip(sizes, sizes[1:]))

    def forward(self, x):
        for i, (W, b) in enumerate(zip(self.W, self.b)):
            x = torch.baddbmm(b, F.silu(x) if i else x, W)  # (S, B, width)
        return x
# --8<-- [end:copies]


def pick(x, S, B):
    """Another B rows of ``x`` for each copy: (S, B, columns)."""
    return x[torch.randint(len(x), (S, B))]


def gaussian_log_density(x, mean, log_std):
    """log N(x; mean, std² I), summed over the last axis, in nats."""
    error = (x - mean) * torch.exp(-log_std)
    return (-error**2 / 2 - log_std - math.log(2 * math.pi) / 2).sum(dim=-1)


class VAE(nn.Module):
    """Encoder q(z | x) and decoder p(x | z), both Gaussian, in S copies.

    ``std`` fixes the decoder's noise; with None each copy learns its own.
    Source: Kingma and Welling, "Auto-encoding variational Bayes", 2014.
    """

    def __init__(self, S=1, std=None):
        super().__init__()
        self.S = S
        self.encode, self.decode = Copies(S, 2, 4), Copies(S, 2, 2)
        self.log_std = nn.Parameter(
            torch.full((S, 1, 1), math.log(std or 1.0)),
            requires_grad=std is None)

    # --8<-- [start:vae]
    def elbo(self, x):
        """Two parts, (S, B) each: log p(x | z) and KL(q(z | x) || p(z))."""
        m, log_s = self.encode(x).chunk(2, dim=-1)  # (S, B, 2) both
        z = m + torch.exp(log_s) * torch.randn_like(m)  # reparameterized
        fit = gaussian_log_density(x, self.decode(z), self.log_std)
        divergence = (m**2 + torch.exp(2 * log_s) - 1) / 2 - log_s
        return fit, divergence.sum(dim=-1)

    def draw(self, B):
        """Points (S, B, 2): a latent from N(0, I), decoded, plus noise."""
        mean = self.decode(torch.randn(self.S, B, 2))
        return mean + torch.exp(self.log_std) * torch.randn_like(mean)
    # --8<-- [end:vae]

    def log_density(self, x, points=120, reach=4.5):
        """log p(x), (S, B), by summing p(z) p(x | z) over a grid of z.

        ``x`` is (B, 2). Possible only because z has two numbers.
        """
        line = torch.linspace(-reach, reach, points)
        z = torch.cartesian_prod(line, line)  # (points², 2)
        cell = 2 * math.log(2 * reach / (points - 1))
        prior = cell + gaussian_log_density(z, 0 * z, torch.zeros(()))
        mean = self.decode(z.expand(self.S, -1, -1))[:, None]
        return torch.cat([torch.logsumexp(prior + gaussian_log_density(
            part[:, None], mean, self.log_std[..., None]), dim=-1)
            for part in x.split(25)], dim=1)


def descend(loss_of, model, steps, lr, betas=(0.9, 0.999)):
    """Adam with a falling step size; returns the losses (steps, S)."""
    adam = torch.optim.Adam(
        [p for p in model.parameters() if p.requires_grad], lr, betas)
    pace = torch.optim.lr_scheduler.CosineAnnealingLR(adam, steps)
    losses = []
    for _ in range(steps):
        loss = loss_of()  # (S,): the copies share no weight
        adam.zero_grad()
        loss.sum().backward()
        adam.step()
        pace.step()
        losses.append(loss.detach())
    return torch.stack(losses).numpy()


def train_vae(x, S=1, steps=2000, B=256, lr=4e-3, seed=0, std=None):
    """S trained VAEs and their losses (steps, S), minus the ELBO in nats."""
    torch.manual_seed(seed)
    model = VAE(S, std)

    def loss():
        fit, divergence = model.elbo(pick(x, S, B))
        return (divergence - fit).mean(dim=1)
    return model, descend(loss, model, steps, lr)


def train_gan(x, S=1, steps=1500, B=256, lr=1e-3, seed=0, turns=1):
    """S generators, noise (S, B, 2) to points (S, B, 2), and discriminators.

    After each step of the discriminator the generator has ``turns`` steps,
    which raise log D of its own points (the "non-saturating" loss).
    Source: Goodfellow et al., "Generative adversarial nets", 2014.
    """
    torch.manual_seed(seed)
    G, D = Copies(S, 2, 2), Copies(S, 2, 1)
    of_d, of_g = (torch.optim.Adam(m.parameters(), lr, (0.5, 0.999))
                  for m in (D, G))
    # --8<-- [start:gan]
    yes = F.logsigmoid  # log D; log(1 - D) is yes of minus the logit
    for _ in range(steps):
        fake = G(torch.randn(S, B, 2)).detach()
        value = yes(D(pick(x, S, B))) + yes(-D(fake))  # (S, B, 1)
        of_d.zero_grad()
        (-value.mean(dim=1).sum()).backward()
        of_d.step()
        for _ in range(turns):
            of_g.zero_grad()
            (-yes(D(G(torch.randn(S, B, 2)))).mean(dim=1).sum()).backward()
            of_g.step()
    # --8<-- [end:gan]
    return G, D


def inputs(x, t, c):
    """Point, time as eight sines and cosines, label as one of five bits.

    ``x`` (S, B, 2), ``t`` (S, B), ``c`` (S, B), where 4 is "no label".
    """
    angle = t[..., None] * math.pi * 2.0 ** torch.arange(-1, 3)  # (S, B, 4)
    return torch.cat([x, angle.sin(), angle.cos(), F.one_hot(c, 5)], dim=-1)


def train_field(x, c, target="velocity", S=1, steps=2000, B=256, lr=4e-3,
                drop=0.2, seed=0):
    """S networks that guess the target from a noisy point; and the losses.

    ``target`` is "velocity" on straight paths (flow matching), or "noise"
    or "v" on the cosine schedule (diffusion). The label is dropped with
    probability ``drop``, so that one network learns both fields.
    """
    torch.manual_seed(seed)
    model = Copies(S, 15, 2, width=96, hidden=3)

    # --8<-- [start:step]
    def loss():
        rows = torch.randint(len(x), (S, B))
        label = c[rows].masked_fill(torch.rand(S, B) < drop, 4)  # 4: none
        t, x0, noise = torch.rand(S, B), x[rows], torch.randn(S, B, 2)
        a, s = 1 - t[..., None], t[..., None]
        if target != "velocity":
            a, s = torch.cos(math.pi / 2 * s), torch.sin(math.pi / 2 * s)
        goal = {"velocity": noise - x0, "noise": noise,
                "v": a * noise - s * x0}[target]
        guess = model(inputs(a * x0 + s * noise, t, label))
        return ((guess - goal) ** 2).sum(dim=-1).mean(dim=1)
    # --8<-- [end:step]
    return model, descend(loss, model, steps, lr)


def as_field(model):
    """A function of (x, t, label) on NumPy arrays (S, B, 2)."""
    def field(x, t, label=None):
        x = torch.from_numpy(np.asarray(x, dtype=np.float32))
        c = torch.full(x.shape[:2], 4 if label is None else label)
        with torch.no_grad():
            out = model(inputs(x, torch.full(x.shape[:2], float(t)), c))
        return out.double().numpy()
    return field
