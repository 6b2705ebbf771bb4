# budget: 135 s, 1500 MB

# %% [markdown]
# # Lab: learning without a step of training
#
# A sequence shows pairs of a secret code: six letters in, six letters out,
# one to one. There are 720 such codes. We train decoders of two layers on
# sequences from 4 codes, or from all but 40, and test them on
# those 40. A model that stored the codes of its training is lost there. A
# model that reads the code from the pairs before it is not.
#
# Nothing about the weights changes in the test. Three starts each; the
# settings were chosen on seeds 0 to 3.

# %%
import itertools

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch.nn import functional

from mmbook.lab import record, show
from mmbook.large_language_models import mappings
from mmbook.palette import IMAGE, INK, MUTED, TEXT
from mmbook.transformer import Config, Transformer

torch.set_num_threads(1)
K, PAIRS, STEPS, B, SEEDS = 6, 12, 900, 32, (4, 5, 6)
codes = np.array(list(itertools.permutations(range(K))))
codes = np.random.default_rng(0).permutation(codes)
new, POOLS = codes[:40], {n: codes[40:40 + n] for n in (4, 680)}
new_test = mappings(512, K, PAIRS, new, seed=1_000_000)
print("an ideal guesser:", new_test[1].mean(0).round(2))


def surprises(model, tokens):
    """Surprise of the second letter of each pair: (B, pairs)."""
    tokens = torch.tensor(tokens)
    scores = model(tokens[:, :-1])[:, ::2]
    return functional.cross_entropy(scores.transpose(1, 2), tokens[:, 1::2],
                                    reduction="none")


def run(pool, seed):
    torch.manual_seed(seed)
    model = Transformer(Config(2 * K, width=32, layers=2, heads=4), seed)
    adam = torch.optim.AdamW(model.parameters(), 6e-3, weight_decay=0.01)
    for step in range(STEPS):
        adam.param_groups[0]["lr"] = 6e-3 * min(
            (step + 1) / 30, 1 - step / STEPS)
        tokens, _ = mappings(B, K, PAIRS, pool, seed=1000 * step + seed)
        loss = surprises(model, tokens).mean()
        adam.zero_grad()
        loss.backward()
        adam.step()
    with torch.no_grad():
        old, _ = mappings(512, K, PAIRS, pool, seed=2_000_000)
        return (surprises(model, old).mean(0).numpy(),
                surprises(model, new_test[0]).mean(0).numpy())


results = {n: [run(pool, seed) for seed in SEEDS]
           for n, pool in POOLS.items()}
for n, rows in results.items():
    for name, i in (("known codes", 0), ("new codes", 1)):
        last = [r[i][-4:].mean() for r in rows]
        print(f"{n:3} codes, {name}: {np.mean(last):.2f} nats in the last "
              f"four pairs ({min(last):.2f} to {max(last):.2f})")
ideal = new_test[1].mean(0)
record(ideal=ideal, pools=list(POOLS),
       old={n: [r[0] for r in rows] for n, rows in results.items()},
       new={n: [r[1] for r in rows] for n, rows in results.items()},
       tolerance={"old": 1.0, "new": 6.0})

# %%
figure, axes = plt.subplots(figsize=(6.8, 3.0))
pairs = np.arange(1, PAIRS + 1)
for (n, rows), mark, color in zip(results.items(), "o^",
                                  (MUTED, TEXT)):
    curve = np.mean([r[1] for r in rows], axis=0)
    axes.plot(pairs, curve, mark + "-", color=color, ms=4, lw=1)
    axes.text(PAIRS + 0.2, curve[-1], f"{n} codes", color=color, va="center",
              fontsize=9.5)
axes.plot(pairs, ideal, color=INK, lw=1, ls=":")
axes.axhline(np.log(K), color=INK, lw=0.6)
axes.set(xlabel="pair in the sequence", ylabel="nats, codes never trained on",
         xlim=(0.5, PAIRS + 2.2), ylim=(0, 6))
show(figure, alt="Surprise against the place in the sequence, for codes that "
     "were in no training. Models trained on few codes stay high or rise, "
     "those trained on many fall with the dotted ideal.",
     caption="Codes that were in no training, mean of three starts. The "
             "dotted line is the ideal guesser, the level one log 6.")

# %% tags=["test"]
last = {n: np.mean([r[1][-4:].mean() for r in rows])
        for n, rows in results.items()}
assert last[4] > 1.5 > last[680]
assert last[680] > new_test[1].mean(0)[-4:].mean() - 0.02
