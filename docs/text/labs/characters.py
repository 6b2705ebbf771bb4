# budget: 150 s, 1500 MB

# %% [markdown]
# # Lab: a character model
#
# Three machines read the same 175,639 characters and say what comes next:
# counts of neighbors, a gated recurrent unit (GRU), and a small causal
# transformer. They are scored in bits per character on chapters that none
# of them has read. All characters of this text are one byte, so bits per
# character are bits per byte.
#
# The text is four old stories, Genesis, Ruth, Esther and Jonah, in a
# translation of our time that is in the public domain; its source stands in
# the README beside the data. Of each eight chapters six are for training,
# one is for choosing settings and one for the test.

# %%
import math
from collections import Counter, defaultdict

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn

from mmbook.decoding import generate
from mmbook.lab import record, show
from mmbook.palette import IMAGE, MUTED, TEXT
from mmbook.transformer import Config, Transformer
from mmbook.word_embeddings_and_language_models import STORIES

torch.set_num_threads(2)
T, SEEDS = 128, (1, 2, 3)  # characters of a window; reported runs
text = STORIES.read_text(encoding="ascii")
letters = sorted(set(text))
V, number = len(letters), {c: i for i, c in enumerate(letters)}
chapters = text.rstrip("\n").split("\n\n")
part = {name: "\n\n".join(c for i, c in enumerate(chapters) if i % 8 in rest)
        for name, rest in (("train", range(6)), ("valid", (6,)),
                           ("test", (7,)))}
coded = {name: torch.tensor([number[c] for c in words])
         for name, words in part.items()}
print(V, "characters;", {name: len(words) for name, words in part.items()})

# %% [markdown]
# ## Counts
#
# What followed the last $m$ characters in training? The answer for $m$ is
# mixed with the answer for $m - 1$, as if the shorter context had been seen
# `strength` times more: a form of smoothing by interpolation. For $m = 0$
# the shorter context is the uniform guess, 1/64. The length and the strength
# are chosen on the validation chapters.

# %%
ORDERS = 8  # contexts of 0 to 7 characters


def count(text):
    tables = [defaultdict(Counter) for _ in range(ORDERS)]
    for i, c in enumerate(text):
        for m in range(min(ORDERS, i + 1)):
            tables[m][text[i - m:i]][c] += 1
    return tables


def chances(tables, text, strength, first=ORDERS):
    """Probability of each character, for each length of context."""
    out = np.empty((len(text) - first, ORDERS))
    for i in range(first, len(text)):
        p = 1 / V
        for m in range(ORDERS):
            seen = tables[m].get(text[i - m:i])
            if seen is not None:
                p = (seen[text[i]] + strength * p) / (seen.total() + strength)
            out[i - first, m] = p
    return out


tables = count(part["train"])
tuned = {s: -np.log2(chances(tables, part["valid"], s)).mean(axis=0)
         for s in (4, 8, 16)}
for s, row in tuned.items():
    print(f"strength {s:2}, contexts of 0 to 7:", *(f"{b:.3f}" for b in row))
strength, length = min(((s, m) for s in tuned for m in range(ORDERS)),
                       key=lambda pair: tuned[pair[0]][pair[1]])
print("chosen: strength", strength, "and contexts of", length)

# %% [markdown]
# ## Two networks
#
# Both read windows of 128 characters and are trained by teacher forcing: at
# each place they predict the next character of the true text. They have
# about the same number of parameters, see the same number of characters
# (250 steps of 16 windows, about three passes), and each has its own
# learning rate, the best of three on the validation chapters with seed 0.
# For the GRU these were 0.01, 0.02 and 0.04, for the transformer 0.004,
# 0.006 and 0.009.

# %%


class Recurrent(nn.Module):
    """Characters (B, T) -> scores (B, T, V), with one memory of width D."""

    def __init__(self, E=48, D=136):
        super().__init__()
        self.embed = nn.Embedding(V, E)
        self.gru = nn.GRU(E, D, batch_first=True)
        self.read = nn.Linear(D, V)

    def forward(self, x):
        return self.read(self.gru(self.embed(x))[0])


def fit(model, rate, seed, steps=250, B=16):
    dice, data = torch.Generator().manual_seed(seed), coded["train"]
    rule = torch.optim.AdamW(model.parameters(), lr=rate, betas=(0.9, 0.99),
                             weight_decay=0.01)
    for step in range(steps):
        for group in rule.param_groups:
            group["lr"] = rate * min(1, (step + 1) / 30) * (
                0.5 + 0.5 * math.cos(math.pi * step / steps))
        start = torch.randint(len(data) - T - 1, (B, 1), generator=dice)
        window = data[start + torch.arange(T + 1)]
        scores = model(window[:, :-1])
        loss = nn.functional.cross_entropy(
            scores.flatten(0, 1), window[:, 1:].flatten())
        rule.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        rule.step()
    return model


@torch.no_grad()
def network_chances(model, data):
    """Probability of each next character: (windows, T).

    Windows begin every T / 2 characters, so the second halves of all
    windows hold each character once, with 65 to 128 before it.
    """
    window = data.unfold(0, T + 1, T // 2)
    p = torch.cat([model(w[:, :-1]).softmax(-1).gather(
        2, w[:, 1:, None])[..., 0] for w in window.split(64)])
    return p.double().numpy()


MAKE = {"GRU": lambda: (Recurrent(), 0.02),
        "transformer": lambda: (Transformer(Config(
            V, width=64, layers=2, heads=4, hidden=192), seed=torch.initial_seed() % 1000), 0.006)}
models, found, size = {}, {}, {}
for name, make in MAKE.items():
    models[name], found[name] = [], []
    for seed in SEEDS:
        torch.manual_seed(seed)
        model, rate = make()
        size[name] = sum(p.numel() for p in model.parameters())
        models[name].append(fit(model, rate, seed))
        found[name].append(network_chances(model, coded["test"]))
    print(name, size[name], "parameters")

# %% [markdown]
# ## Bits per character
#
# The same 27,904 or so characters of the test chapters for all, each with at
# least 65 characters before it. The last two rows mix the chances of two
# models half and half.

# %%
half, windows = T // 2, len(found["GRU"][0])
at = (np.arange(windows)[:, None] * half + np.arange(1, T + 1))  # of targets
counted = chances(tables, part["test"], strength)  # from character 8 on
late = at[:, half:]
by_count = counted[late - ORDERS]  # (windows, T / 2, ORDERS)


def bits(p):
    return float(-np.log2(p).mean())


scores = {f"counts, context {m}": [bits(by_count[..., m])]
          for m in range(ORDERS)}
scores["counts"] = scores[f"counts, context {length}"]
for name in MAKE:
    scores[name] = [bits(p[:, half:]) for p in found[name]]
    scores[f"{name} and counts"] = [
        bits((p[:, half:] + by_count[..., length]) / 2) for p in found[name]]
for name, row in scores.items():
    print(f"{name:24}", " ".join(f"{b:.3f}" for b in row))
record(scores=scores, size=size, V=V, length=length, strength=strength,
       characters={name: len(words) for name, words in part.items()},
       contexts=sum(len(t) for t in tables[:length + 1]),
       tolerance={"scores": 0.08})

# %% [markdown]
# ## How far back do they look?
#
# A network at place $t$ of a window has read $t$ characters. The curve of
# the counts is cut off at 7, because longer contexts did not help.

# %%
EDGES = [1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 32, 64, 129]
middle = [math.sqrt(a * (b - 1)) for a, b in zip(EDGES, EDGES[1:])]
memory = {name: [np.mean([-np.log2(p[:, a - 1:b - 1]).mean() for p in runs])
                 for a, b in zip(EDGES, EDGES[1:])]
          for name, runs in found.items()}
memory["counts"] = [scores[f"counts, context {m}"][0]
                    for m in range(1, ORDERS)]
record(memory=memory, edges=EDGES, tolerance={"memory": 0.15})
figure, ax = plt.subplots(figsize=(6.8, 3.2))
for name, style, color in (("counts", "o-", MUTED), ("GRU", "s--", IMAGE),
                           ("transformer", "^-.", TEXT)):
    ax.plot(middle[:len(memory[name])], memory[name], style, color=color,
            ms=4, label=name)
ax.set(xscale="log", xlabel="characters of context",
       ylabel="bits per character")
ax.set_xticks([1, 2, 4, 8, 16, 32, 64, 128], [1, 2, 4, 8, 16, 32, 64, 128])
ax.minorticks_off()
ax.legend()
show(figure,
     alt="Bits per character against characters of context. All curves fall "
         "steeply up to about five characters and then flatten; the counts "
         "end at seven.",
     caption="Mean of three runs on the test chapters. Most of what these "
             "models use lies within the last handful of characters.")

# %% [markdown]
# ## What they write
#
# Each continues the same line of the test, drawing every next character from
# its own chances.

# %%
BEGIN = "In those days, "
assert part["test"].count("\n") > 20
dice = torch.Generator().manual_seed(0)
draw = lambda scores: torch.multinomial(
    scores.softmax(-1), 1, generator=dice)[:, 0]


def write_counts(words, steps):
    for _ in range(steps):
        p = np.full(V, 1 / V)
        for m in range(length + 1):
            seen = tables[m].get(words[len(words) - m:])
            if seen is not None:
                p = (np.array([seen[c] for c in letters]) + strength * p) / (
                    seen.total() + strength)
        words += letters[torch.multinomial(torch.tensor(p), 1,
                                           generator=dice).item()]
    return words


@torch.no_grad()
def write_gru(model, words, steps):
    for _ in range(steps):
        x = torch.tensor([[number[c] for c in words]])
        words += letters[draw(model(x)[:, -1]).item()]
    return words


start = torch.tensor([[number[c] for c in BEGIN]])
samples = {
    "counts": write_counts(BEGIN, 200),
    "GRU": write_gru(models["GRU"][0], BEGIN, 200),
    "transformer": "".join(letters[i] for i in generate(
        models["transformer"][0], start, 200, draw)[0].tolist())}
for name, words in samples.items():
    print(f"--- {name}\n{words}\n")

# %% tags=["test"]
assert abs(size["GRU"] / size["transformer"] - 1) < 0.05
assert 1.5 < scores["counts"][0] < 2.1
assert max(scores["GRU"]) < scores["counts, context 2"][0]
assert max(scores["transformer"]) < scores["counts, context 1"][0]
assert max(scores["GRU and counts"]) < scores["counts"][0]
assert memory["GRU"][0] > memory["GRU"][-1] + 0.5
