# budget: 135 s, 1500 MB

# %% [markdown]
# # Lab: a scaling law with a known floor
#
# Three sizes of one decoder, from 2,152 to 27,040 parameters, are trained
# on captions of Quartet and tested after 20, 40, 80 and 160 steps. We fit a
# law to the loss above the exact entropy of the grammar. Then a decoder of
# 103,232 parameters is trained, of which the fit knew nothing. Three starts
# each.
#
# The learning rate stays constant, and what is tested is a running average
# of the weights over about the last tenth of the steps. So one run gives a
# result for each amount of data; with a falling rate each amount would need
# a run of its own. Each size has a learning rate of its own, the best of
# 0.006, 0.012 and 0.024 after 160 steps from start 0 on other captions; the
# starts reported are 1, 2 and 3.

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch

from mmbook.caption_gpt import WORDS, WORLD, encode, score, surprise, train
from mmbook.lab import record, show
from mmbook.large_language_models import fit_scaling, loss
from mmbook.palette import IMAGE, INK, MUTED, TEXT
from mmbook.transformer import Config, Transformer

torch.set_num_threads(1)
WIDTHS, HELD_OUT, SEEDS = (8, 16, 32), 64, (1, 2, 3)
RATES = {8: 0.024, 16: 0.024, 32: 0.012, 64: 0.006}
CHECKS, B = (20, 40, 80, 160), 64
test = WORLD.batch(range(100_000, 100_250), modalities=("text",)).text
floor = np.array([surprise(caption) for caption in test])
tokens = np.array([len(encode(caption)) + 1 for caption in test])
PER_STEP = B * tokens.mean()

# %%


def size(width):
    return sum(p.numel() for p in Transformer(Config(
        len(WORDS), width, layers=2, heads=4)).parameters())


def run(width, seed):
    """Nats a token above the floor after each number of steps."""
    config = Config(len(WORDS), width, layers=2, heads=4)
    mean, out = Transformer(config, seed), []

    def watch(step, model):
        share = min(1.0, 9 / (step + 9))
        with torch.no_grad():
            for a, b in zip(mean.parameters(), model.parameters()):
                a.lerp_(b, share)
        if step in CHECKS:
            out.append((score(mean, test) - floor).sum() / tokens.sum())

    train(config, steps=CHECKS[-1] + 1, B=B, seed=seed, bare=1.0,
          rate=RATES[width], watch=watch, fall=False)
    return out


excess = {w: np.array([run(w, s) for s in SEEDS])
          for w in (*WIDTHS, HELD_OUT)}
for w, rows in excess.items():
    print(f"width {w:3}, {size(w):7,} parameters:", "  ".join(
        f"{m:.3f} ({a:.3f} to {b:.3f})" for m, a, b in zip(
            rows.mean(0), rows.min(0), rows.max(0))))

# %% [markdown]
# ## The fit and the size it has not seen
#
# Uncertainty is from 200 bootstrap samples: for each size and amount of
# data, the three starts are drawn again with replacement.

# %%
N = np.array([size(w) for w in WIDTHS for _ in CHECKS], dtype=float)
D = np.array([n * PER_STEP for _ in WIDTHS for n in CHECKS])
dice = np.random.default_rng(0)


def fit(pick):
    return fit_scaling(N, D, np.concatenate([
        excess[w][pick[w]].mean(0) for w in WIDTHS]))


law = fit({w: [0, 1, 2] for w in WIDTHS})
fits = [fit({w: dice.integers(0, 3, 3) for w in WIDTHS}) for _ in range(200)]
interval = {k: np.quantile([f[k] for f in fits], (0.025, 0.975))
            for k in law}
for k, v in law.items():
    print(f"{k} = {v:.3g} ({interval[k][0]:.3g} to {interval[k][1]:.3g})")
big, data = size(HELD_OUT), np.array(CHECKS) * PER_STEP
guess = loss(big, data, 0.0, **law)
low, high = np.quantile([loss(big, data, 0.0, **f) for f in fits],
                        (0.025, 0.975), axis=0)
seen = excess[HELD_OUT].mean(0)
for row in zip(CHECKS, guess, low, high, seen):
    print("{} steps: predicted {:.3f} ({:.3f} to {:.3f}), measured {:.3f}"
          .format(*row))
record(floor=floor.sum() / tokens.sum(), per_step=PER_STEP,
       sizes={w: size(w) for w in excess}, checks=CHECKS, rates=RATES,
       excess={w: v for w, v in excess.items()}, law=law, interval=interval,
       predicted={"guess": guess, "low": low, "high": high, "seen": seen},
       tolerance={"excess": 0.1, "law": 1e9, "interval": 1e9,
                  "predicted": 0.1})

# %%
figure, axes = plt.subplots(figsize=(6.8, 3.2))
for w, mark, color in zip((*WIDTHS, HELD_OUT), "osvD",
                          (MUTED, MUTED, TEXT, IMAGE)):
    axes.plot(data, excess[w].mean(0), mark, color=color, ms=5)
    axes.fill_between(data, excess[w].min(0), excess[w].max(0), color=color,
                      alpha=0.15, lw=0)
    line = np.geomspace(data[0], data[-1], 50)
    axes.plot(line, loss(size(w), line, 0.0, **law), color=color, lw=1,
              ls="--" if w == HELD_OUT else "-")
    axes.text(data[-1] * 1.06, excess[w].mean(0)[-1], f"{size(w):,}",
              color=color, va="center", fontsize=9.5)
axes.set(xscale="log", yscale="log", xlabel="tokens of training",
         ylabel="nats a token above the floor", xlim=(None, data[-1] * 1.6))
show(figure, alt="Loss above the floor against tokens on two logarithmic "
     "axes, for four sizes. Larger models are lower.",
     caption="Points are measured, bands are the range of three starts, "
             "lines the fitted law, the dashed one its prediction for the "
             "size that it has not seen.")

# %% tags=["test"]
assert all((np.diff(rows.mean(0)) < 0).all() for rows in excess.values())
assert excess[8].mean(0)[-1] > excess[32].mean(0)[-1] > 0
assert seen[-1] > 0
