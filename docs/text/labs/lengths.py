# budget: 180 s, 2000 MB

# %% [markdown]
# # Lab: longer than in training
#
# Small language models read Quartet captions, one after the other, 32 words
# at a time. Then they are given 256 words. How well do they guess the next
# word at places that no training example had? The models differ in nothing
# but the way position enters. Each is trained with three seeds.
#
# The chapter is [Position and Cache](../position-and-cache.md).

# %%
import re
from dataclasses import replace

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch.nn.functional import cross_entropy

from mmbook.lab import record, show
from mmbook.palette import ACCENT, IMAGE, INK, MUTED, SOUND, TEXT, VIDEO
from mmbook.position_and_cache import alibi_slopes
from mmbook.quartet import Quartet
from mmbook.transformer import Attention, Config, Transformer

torch.set_num_threads(1)
T, LONG, STEPS, SEEDS = 32, 256, 200, (0, 1, 2)
captions = Quartet(seed=0).batch(range(6000), modalities=("text",)).text
cut = [re.findall(r"\w+|;", caption) + ["."] for caption in captions]
words = sorted({word for caption in cut for word in caption})
number = {word: i for i, word in enumerate(words)}
stream = [torch.tensor([number[word] for caption in part for word in caption])
          for part in (cut[:5000], cut[5000:])]
print(f"{len(words)} different words and marks; {len(stream[0]):,} to train "
      f"on, {len(stream[1]):,} to test with")

# %% [markdown]
# ## Five ways to say where a word stands
#
# `none`, `learned`, `sinusoidal` and `rope` are settings of the book's
# transformer. ALiBi subtracts a multiple of the distance from each score,
# with a different multiple for each head, so its attention is a subclass.
#
# Sinusoids have a size of their own, 0.71 a number, and word vectors of
# width 48 begin with 0.14. The first transformer multiplies its word vectors
# by $\sqrt D$ before it adds the two [@vaswani2017attention], and so do we.
# A sixth row leaves the factor out, to see what it is good for.


# %%
class Biased(Attention):
    """Attention whose scores fall with distance [@press2022train]."""

    def forward(self, x, source, mask=None, positions=None, past=None):
        split = lambda y: y.unflatten(-1, (-1, self.d)).transpose(1, 2)
        q, k, v = split(self.q(x)), split(self.k(source)), split(
            self.v(source))  # (B, heads, T, d)
        place = torch.arange(x.shape[1])
        far = (place[:, None] - place).float()  # (T, T)
        slope = torch.tensor(alibi_slopes(q.shape[1])).float()
        scores = q @ k.transpose(-2, -1) / self.d**0.5
        scores = scores - slope[:, None, None] * far
        weights = scores.masked_fill(~mask, -torch.inf).softmax(dim=-1)
        return self.out((weights @ v).transpose(1, 2).flatten(2)), (k, v)


class Scaled(torch.nn.Embedding):
    """Word vectors times the root of their width [@vaswani2017attention]."""

    def forward(self, tokens):
        return super().forward(tokens) * self.embedding_dim**0.5


def make(kind, seed):
    positions = "none" if kind == "alibi" else kind.split(",")[0]
    model = Transformer(Config(len(words), width=48, layers=2, heads=4,
                               positions=positions, longest=LONG), seed)
    if kind == "alibi":
        for block in model.blocks:
            block.attention.__class__ = Biased
    if kind == "sinusoidal":
        model.embed.__class__ = Scaled
    return model


def train(model, seed, steps=STEPS, rate=3e-3, T=T, positions=None):
    """Adam on random windows of T words, 512 words a step."""
    dice = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.Adam(model.parameters(), rate)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, step / 30) * (1 - step / steps)
        start = torch.randint(len(stream[0]) - T - 1, (512 // T,),
                              generator=dice)
        x = stream[0][start[:, None] + torch.arange(T + 1)]  # (B, T + 1)
        scores = model(x[:, :-1], positions=positions)
        loss = cross_entropy(scores.flatten(0, 1), x[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model


@torch.no_grad()
def surprise(model, T=LONG, rows=60, positions=None, mask=None):
    """Nats per word at each place, mean of ``rows`` windows: (T,)."""
    start = torch.arange(rows) * (len(stream[1]) - T - 1) // rows
    x = stream[1][start[:, None] + torch.arange(T + 1)]
    losses = [cross_entropy(model(part[:, :-1], positions=positions,
                                  mask=mask).flatten(0, 1),
                            part[:, 1:].flatten(), reduction="none")
              for part in x.split(20)]
    return torch.cat(losses).view(rows, T).mean(dim=0).numpy()


RANGES = {"16 to 31": (16, 32), "32 to 63": (32, 64), "64 to 127": (64, 128),
          "128 to 255": (128, 256)}
curves, table, kept = {}, {}, {}


def report(name, curve):
    """Keep and print the curves (seeds, T) of one kind."""
    curves[name] = np.array(curve)
    table[name] = {key: curves[name][:, a:b].mean(axis=1)
                   for key, (a, b) in RANGES.items()}
    print(f"{name:24}", "  ".join(
        f"{v.mean():.2f} ({v.min():.2f}–{v.max():.2f})"
        for v in table[name].values()))


print(" " * 24, "       ".join(RANGES))
for kind in ("none", "learned", "sinusoidal", "sinusoidal, small words",
             "alibi", "rope"):
    trained = [train(make(kind, seed), seed) for seed in SEEDS]
    report(kind, [surprise(model) for model in trained])
    kept[kind] = trained
models = kept["rope"]

# %% [markdown]
# Within the training length all are close. Beyond it, only ALiBi goes on as
# before. The size of the words matters more than anything else: the same
# sinusoids are the worst choice when they are five times as large as the
# words. Does ALiBi use the long text, or does it only ignore it? The same
# rotary models with a mask that shows each word only the last 32 are a test.

# %%
place = torch.arange(LONG)
far = place[:, None] - place
near = (far >= 0) & (far < T)
report("rope, window", [surprise(model, mask=near) for model in models])
record(surprise=table, seeds=len(SEEDS), words=len(words))

# %% [markdown]
# ## Stretching rotary positions
#
# We now want 128 words, four times as many. Interpolation divides all
# positions by 4, so that no angle is new [@chen2023extending]. A larger base
# slows the slow pairs by 4 and leaves the fastest one alone. Each is
# tried as it is, and after 40 further steps of training at 128 words.

# %%
WIDE, FURTHER = 4 * T, 40
d = 48 // 4
larger = 10_000.0 * 4 ** (d / (d - 2))
ways = {"unchanged": (None, 10_000.0),
        "positions / 4": (torch.arange(WIDE) / 4, 10_000.0),
        "larger base": (None, larger)}
stretched = {}
for name, (positions, base) in ways.items():
    rows = []
    for seed, model in zip(SEEDS, models):
        copy = make("rope", seed)
        copy.load_state_dict(model.state_dict())
        for block in copy.blocks:
            block.attention.config = replace(copy.config, base=base)
        before = surprise(copy, WIDE, positions=positions)
        train(copy, seed + 10, FURTHER, 1e-3, WIDE, positions)
        after = surprise(copy, WIDE, positions=positions)
        rows.append([before[:32].mean(), before[64:].mean(),
                     after[:32].mean(), after[64:].mean()])
    stretched[name] = np.array(rows)
    print(f"{name:14}", "  ".join(
        f"{v.mean():.2f} ({v.min():.2f}–{v.max():.2f})"
        for v in stretched[name].T))
record(stretched={name: {"before, near": v[:, 0], "before, far": v[:, 1],
                         "after, near": v[:, 2], "after, far": v[:, 3]}
                  for name, v in stretched.items()})

# %% [markdown]
# ## Mistakes, and what they cost
#
# Nothing crashes when a position is wrong. Each row below changes one thing
# in how a trained model is *run*, on texts of 32 words, and is scored on the
# last 16 of them. The rotary models first.


# %%
@torch.no_grad()
def last_half(model, run, T=T, rows=120):
    """Nats per word at places 16 to 31, by a way to run the model."""
    start = torch.arange(rows) * (len(stream[1]) - T - 1) // rows
    x = stream[1][start[:, None] + torch.arange(T + 1)]
    scores = run(model, x[:, :-1])[:, -T // 2:]
    return cross_entropy(scores.flatten(0, 1), x[:, -T // 2:].flatten()).item()


def in_two_parts(model, x, position=lambda t: t, offset=None):
    """The first half fills the cache, the second follows; (B, T / 2, V)."""
    cache, half = [], x.shape[1] // 2
    model(x[:, :half], cache=cache)
    mask = None if offset is None else torch.ones(half, 2 * half).tril(
        offset).bool()
    return model(x[:, half:], cache=cache, mask=mask,
                 positions=position(torch.arange(half, 2 * half)))


def padded(model, x, from_zero, pads=16):
    """``pads`` words of padding on the left, masked; (B, pads + T, V)."""
    n = x.shape[1] + pads
    mask = torch.ones(n, n).tril().bool() & (torch.arange(n) >= pads)
    mask = mask | torch.eye(n).bool()  # or padding would see nothing
    positions = torch.arange(n) - (pads if from_zero else 0)
    x = torch.nn.functional.pad(x, (pads, 0))
    return model(x, mask=mask, positions=positions.clamp(min=0))


def other_layout(model, x):
    """Rows of queries and keys as another library would order them."""
    copy = make("rope", 0)
    copy.load_state_dict(model.state_dict())
    order = torch.cat([torch.arange(0, d, 2), torch.arange(1, d, 2)])
    for block in copy.blocks:
        for linear in (block.attention.q, block.attention.k):
            rows = linear.weight.data.unflatten(0, (-1, d))  # (heads, d, D)
            linear.weight.data = rows[:, order].flatten(0, 1)
    return copy(x)


def other_base(model, x):
    copy = make("rope", 0)
    copy.load_state_dict(model.state_dict())
    for block in copy.blocks:
        block.attention.config = replace(copy.config, base=500_000.0)
    return copy(x)


learned = kept["learned"]
RUNS = {
    "right": (models, lambda m, x: m(x)),
    "right, in two parts": (models, in_two_parts),
    "the other layout": (models, other_layout),
    "base 500,000": (models, other_base),
    "positions one too large": (models, lambda m, x: in_two_parts(
        m, x, position=lambda t: t + 1)),
    "positions from zero again": (models, lambda m, x: in_two_parts(
        m, x, position=lambda t: t - len(t))),
    "mask without offset": (models, lambda m, x: in_two_parts(
        m, x, offset=0)),
    "rope, padding counted": (models, lambda m, x: padded(m, x, False)),
    "learned, right": (learned, lambda m, x: m(x)),
    "learned, padding counted": (learned, lambda m, x: padded(m, x, False)),
    "learned, from zero": (learned, lambda m, x: padded(m, x, True))}
mistakes = {}
for name, (some, run) in RUNS.items():
    mistakes[name] = [last_half(model, run) for model in some]
    print(f"{name:26} {np.mean(mistakes[name]):.2f} "
          f"({min(mistakes[name]):.2f}–{max(mistakes[name]):.2f})")
record(mistakes=mistakes)

# %% [markdown]
# ## The figure

# %%
LOOK = {"sinusoidal": (IMAGE, "--"), "learned": (VIDEO, ":"),
        "none": (MUTED, "-."), "rope": (TEXT, "-"), "alibi": (SOUND, "-"),
        "rope, window": (ACCENT, "--")}
bins = np.unique(np.geomspace(4, LONG, 25).astype(int))
figure, axes = plt.subplots(figsize=(6.8, 3.4))
plotted = {}
for name, (color, line) in LOOK.items():
    smooth = np.array([curves[name][:, a:b].mean(axis=1)
                       for a, b in zip(bins, bins[1:])])  # (bins, seeds)
    plotted[name] = smooth.T
    middle = np.sqrt(bins[:-1] * bins[1:])
    axes.plot(middle, smooth.mean(axis=1), line, color=color, label=name)
    axes.fill_between(middle, smooth.min(axis=1), smooth.max(axis=1),
                      color=color, alpha=0.15, lw=0)
axes.axvline(T, color=INK, lw=0.8)
axes.text(T * 1.04, 1.07, "end of training length", size=9)
axes.set(xscale="log", xticks=[4, 8, 16, 32, 64, 128, 256],
         xticklabels=[4, 8, 16, 32, 64, 128, 256], ylim=(1, 2.3),
         xlabel="place of the word", ylabel="nats per word")
axes.minorticks_off()
axes.legend(frameon=False, fontsize=9, loc="upper left")
show(figure, alt="Nats per word against the place of the word. Up to place 32 "
     "all curves are between 1.1 and 1.6; after it the learned and the "
     "sinusoidal one jump to about 1.8, rope and none rise more slowly, and "
     "ALiBi and rope with a window stay nearly level.",
     caption="Trained on 32 words, tested on 256. Means and ranges of three "
     "seeds. Those that give far words little or no weight are level.")
record(curves={"place": middle, **plotted})

# %% tags=["test"]
at = {name: {key: np.mean(v) for key, v in row.items()}
      for name, row in table.items()}
assert max(row["16 to 31"] for row in at.values()) < 1.9
for name in ("none", "learned", "sinusoidal", "rope"):
    assert at[name]["128 to 255"] > at[name]["16 to 31"] + 0.1, name
assert abs(at["alibi"]["128 to 255"] - at["alibi"]["16 to 31"]) < 0.15
assert (at["sinusoidal, small words"]["32 to 63"]
        > at["sinusoidal"]["32 to 63"] + 1)
cost = {name: np.mean(v) for name, v in mistakes.items()}
assert abs(cost["right"] - cost["right, in two parts"]) < 0.01
assert abs(cost["right"] - cost["rope, padding counted"]) < 0.01
assert abs(cost["learned, right"] - cost["learned, from zero"]) < 0.01
assert cost["the other layout"] > cost["right"] + 0.05
