# budget: 150 s, 1500 MB

# %% [markdown]
# # Lab: six injectors
#
# A scene has one object. The question is one of four: is its shape one of
# the first three, is its color warm, is it large, is it on the right? The
# answer is yes or no, each about half of the time. A
# network measures the scene, makes $D$ features of it, and only then learns
# which question is asked. Six ways to tell it, within the same budget of
# weights.
#
# The settings (the same learning rate and 300 steps for all) were chosen on
# worlds with the seeds 0, 30, 31 and 1000; the numbers are from other worlds,
# three runs each.

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch

from mmbook.conditioning import (
    INJECTORS, Answerer, additive_ceiling, fit, weights, widest)
from mmbook.lab import record, show
from mmbook.palette import ACCENT, INK, MUTED
from mmbook.quartet import Quartet
from mmbook.quartet_probe import look

torch.set_num_threads(1)  # the layers are too small for two
SEEDS = (0, 1, 2)

# %% [markdown]
# ## Scenes and questions
#
# The scene comes as 42 measurements of its picture: mean color, size, place
# and a coarse outline, as in the probes of [Quartet](../../introduction/quartet.md).

# %%
QUESTIONS = ("shape", "warm", "large", "right")


def answered(seed, N, middle=None, spread=None):
    """Each scene with each question: x, question, answer, 4 N rows."""
    world = Quartet(seed, objects=1, sizes=("small", "large"))
    batch = world.batch(range(N), ("image",))
    f = batch.factors
    truth = np.stack([np.isin(f["shape"], ("circle", "square", "triangle")),
                      np.isin(f["color"], ("red", "yellow", "orange")),
                      f["size"] == "large", f["x"] > 0], axis=1)
    x = look(batch.image)
    if middle is None:
        middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    x = torch.tensor((x - middle) / spread, dtype=torch.float32)
    return (x.repeat_interleave(4, dim=0), torch.arange(4).repeat(N),
            torch.tensor(truth, dtype=torch.float32).flatten(), middle,
            spread)


*train, middle, spread = answered(50, 3000)
x, question, answer = answered(51, 1000, middle, spread)[:3]
print(x.shape, "share of yes:",
      {q: round(answer[i::4].mean().item(), 3)
       for i, q in enumerate(QUESTIONS)})
print(f"ceiling of rules that add: {additive_ceiling(4):.4f}")

# %% [markdown]
# A rule that adds a term of the scene and a term of the question cannot be
# right more often than the printed ceiling if the four answers are
# independent, whatever the terms are; the chapter proves it. This is a limit
# of what such a rule can say and not of how it is trained.
#
# ## Linear behind the injector
#
# For each budget each network is as wide as the budget allows. Cross-attention
# is run twice: with the question as one token and as four.

# %%
VARIANTS = {name: {"kind": name} for name in INJECTORS
            if name != "cross-attention"}
VARIANTS["cross-attention, 1 token"] = {"kind": "cross-attention"}
VARIANTS["cross-attention, 4 tokens"] = {"kind": "cross-attention", "M": 4}


def runs(budget, after, steps=300, **net):
    kind = net.pop("kind")
    D = widest(kind, budget, P=42, Q=4, after=after, **net)
    right = []
    for seed in SEEDS:
        torch.manual_seed(seed)
        model = Answerer(kind, D, P=42, Q=4, after=after, **net)
        fit(model, *train, steps=steps, B=128, seed=seed)
        with torch.no_grad():
            says = model(x, question) > 0
        right.append(float((says == (answer > 0.5)).float().mean()))
    return {"D": D, "weights": weights(model), "mean": np.mean(right),
            "low": min(right), "high": max(right)}


def compare(budgets, after):
    found = {}
    for name, net in VARIANTS.items():
        found[name] = [runs(b, after, **net) for b in budgets]
        print(f"{name:26}" + "".join(
            f"  D={r['D']:2} {r['weights']:5,}: {r['mean']:.3f} "
            f"({r['low']:.2f}–{r['high']:.2f})" for r in found[name]))
    return found


linear = compare((900, 1300), after=0)

# %% tags=["test"]
ADD = ("concatenation", "bias", "cross-attention, 1 token")
assert all(r["high"] < additive_ceiling(4) + 0.02
           for name in ADD for r in linear[name])
assert all(linear[name][-1]["mean"] > 0.9
           for name in ("FiLM", "gate", "cross-attention, 4 tokens"))

# %%
record(linear=linear, ceiling=additive_ceiling(4),
       tolerance={"linear": 0.1})

# %% [markdown]
# Two groups, and nothing between. Concatenation and bias stay where they
# are at any width, and so does cross-attention to a single token, which is a
# bias in disguise. The others multiply features by something that depends on
# the question.
#
# The three that add do not even reach the ceiling. What they have learned is
# to count how many of the four answers are yes and to give the answer of
# the majority to every question. If all four agree, that is right every time;
# if three do, three times in four; if two do, every other time. The mean
# over the 16 patterns is $(2 \cdot 1 + 8 \cdot 0.75 + 6 \cdot 0.5)/16 = 0.6875$.
# <!-- check: (2 * 1 + 8 * 0.75 + 6 * 0.5) / 16 == 0.6875 -->
#
# ## With a ReLU behind the injector
#
# Most networks go on after the injector. We put a ReLU on its $D$ outputs and
# then a layer of eight more ReLU units, and repeat. The budgets grow by 100.

# %%
deeper = compare((1000, 1400), after=8)

# %% tags=["test"]
assert all(deeper[name][-1]["mean"] > linear[name][-1]["mean"] + 0.1
           for name in ADD)

# %%
record(deeper=deeper, tolerance={"deeper": 0.12})

# %% [markdown]
# At the smaller budget concatenation stays behind FiLM though both have seven
# features. Can it not do it, or is it slow? We train both twice as long.

# %%
longer = {}
for name in ("concatenation", "FiLM"):
    longer[name] = r = runs(1000, after=8, steps=600, kind=name)
    print(f"{name:26}  D={r['D']:2} {r['weights']:5,}: {r['mean']:.3f} "
          f"({r['low']:.2f}–{r['high']:.2f})")
record(longer=longer, tolerance={"longer": 0.1})

# %% [markdown]
# Most of the gap was time of training. So adding is enough, too, if there is
# a ReLU behind it. A large negative term pushes a unit below zero,
# where the ReLU returns 0 whatever the scene says: the unit is switched off
# for this question. Adding and then a kink is a switch. So "bias cannot
# select" is true of what is linear behind the injector, and a network learns
# to make its own product where one is missing, if layers follow.

# %%
figure, axes = plt.subplots(1, 2, figsize=(6.8, 3.4), sharey=True)
SIGNS = dict(zip(VARIANTS, "os^DvxP"))
for axis, found, title in zip(axes, (linear, deeper), (
        "linear behind the injector", "ReLU units behind it")):
    for name, rows in found.items():
        adds = name in ADD
        axis.plot([r["weights"] for r in rows], [r["mean"] for r in rows],
                  "--" if adds else "-", marker=SIGNS[name], lw=0.8,
                  color=MUTED if adds else INK,
                  mfc="none" if adds else INK, label=name)
    axis.axhline(additive_ceiling(4), color=ACCENT, lw=0.8, ls=":")
    axis.set(title=title, xlabel="weights in the network")
axes[0].set(ylabel="share right", ylim=(0.5, 1.01))
axes[0].annotate("ceiling of adding", (900, additive_ceiling(4)),
                 xytext=(0, 4), textcoords="offset points", fontsize=9,
                 color=ACCENT)
figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center",
              ncols=3)
show(figure,
     alt="Share of right answers against the number of weights, two panels. "
         "Linear behind the injector: three injectors that add lie near "
         "0.68, four that multiply above 0.9. With ReLU units behind it the "
         "small networks lie between 0.85 and 0.98, the larger ones higher.",
     caption="Means of three runs. Open signs and dashed lines add, filled "
             "ones multiply. The dotted line is the best that any rule that "
             "adds can reach.")
