# budget: 90 s, 1500 MB

# %% [markdown]
# # Lab: leakage and calibration
#
# Can a single picture show which way an object is about to move? In Quartet
# it cannot, by construction. We shall measure an accuracy of 1.00 all the
# same, with a rule of a few lines, 1,000 scenes and a random split, and then
# find out what is wrong with the measurement. After that we let a classifier say how
# sure it is, and correct it with one number.
#
# Every result is the mean over several worlds, that is, over several seeds of
# the data. The spread is always given, as one standard deviation. Settings
# were chosen with the seeds 0 to 5; the worlds below have the seeds from 100.

# %%
import matplotlib.pyplot as plt
import numpy as np

from mmbook.honest_testing import (
    bootstrap, calibration_error, confidence, fit_temperature,
    nearest_neighbor, reliability, split, voice, wallpaper, wilson)
from mmbook.lab import record, show
from mmbook.machine_learning_basics import (
    accuracy, coarse, cross_entropy, fit_softmax, logits, standardizer)
from mmbook.palette import FAINT, IMAGE, INK, MUTED, SOUND
from mmbook.quartet import Quartet
from mmbook.quartet_probe import look


def told(values):
    """Mean and spread of a list of results, as text."""
    return f"{np.mean(values):.2f} ± {np.std(values):.2f}"


# %% [markdown]
# ## What cannot be known
#
# Fifty groups of scenes: think of fifty people, each of whom made some
# recordings. The scenes of a group share the wallpaper of the
# picture and the voice of the sound. They also share a factor. In the first
# world this is the motion, left or right, and we ask for it from the first
# frame, which does not show it. In the second it is the color, and we ask whether the color is
# warm from the sound, which does not carry it. An honest test of either must give one half.
#
# The rule is the nearest neighbor: find the training scene that looks most
# alike, or whose voice is nearest in pitch, and repeat its label. All it
# sees of the picture are the upper and lower edge, where there is hardly ever
# an object.

# %%
def unknowable(modality, seed, scenes):
    """Measurements that tell the group, a label that is not in them."""
    factor = {"image": "motion", "sound": "color"}[modality]
    world = Quartet(seed, objects=1, motions=("left", "right"), groups=50,
                    group_factor=factor)
    batch = world.batch(range(scenes), (modality,))
    if modality == "image":
        X, label = wallpaper(batch.image), batch.factors["motion"] == "left"
    else:
        X, label = voice(batch.sound), batch.label("unique_image")
    return X, label.astype(int), batch.factors["group"]


def neighbor_test(X, y, groups, seed, sizes=None):
    """Accuracy after a split; with sizes, one for each number of scenes."""
    train, test = split(len(X), 0.2, groups, seed)
    train = np.random.default_rng(seed).permutation(train)
    found = [np.mean(nearest_neighbor(X[train[:n]], y[train[:n]], X[test])
                     == y[test]) for n in sizes or [len(train)]]
    return found if sizes else found[0]


WORLDS = range(100, 112)
SIZES = [25, 50, 100, 200, 400, 780]
curves = {}
for modality in ("image", "sound"):
    curves[modality] = {"random": [], "grouped": []}
    for seed in WORLDS:
        X, y, g = unknowable(modality, seed, 1000)
        for name, groups in (("random", None), ("grouped", g)):
            curves[modality][name].append(
                neighbor_test(X, y, groups, seed, SIZES))
    for name, found in curves[modality].items():
        print(f"{modality}, {name:7} split, 780 scenes to learn from: "
              f"{told(np.array(found)[:, -1])}")

# %%
figure, both = plt.subplots(1, 2, figsize=(6.8, 3.0), sharey=True)
for axes, modality, color in zip(both, curves, (IMAGE, SOUND)):
    for name, line, marker in (("random", "-", "o"), ("grouped", "--", "s")):
        found = np.array(curves[modality][name])
        middle, spread = found.mean(axis=0), found.std(axis=0)
        axes.fill_between(SIZES, middle - spread, middle + spread,
                          color=color, alpha=0.15, lw=0)
        axes.plot(SIZES, middle, line + marker, color=color, ms=4,
                  label=f"{name} split")
    axes.axhline(0.5, color=MUTED, lw=0.8, ls=":")
    axes.set_xscale("log")
    axes.set_xticks(SIZES, [str(n) for n in SIZES])
    axes.minorticks_off()
    axes.set(xlabel="scenes to learn from", ylim=(0.2, 1.05),
             title={"image": "Image: which way will it move?",
                    "sound": "Sound: is the color warm?"}[modality])
both[0].set_ylabel("share of right answers")
both[1].legend(loc="lower right")
show(figure,
     alt="Two plots of accuracy against the number of training scenes. With "
         "random splits the image curve climbs from 0.7 to 1.0 and the sound "
         "curve from 0.6 to 0.9. With grouped splits both stay near one "
         "half, with a wide band.",
     caption="The same worlds, split by scenes and by groups; bands are one "
             "standard deviation over 12 worlds. The question has no answer, "
             "so one half (dotted) is the truth.")

# %% tags=["test"]
for modality, high in (("image", 0.95), ("sound", 0.8)):
    final = {k: np.array(v)[:, -1] for k, v in curves[modality].items()}
    assert final["random"].mean() > high
    assert abs(final["grouped"].mean() - 0.5) < 0.15
    assert final["random"].std() < 0.05 < final["grouped"].std()

# %%
record(unknowable={m: {n: {"mean": np.array(v)[:, -1].mean(),
                           "spread": np.array(v)[:, -1].std(),
                           "at_25": np.array(v)[:, 0].mean()}
                       for n, v in curves[m].items()} for m in curves},
       tolerance={"unknowable": 0.05})

# %% [markdown]
# Look at the bands as well as the lines. A dishonest number with a spread of nearly
# zero looks more trustworthy than an honest one that jumps about. It
# jumps because the ten groups of the test set are ten coins, not 200.
#
# ## Frames of one clip
#
# Groups need no people. Cut 100 clips into their 16 frames and ask from one
# frame whether the voice of its scene is excited. Nothing in a picture says
# so. We split the 1,600 frames at random, then the 100 clips.

# %%
frames = {"frames": [], "clips": []}
for seed in WORLDS:
    batch = Quartet(seed, objects=1).batch(range(100), ("video",))
    X = wallpaper(batch.video.reshape(1600, 32, 32, 3))
    y = np.repeat(batch.label("unique_sound"), 16)
    clip = np.repeat(np.arange(100), 16)
    frames["frames"].append(neighbor_test(X, y, None, seed))
    frames["clips"].append(neighbor_test(X, y, clip, seed))
print({name: told(found) for name, found in frames.items()})

# %% tags=["test"]
assert np.mean(frames["frames"]) > 0.98
assert abs(np.mean(frames["clips"]) - 0.5) < 0.1

# %%
record(frames={name: {"mean": np.mean(f), "spread": np.std(f)}
               for name, f in frames.items()}, tolerance={"frames": 0.05})

# %% [markdown]
# ## When there is something to learn
#
# Now a question with an answer: the shape, from a picture with noise at 10 dB. The group
# shares the shape. One model sees measurements of the object. The
# other also sees the edges with the wallpaper. Both are softmax classifiers with
# a ridge of 0.001; 0.03 and 0.3 give the same picture. Which is better? We also vary how many groups the 1,200 scenes come from.

# %%
def shape_data(seed, groups, scenes=1200):
    world = Quartet(seed, objects=1, groups=groups, group_factor="shape",
                    noise={"image": 10})
    batch = world.batch(range(scenes), ("image",))
    return (look(batch.image), wallpaper(batch.image), batch.label("shape"),
            batch.factors["group"])


def softmax_test(X, y, train, test, **how):
    scaled = standardizer(X[train])
    theta = fit_softmax(scaled(X[train]), y[train], 6, ridge=1e-3, **how)
    return theta, scaled, accuracy(theta, scaled(X[test]), y[test])


shape = {}
for number in (50, 200, 1200):
    rows = []
    for seed in WORLDS[:6]:
        thing, edge, y, g = shape_data(seed, number)
        rows.append([softmax_test(X, y, *split(len(y), 0.2, names, seed))[2]
                     for X in (thing, np.hstack([thing, edge]))
                     for names in (None, g)])
    shape[number] = np.array(rows)
    cells = [told(column) for column in shape[number].T]
    print(f"{number:5} groups | object: random {cells[0]}, grouped {cells[1]}"
          f" | with wallpaper: random {cells[2]}, grouped {cells[3]}")

# %% tags=["test"]
few = shape[50].mean(axis=0)
assert few[2] > few[0] + 0.08 and few[3] < few[1] - 0.05
assert shape[1200].mean(axis=0)[3] > few[3] + 0.03

# %%
record(shape={str(n): dict(zip(("object_random", "object_grouped",
                                "both_random", "both_grouped"),
                               v.mean(axis=0))) for n, v in shape.items()},
       shape_spread={str(n): dict(zip(
           ("object_random", "object_grouped", "both_random",
            "both_grouped"), v.std(axis=0))) for n, v in shape.items()},
       tolerance={"shape": 0.06, "shape_spread": 0.06})

# %% [markdown]
# With 50 groups, the random split prefers the model that reads the wallpaper,
# and the grouped split prefers the other. So leakage does more than flatter:
# it picks the wrong model. With as many groups as scenes there is little to
# leak, and the two splits agree. More clips of the same people would not have done that.
#
# ## Intervals that are too short
#
# Back to the question that has no answer, where we know the truth: one half.
# For each of 60 worlds we take a grouped split and compute two intervals that claim to
# contain the truth, the share for new groups, 95 times in 100. One treats the test scenes as
# independent; the other draws whole groups again.

# %%
covered = {"scenes": [], "groups": []}
width = {"scenes": [], "groups": []}
for seed in range(200, 260):
    X, y, g = unknowable("image", seed, 600)
    train, test = split(600, 0.4, g, seed)
    right = nearest_neighbor(X[train], y[train], X[test]) == y[test]
    for name, (low, high) in (
            ("scenes", wilson(right.sum(), len(right))),
            ("groups", bootstrap(right, g[test], draws=500))):
        covered[name].append(low <= 0.5 <= high)
        width[name].append(high - low)
for name in covered:
    print(f"by {name}: contains the truth in {np.mean(covered[name]):.0%} "
          f"of the worlds, mean width {np.mean(width[name]):.2f}")

# %% tags=["test"]
assert np.mean(covered["scenes"]) < 0.7 < np.mean(covered["groups"])

# %%
record(coverage={n: np.mean(v) for n, v in covered.items()},
       width={n: np.mean(v) for n, v in width.items()},
       tolerance={"coverage": 0.1})

# %% [markdown]
# ## Two leaks without any group
#
# *Choosing on the test set.* A hundred models toss a coin for each of 200 test
# examples. We report the best of them. *Choosing measurements before
# the split.* A hundred examples have 5,000 numbers each, all noise, and a
# label that is a coin toss. We keep the 20 numbers that correlate best with the label, on all
# examples or on the training examples only, and then fit.

# %%
rng = np.random.default_rng(100)
best = rng.binomial(200, 0.5, size=(2000, 100)).max(axis=1) / 200
print(f"best of 100 coins on 200 examples: {told(best)}")

select = {"before": [], "after": []}
for trial in range(20):
    X, y = rng.normal(size=(100, 5000)), rng.integers(2, size=100)
    train, test = split(100, 0.2, seed=trial)
    for name, rows in (("before", np.arange(100)), ("after", train)):
        link = np.abs((X[rows] - X[rows].mean(axis=0)).T
                      @ (y[rows] - y[rows].mean()))
        Z = X[:, np.argsort(link)[-20:]]
        theta = fit_softmax(Z[train], y[train], 2, ridge=0.1)
        select[name].append(accuracy(theta, Z[test], y[test]))
print({name: told(found) for name, found in select.items()})

# %% tags=["test"]
assert 0.57 < best.mean() < 0.61
assert np.mean(select["before"]) > 0.75
assert abs(np.mean(select["after"]) - 0.5) < 0.12

# %%
record(best_of_100=best.mean(), select={n: np.mean(v)
                                        for n, v in select.items()},
       tolerance={"select": 0.06})

# %% [markdown]
# ## How sure is it?
#
# Is the object small, medium or large? The classifier sees 64 numbers: how
# colorful each of 8 × 8 cells of the picture is, with noise at 3 dB. It has 300
# scenes to learn from and 2,000 steps, so it learns them nearly by heart. Another 400
# scenes are for validation, 2,000 for the test. The temperature is one
# number, by which all logits are divided; we fit it on the validation scenes [@guo2017calibration].
#
# Of what is printed below, `said` is the mean probability of the guess and `test` the share
# right. `raw`, `cool` and `perfect` are calibration errors: as trained, with temperature, and of a made-up
# model each of whose answers is right with exactly the probability said. The number is that of the bins.

# %%
calibration, drawn = [], None
for seed in WORLDS:
    batch = Quartet(seed, objects=1, noise={"image": 3}).batch(
        range(2700), ("image",))
    X, y = coarse(batch.image), batch.label("size")
    scaled = standardizer(X[:300])
    theta = fit_softmax(scaled(X[:300]), y[:300], 3, steps=2000)
    s = logits(theta, scaled(X))
    tau = fit_temperature(s[300:700], y[300:700])
    raw, cool = (confidence(s[700:], y[700:], t) for t in (1, tau))
    peek = standardizer(X)
    peeked = fit_softmax(peek(X[:300]), y[:300], 3, steps=2000)
    calibration.append({
        "train": accuracy(theta, scaled(X[:300]), y[:300]),
        "test": raw[1].mean(), "said": raw[0].mean(), "tau": tau,
        "loss": cross_entropy(s[700:], y[700:]),
        "loss_scaled": cross_entropy(s[700:] / tau, y[700:]),
        "scaled_on_all": accuracy(peeked, peek(X[700:]), y[700:]),
        **{f"raw_{b}": calibration_error(*raw, b) for b in (5, 15, 100)},
        **{f"cool_{b}": calibration_error(*cool, b) for b in (5, 15, 100)},
        **{f"perfect_{b}": np.mean([calibration_error(
            cool[0], np.random.default_rng(k).random(2000) < cool[0], b)
            for k in range(5)]) for b in (5, 15, 100)}})
    drawn = drawn or (raw, cool, tau)
sure = {k: np.array([c[k] for c in calibration]) for k in calibration[0]}
for name, values in sure.items():
    print(f"{name:14} {values.mean():.3f} ± {values.std():.3f}")

# %%
figure, both = plt.subplots(1, 2, figsize=(6.8, 3.2), sharey=True)
for axes, (conf, right), title in zip(both, drawn, (
        "as trained", f"divided by {drawn[2]:.1f}")):
    said, was, share = reliability(conf, right, 10)
    axes.plot([0.3, 1], [0.3, 1], ":", color=MUTED)
    axes.vlines(said, np.minimum(said, was), np.maximum(said, was),
                color=FAINT, lw=3)
    axes.scatter(said, was, s=8 + 250 * share, color=IMAGE, zorder=3)
    axes.set(xlabel="mean probability said", title=title, xlim=(0.3, 1.03),
             ylim=(0.2, 1.05))
both[0].set_ylabel("share of right answers")
show(figure,
     alt="Two reliability diagrams. As trained, the points lie far below the "
         "diagonal: of the answers given with 97 percent, about 80 percent "
         "are right. After division by the temperature they lie close to it.",
     caption="Ten bins of probability, each a point whose area is its share of "
             "the 2,000 test scenes of one world. Bars are the gaps that the "
             "expected calibration error averages.")

# %% tags=["test"]
assert (sure["said"] - sure["test"]).min() > 0.08
assert (sure["loss_scaled"] < sure["loss"]).all()
assert sure["cool_15"].mean() < sure["raw_15"].mean() / 3
assert sure["perfect_100"].mean() > 2 * sure["perfect_5"].mean()
assert abs(sure["scaled_on_all"] - sure["test"]).mean() < 0.02

# %%
record(calibration={k: v.mean() for k, v in sure.items()},
       calibration_spread={k: v.std() for k, v in sure.items()},
       tolerance={"calibration": 0.3, "calibration_spread": 0.3})

# %% [markdown]
# The accuracy does not change, since dividing all logits by one number
# changes no ranking. Note the rows called `perfect`: they are the error that
# this measure reports for a model whose probabilities are exactly right. It is not zero, and
# with 100 bins it is several times that with 5. An expected calibration error
# without its number of bins and of examples cannot be compared.
#
# Scaling the measurements with the mean and deviation of *all* scenes in
# place of the training scenes changed the accuracy very little here. It is a
# leak, and a small one when the data are many and alike.
#
# ## A temperature fitted on a leak
#
# The last experiment joins both halves. A hundred groups share their shape
# as before. We keep 30 of them for the test. The rest is split into training and
# validation, by scenes or by groups, and the temperature is fitted on the
# validation part.

# %%
leaky = {"random": [], "grouped": []}
for seed in WORLDS[:6]:
    thing, edge, y, g = shape_data(seed, 100, 1500)
    X = np.hstack([thing, edge])
    rest, test = split(len(y), 0.3, g, seed)
    for name, groups in (("random", None), ("grouped", g[rest])):
        train, held = (rest[r] for r in split(len(rest), 0.25, groups, seed))
        theta, scaled, seen = softmax_test(X, y, train, held)
        s = logits(theta, scaled(X))
        tau = fit_temperature(s[held], y[held])
        conf, right = confidence(s[test], y[test], tau)
        leaky[name].append({
            "tau": tau, "validation": seen, "test": right.mean(),
            "said": conf.mean(), "ece": calibration_error(conf, right)})
leaky = {n: {k: np.array([r[k] for r in rows]) for k in rows[0]}
         for n, rows in leaky.items()}
for name, values in leaky.items():
    print(name, {k: told(v) for k, v in values.items()})

# %% tags=["test"]
assert leaky["random"]["tau"].mean() < 0.9 < leaky["grouped"]["tau"].mean()
assert leaky["random"]["ece"].mean() > leaky["grouped"]["ece"].mean() + 0.03

# %%
record(leaky={n: {k: v.mean() for k, v in values.items()}
              for n, values in leaky.items()},
       leaky_spread={n: {k: v.std() for k, v in values.items()}
                     for n, values in leaky.items()},
       tolerance={"leaky": 0.15, "leaky_spread": 0.15})

# %% [markdown]
# On the leaked validation scenes the model looked too timid, and the fitted
# temperature made it bolder. On new groups it was then sure and wrong.
# A leak in the validation set therefore does its harm after training, in
# every number that is tuned there.
