# budget: 180 s, 1500 MB

# %% [markdown]
# # Lab: five kinds of generators, one distribution
#
# Four heaps of points in the plane, each with a name. We know their density,
# so we know what a perfect generator would score. A table, a variational
# autoencoder, a generative adversarial network, a diffusion model and a flow
# are trained on the same 4,000 points, and then guidance is measured with
# the exact field and with the learned one.
#
# Each trained result is from five copies of a network with five different
# starts, trained side by side; in brackets stands the range of the five.
# All likelihoods are of the same 4,000 test points. Each copy makes 1,000
# points, which are compared with the first 1,000 test points.

# %%
import json

import matplotlib.pyplot as plt
import numpy as np
import torch

from mmbook.flows import (
    cosine, ddim, denoise, euler, guided, tilted_moments, velocity)
from mmbook.generative_models import (
    MEANS, STD, draw, energy_distance, fit_table, log_density,
    mode_shares, table_draw, table_log_density)
from mmbook.lab import figures_folder, record, show
from mmbook.learned_generators import (
    as_field, train_field, train_gan, train_vae)
from mmbook.palette import MUTED, TEXT

torch.set_num_threads(1)
S, M = 5, 1000  # copies of each network; points drawn from each
x, c = draw(4000, seed=0)
test, _ = draw(4000, seed=1)
part = test[:M]
X, C = torch.tensor(x, dtype=torch.float32), torch.tensor(c)
T = torch.tensor(test, dtype=torch.float32)
sample, scores = {"data": part}, {}


def score(name, points, nats=None):
    """Scores of S sets of points (S, M, 2), each a list of S numbers."""
    shares = np.array([mode_shares(p) for p in points])  # (S, K)
    scores[name] = {
        "near a mode": shares.sum(axis=1),
        "smallest share": (shares / shares.sum(axis=1, keepdims=True)
                           ).min(axis=1),
        "energy distance": [energy_distance(p, part) for p in points]}
    if nats is not None:
        scores[name]["nats"] = np.broadcast_to(nats, len(points))
    sample.setdefault(name, points[0])
    print(f"{name:22}", "  ".join(
        f"{key} {np.mean(v):.3f} ({np.min(v):.3f} to {np.max(v):.3f})"
        for key, v in scores[name].items()))


# %% [markdown]
# ## Three reference points
#
# The truth itself, one Gaussian fitted to all points, and a "model" that
# returns the training points. The last one gets the scores of the truth.
# The energy distance of the truth shows the noise of this score: our
# estimate has no bias, so for equal distributions it scatters around 0.

# %%
fresh = [draw(M, seed=s)[0] for s in range(10, 10 + S)]
score("truth", fresh, -log_density(test).mean())
wide = float(np.sqrt((x**2).mean()))
rng = np.random.default_rng(0)
score("one Gaussian", [wide * rng.normal(size=(M, 2)) for _ in range(S)],
      -log_density(test, np.zeros((1, 2)), wide).mean())
score("copy", [rng.permutation(x)[:M] for _ in range(S)])

# %% [markdown]
# ## A table of counts
#
# How fine should the table be? Fewer bins cannot follow the shape; more bins
# than the data can fill are guesses.

# %%
BINS = [4, 8, 16, 24, 32, 48, 64, 96, 128, 256]
nats = {n: [-table_log_density(test, fit_table(x[:n], b)).mean()
            for b in BINS] for n in (1000, 4000)}
train_nats = [-table_log_density(x, fit_table(x, b)).mean() for b in BINS]
best = BINS[int(np.argmin(nats[4000]))]
print(f"best number of bins {best} with {min(nats[4000]):.3f} nats")
table = fit_table(x, 32)
score("table", [table_draw(table, M, seed=s) for s in range(S)],
      -table_log_density(test, table).mean())
record(bins={"bins": BINS, "test, 1000": nats[1000],
             "test, 4000": nats[4000], "training, 4000": train_nats})

# %% [markdown]
# ## A variational autoencoder
#
# Once with the noise of the decoder learned, once fixed at 1, which is what
# a plain squared error means. The ELBO is the mean over eight draws of the
# latent, on the same points as the likelihood, so minus the ELBO has to be
# the larger of the two.

# %%
bound = {}
for name, std in (("VAE", None), ("VAE, noise 1", 1.0)):
    torch.manual_seed(100)
    vae, losses = train_vae(X, S, steps=1800, B=128, std=std)
    with torch.no_grad():
        nats_vae = -vae.log_density(T, points=60).mean(dim=1).double().numpy()
        fit, divergence = vae.elbo(T.repeat(8, 1).expand(S, -1, -1))
        points = vae.draw(M).double().numpy()
        noise = torch.exp(vae.log_std).flatten()
    score(name, points, nats_vae)
    bound[name] = {"minus ELBO": (divergence - fit).mean(1).double().numpy(),
                   "minus log p": nats_vae,
                   "KL": divergence.mean(1).double().numpy(),
                   "noise": noise.double().numpy()}
    for k, v in bound[name].items():
        print(f"    {k:12}", *(f"{number:.2f}" for number in v))
record(bound=bound, tolerance={"bound": 0.15})

# %% [markdown]
# ## A generative adversarial network
#
# The same game twice: players that take turns, and a generator that makes
# ten steps for each one of the discriminator. Below each score stand the
# shares of the four circles, one row a copy.

# %%
gans = {}
for name, turns, steps in (("GAN", 1, 1500), ("GAN, ten turns", 10, 250)):
    G, _ = train_gan(X, S, steps=steps, B=128, turns=turns)
    torch.manual_seed(200)
    with torch.no_grad():
        points = G(torch.randn(S, M, 2)).double().numpy()
    score(name, points)
    gans[name] = [mode_shares(p) for p in points]
    print(np.round(gans[name], 2))
record(gans=gans, tolerance={"gans": 0.5})

# %% [markdown]
# ## Diffusion, in two forms, and flow matching
#
# Three networks of the same size: one guesses the noise, one *v*, one the
# velocity of straight paths, with the same training and the same number of
# steps of the sampler. The losses cannot be compared, since each network
# guesses another thing; the energy distances can.

# %%
start = np.random.default_rng(5).normal(size=(S, M, 2))
STEPS = [1, 2, 3, 5, 10, 20, 50]
learned, by_steps = {}, {}
for target in ("noise", "v", "velocity"):
    model, losses = train_field(X, C, target, S, steps=2000, B=128)
    field = learned[target] = as_field(model)
    if target == "velocity":
        walk = lambda n: euler(lambda x, t: field(x, t), start, n)[-1]
    else:
        def guess(x, t):
            a, s = cosine(t)
            if target == "v":
                return a * x - s * field(x, t)
            return (x - s * field(x, t)) / max(a, 0.01)
        walk = lambda n: ddim(guess, start, n)[-1]
    ends = [walk(n) for n in STEPS]
    by_steps[target] = [[energy_distance(p, part) for p in e] for e in ends]
    print(f"{target}: loss {losses[-100:].mean():.2f}")
    score({"noise": "diffusion, noise", "v": "diffusion",
           "velocity": "flow matching"}[target], ends[-1])
by_steps["exact velocity"] = [[energy_distance(
    euler(velocity, z, n)[-1], part) for z in start] for n in STEPS]
best_guess = lambda x, t: denoise(x, t, schedule=cosine)
by_steps["exact denoiser"] = [[energy_distance(
    ddim(best_guess, z, n)[-1], part) for z in start] for n in STEPS]
print("energy distance after", *(f"{n:7}" for n in STEPS), "steps")
for name, rows in by_steps.items():
    print(f"{name:21}", *(f"{np.mean(row):7.3f}" for row in rows))
record(steps={"steps": STEPS} | by_steps, scores=scores,
       tolerance={"steps": 0.2, "scores": 0.3})

# %% [markdown]
# How far is the learned velocity from the exact one, without a label? The
# mean squared distance, on noisy points as training saw them. The last
# column is the loss of the exact velocity itself. It is far above the
# training loss printed above, because 80% of the training examples come
# with their label, which leaves less to guess.

# %%
times = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
error, floor = [], []
for t in times:
    noise = np.random.default_rng(6).normal(size=part.shape)
    noisy = (1 - t) * part + t * noise
    right = velocity(noisy, t)
    out = learned["velocity"](np.broadcast_to(noisy, (S, M, 2)), t)
    error.append(((out - right) ** 2).sum(axis=2).mean(axis=1))
    floor.append(((noise - part - right) ** 2).sum(axis=1).mean())
    print(f"t = {t:<4}  distance {np.mean(error[-1]):.3f}",
          f" loss of the exact velocity {floor[-1]:.2f}")
record(error={"t": times, "learned": error, "floor": floor},
       tolerance={"error": 0.3})

# %% [markdown]
# ## Guidance
#
# Label *right*, whose true mean is (2, 0) and whose standard deviation is
# 0.35. For each weight: where the mean of the samples ends up, how wide they
# are across the label's axis, and the share within three standard deviations
# of the true mean. The tilted density is what the usual derivation promises;
# its mean stays at 2. Then guidance with weight 3, only where t is at most
# *high*.

# %%
WEIGHTS = [0, 1, 2, 3, 4, 6, 8]


def measure(points):
    return {"mean": points[:, 0].mean(), "std": points[:, 1].std(),
            "share": mode_shares(points)[0]}


guidance = {"w": WEIGHTS, "exact": [], "learned": [], "tilted": []}
for w in WEIGHTS:
    rows = [measure(euler(guided(w, 0), z, 50)[-1]) for z in start]
    guidance["exact"].append({k: np.mean([r[k] for r in rows])
                              for k in rows[0]})
    ends = euler(guided(w, 0, learned["velocity"]), start, 50)[-1]
    rows = [measure(e) for e in ends]
    guidance["learned"].append({k: [r[k] for r in rows] for k in rows[0]})
    mean, std = tilted_moments(w, 0, points=401)
    guidance["tilted"].append({"mean": mean[0], "std": std[1]})
    own = guidance["exact"][-1]
    print(f"w = {w}: mean {own['mean']:.2f}, standard deviation "
          f"{own['std']:.2f}, share {own['share']:.2f}; tilted mean "
          f"{mean[0]:.2f}; learned means",
          *(f"{r['mean']:.2f}" for r in rows))

# %%
INTERVALS = [(0.0, 1.0), (0.0, 0.8), (0.0, 0.6)]
limited = []
for interval in INTERVALS:
    row = {"high": interval[1]}
    for name, fields in (("exact", velocity), ("learned",
                                               learned["velocity"])):
        field = guided(3, 0, fields, interval)
        ends = ([euler(field, z, 50)[-1] for z in start] if name == "exact"
                else euler(field, start, 50)[-1])
        rows = [measure(e) for e in ends]
        row[name] = {k: np.mean([r[k] for r in rows]) for k in rows[0]}
    limited.append(row)
    print(f"high = {row['high']}:", "; ".join(
        f"{name} mean {row[name]['mean']:.2f}, standard deviation "
        f"{row[name]['std']:.2f}" for name in ("exact", "learned")))
record(guidance=guidance, limited=limited,
       tolerance={"guidance": 0.4, "limited": 0.3})

# %% tags=["test"]
row = {w: i for i, w in enumerate(WEIGHTS)}
assert abs(guidance["tilted"][row[8]]["mean"] - 2) < 0.01
assert guidance["exact"][row[3]]["mean"] > 2.3
assert guidance["exact"][row[8]]["mean"] > 2.9
assert np.ptp(guidance["learned"][row[8]]["mean"]) > 0.3
assert np.ptp(guidance["learned"][row[1]]["mean"]) < 0.1
assert abs(np.mean(guidance["learned"][row[1]]["mean"]) - 2) < 0.1
assert np.mean(scores["VAE, noise 1"]["nats"]) > np.mean(
    scores["VAE"]["nats"]) + 0.5
assert np.all(bound["VAE"]["minus ELBO"] > bound["VAE"]["minus log p"])
assert all((np.array(g) > 0).sum() < 4 for g in gans["GAN, ten turns"])
assert np.mean(by_steps["noise"][4]) > 3 * np.mean(by_steps["v"][4])
assert np.mean(scores["flow matching"]["energy distance"]) < 0.03

# %%
names = ["data", "table", "VAE", "GAN", "diffusion", "flow matching"]
figure, axes = plt.subplots(2, 3, figsize=(6.8, 4.6), sharex=True,
                            sharey=True)
for ax, name in zip(axes.flat, names):
    ax.scatter(*sample[name][:400].T, s=3, color=TEXT, lw=0)
    for mean in MEANS:
        ax.add_patch(plt.Circle(mean, 3 * STD, fill=False, ec=MUTED, lw=0.8))
    ax.set(title=name, aspect="equal", xlim=(-4, 4), ylim=(-4, 4))
show(figure,
     alt="Six scatter plots of 400 points. The data are four round heaps. The "
         "table's heaps are slightly square. The VAE scatters points between "
         "heaps, the GAN draws threads between them, diffusion and flow "
         "matching look like the data with a few strays.",
     caption="400 points of each, first copy. Circles are three standard "
             "deviations around the true means and hold 98.9% of the data.")

# %%
path = figures_folder() / "generative-samples.json"
path.write_text(json.dumps({
    name: np.round(sample[name][:300], 2).tolist()
    for name in (*names, "GAN, ten turns", "VAE, noise 1")}) + "\n",
    encoding="utf-8")
