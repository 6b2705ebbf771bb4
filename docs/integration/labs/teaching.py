# budget: 90 s, 1500 MB
# %% [markdown]
# # A Picture Teaches a Sound
#
# A network that hears is to name the shape, the color and the size of an
# object. Nobody labels the sounds. What it has is 3,000 unlabeled scenes in
# which it can listen while another network, trained on 1,000 labeled
# pictures, looks and gives its opinion. This lab belongs to the chapter on
# [cross-modal learning](../cross-modal-learning.md), where the loss is
# derived; the method is that of cross-modal distillation
# [@hinton2015distilling; @gupta2016cross; @aytar2016soundnet].
#
# Everything was set up on the world with seed 11. The numbers below come
# from seed 23, on which nothing was tuned.

# %%
import torch
import torch.nn.functional as F

from mmbook.contrastive_pretraining import (ImageEncoder, SoundEncoder,
                                            log_mel)
from mmbook.lab import record, show
from mmbook.quartet import COLORS, SHAPES, SIZES, Quartet

torch.set_num_threads(2)
FACTORS = {"shape": SHAPES, "color": COLORS, "size": SIZES}
WIDTHS = [len(values) for values in FACTORS.values()]
world = Quartet.simple(seed=23, noise={"image": 12, "sound": 6})


def scenes(start, stop):
    """Images, spectrograms and labels, 500 scenes at a time."""
    parts = []
    for first in range(start, stop, 500):
        batch = world.batch(range(first, first + 500), ("image", "sound"))
        labels = [torch.tensor(batch.label(f)) for f in FACTORS]
        parts.append((torch.tensor(batch.image),
                      torch.tensor(log_mel(batch.sound)),
                      torch.stack(labels, dim=1)))
    return [torch.cat(column) for column in zip(*parts)]


labeled = scenes(0, 1000)
unlabeled = scenes(1000, 4000)[:2]  # the labels are thrown away
test = scenes(4000, 5000)

# %% [markdown]
# Picture and sound are both noisy: the picture's signal is 12 decibels above
# its noise, the sound's 6. One network gives 15 logits: 6 for the shape, 6 for the color, 3 for
# the size. The towers of the contrastive lab end in unit vectors, so their
# outputs are multiplied by 10 to make logits of them.


# %%
def fit(tower, x, loss, steps=200, B=128):
    """Train a tower on rows of x; loss(logits, rows) -> scalar."""
    torch.manual_seed(0)
    adam = torch.optim.AdamW(tower.parameters(), 3e-3)
    pace = torch.optim.lr_scheduler.OneCycleLR(adam, 3e-3, total_steps=steps)
    for _ in range(steps):
        rows = torch.randperm(len(x))[:B]
        value = loss(10 * tower(x[rows]), rows)
        adam.zero_grad()
        value.backward()
        adam.step()
        pace.step()
    return tower.eval()


def from_labels(labels):
    def loss(logits, rows):
        parts = logits.split(WIDTHS, dim=1)
        return sum(F.cross_entropy(part, labels[rows, i])
                   for i, part in enumerate(parts))
    return loss


def from_teacher(opinions, tau=2.0):
    def loss(logits, rows):
        pairs = zip(logits.split(WIDTHS, dim=1),
                    opinions[rows].split(WIDTHS, dim=1))
        return tau**2 * sum(
            F.kl_div((mine / tau).log_softmax(dim=1),
                     (its / tau).softmax(dim=1), reduction="batchmean")
            for mine, its in pairs)
    return loss


@torch.no_grad()
def accuracy(tower, x, labels):
    parts = torch.cat([tower(p) for p in x.split(500)]).split(WIDTHS, dim=1)
    return {f: round((part.argmax(dim=1) == labels[:, i]).float().mean()
                     .item(), 3)
            for (i, part), f in zip(enumerate(parts), FACTORS)}


torch.manual_seed(0)
teacher = fit(ImageEncoder(sum(WIDTHS)), labeled[0],
              from_labels(labeled[2]), steps=300)
with torch.no_grad():
    opinions = torch.cat([10 * teacher(p) for p in unlabeled[0].split(500)])
student = fit(SoundEncoder(sum(WIDTHS)), unlabeled[1], from_teacher(opinions))
told = fit(SoundEncoder(sum(WIDTHS)), labeled[1], from_labels(labeled[2]))

looks = accuracy(teacher, test[0], test[2])
hears = accuracy(student, test[1], test[2])
labels = accuracy(told, test[1], test[2])
print("teacher, looks:         ", looks)
print("student, hears:         ", hears)
print("same, with 1,000 labels:", labels)

# %% [markdown]
# Three things to see. The student learned shape and size without a single
# label of its own. In both it is better than its teacher, which is a weak one:
# the mistakes it makes on noisy pictures depend on what cannot be heard, so
# they average out. And of the color it knows nothing, which is right: no sound in this
# world carries it, and one in six is chance.

# %%
import matplotlib.pyplot as plt

from mmbook.palette import IMAGE, MUTED, SOUND

figure, axes = plt.subplots(figsize=(6.8, 2.6))
for i, (name, result, color, hatch) in enumerate((
        ("teacher looks", looks, IMAGE, ""),
        ("student hears, no labels", hears, SOUND, ""),
        ("hears, 1,000 labels", labels, SOUND, "///"))):
    places = [j + 0.27 * (i - 1) for j in range(3)]
    axes.bar(places, result.values(), 0.24, label=name, edgecolor=color,
             facecolor="none" if hatch else color, hatch=hatch)
for j, width in enumerate(WIDTHS):
    axes.plot([j - 0.42, j + 0.42], [1 / width] * 2, ":", color=MUTED)
axes.text(2.45, 1 / 3, "chance", color=MUTED, va="center")
axes.set(xticks=range(3), xticklabels=FACTORS, ylim=(0, 1.05),
         xlim=(-0.6, 2.85), ylabel="accuracy, 1,000 new scenes")
axes.legend(ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1.0))
show(figure, alt=(
    "Bars of accuracy for shape, color and size. The student that hears "
    "passes its teacher on shape and size and comes near the labeled "
    "listener; on color both listeners are at chance, one in six."),
    caption=("The student learned what a sound can tell from a teacher that "
             "looked at the same scenes. Color cannot be heard, and no "
             "teacher changes that."))

# %% [markdown]
# ## What is in the student's features?
#
# The numbers so far are answers of the student's last layer. A linear probe
# asks instead what can be read from the layer before it, with a few labels
# and a linear rule, the network itself kept as it is. We probe three things:
# the student's features, those of a network of the same build that was never
# trained, and the spectrogram that both of them get. The factors are the shape, which the
# teacher taught; the motion, which no teacher of single pictures can see;
# and the color, which no sound carries.


# %%
import numpy as np

from mmbook.quartet_probe import probe


@torch.no_grad()
def features(tower, x):
    """What the tower's last layer reads: (N, 1024)."""
    parts = [tower.pool(tower.features(p[:, None] / 4)).flatten(1)
             for p in x.split(500)]
    return torch.cat(parts).double().numpy()


def motions(start, stop):
    batch = world.batch(range(start, stop), ("text",))
    return torch.tensor(batch.label("motion"))


torch.manual_seed(0)
untrained = SoundEncoder(sum(WIDTHS)).train()
with torch.no_grad():  # only its normalization sees data
    for _ in range(20):
        untrained(labeled[1][torch.randperm(1000)[:128]])
untrained.eval()

seen = {"spectrogram": [x.flatten(1).double().numpy()
                        for x in (labeled[1], test[1])]}
for name, tower in (("untrained", untrained), ("student", student)):
    seen[name] = [features(tower, x) for x in (labeled[1], test[1])]
answers = {"shape": (labeled[2][:, 0], test[2][:, 0]),
           "motion": (motions(0, 1000), motions(4000, 5000)),
           "color": (labeled[2][:, 1], test[2][:, 1])}


def probed(n):
    """Accuracy on the test scenes, mean over up to five groups of n labels."""
    result = {}
    for name, (X, new_X) in seen.items():
        result[name] = {}
        for factor, (y, new_y) in answers.items():
            hits = [probe(np.vstack([X[i:i + n], new_X]),
                          np.concatenate([y[i:i + n], new_y]),
                          fit=n / (n + len(new_X)))
                    for i in range(0, 1000, max(n, 200))]
            result[name][factor] = round(float(np.mean(hits)), 3)
    return result


probes = {str(n): probed(n) for n in (100, 1000)}
for n, rows in probes.items():
    for name, row in rows.items():
        print(f"{n:>5} labels, {name:12}", row)

# %% [markdown]
# With 100 labels the shape is easier to read from the student than from
# what it hears or from a network that learned nothing: the second difference
# is what the teacher gave. With 1,000 labels all three are nearly perfect, and the
# probe says only that the sound carries the shape. The motion can be read
# from the student about as well as from the untrained network. Nobody taught
# it; it has merely not been lost. A probe's number means something beside
# the probe of a network that learned nothing, and not alone.

# %%
record(teacher=looks, student=hears, labeled=labels, probe=probes)

# %% tags=["test"]
assert hears["shape"] > 0.6 and hears["size"] > 0.8
assert abs(hears["color"] - 1 / 6) < 0.05
few = probes["100"]
assert few["student"]["shape"] > few["untrained"]["shape"] + 0.05
assert abs(few["student"]["motion"] - few["untrained"]["motion"]) < 0.08
assert abs(few["student"]["color"] - 1 / 6) < 0.05
