# budget: 120 s, 1500 MB

# %% [markdown]
# # Lab: byte pairs and perplexity
#
# One text, cut in five ways, from single bytes to 3,727 merges. For each
# cut we tune a model of counts, and score it per token and per byte. The
# text is a frozen copy of this book's prose: paragraphs of the introduction,
# of Foundations and of Multimodal Integration as they stood one day in
# November 2026, without code, displayed formulas, tables and references, so
# that the numbers stay when the chapters are edited. It is English, by few
# authors, on one subject, so the numbers are lower than on the text of the
# world; the comparisons are what to look at.

# %%
import bz2
import json
import lzma
import time
import zlib
from collections import Counter
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from mmbook.blind_text import blind_score, caption_bits
from mmbook.lab import record, show
from mmbook.ngram_arrays import surprises
from mmbook.nlp_basics import encode, learn, vocabulary
from mmbook.palette import FAINT, IMAGE, TEXT
from mmbook.quartet import Quartet


PARAGRAPHS = Path("data/paragraphs.json")  # page -> list of its paragraphs
pages = json.loads(PARAGRAPHS.read_text("utf-8"))


def size(paragraphs):
    """Bytes, with the newline that ends each paragraph."""
    return sum(len(p.encode()) + 1 for p in paragraphs)


for name, paragraphs in pages.items():
    print(f"{name:46}{len(paragraphs):5} paragraphs{size(paragraphs):8} bytes")
everything = [p for paragraphs in pages.values() for p in paragraphs]
print(f"together {size(everything):,} bytes")
record(bytes=size(everything), paragraphs=len(everything), pages=len(pages))

# %% [markdown]
# ## Splits
#
# Whole pages are held out, since two paragraphs of one page share
# their words. Merges are learned once, on the introduction, which is
# in the training part of every split. Each of five splits tests on one
# chapter of the rest and chooses the length of the context on another. The
# short pages that open a section are never tested. We ask for 4,000 merges and
# get 3,727: then every word of the introduction is one token.

# %%
intro = [name for name in pages if name.startswith("introduction/")]
rest = [name for name in pages
        if name not in intro and not name.endswith("/index")]
splits = [(rest[i], rest[(i + 1) % len(rest)]) for i in range(5)]
start = time.process_time()
merges = learn("\n".join(p for name in intro for p in pages[name]),
               4000)
MERGES = [0, 64, 250, 1000, len(merges)]
print(f"{len(merges)} merges from {sum(size(pages[n]) for n in intro):,}"
      f" bytes in {time.process_time() - start:.1f} s; the first ten:")
print([(a + b).decode(errors="replace") for a, b in merges[:10]])
for test, tune in splits:
    print(f"test on {test}, tune on {tune}")

# %% [markdown]
# ## Five ways to cut, one kind of model
#
# The model is an n-gram model with Kneser and Ney's lower orders. The
# discount of each order is estimated from its counts, and $n$, from 1 to 10,
# is chosen on the tuning chapter, for each split and each cut by itself.

# %%
ORDER = 10
results = {m: [] for m in MERGES}
for m in MERGES:
    names = {t: i for i, t in enumerate(vocabulary(merges[:m]))}
    V = len(names)
    cut = {name: [[names[t] for t in encode(p, merges[:m])] for p in texts]
           for name, texts in pages.items()}
    for test, tune in splits:
        train = [s for name in pages if name not in (test, tune)
                 for s in cut[name]]
        bits = surprises(train, cut[tune] + cut[test], ORDER, V, "estimate")
        edge = sum(len(s) + 1 for s in cut[tune])
        best = int(bits[:, :edge].sum(axis=1).argmin())
        cost, tokens = bits[best, edge:].sum(), bits.shape[1] - edge
        results[m].append({
            "n": best + 1, "tokens": tokens, "bytes": size(pages[test]),
            "perplexity": 2 ** (cost / tokens),
            "bits per byte": cost / size(pages[test])})
    r = results[m]
    print(f"{m:5} merges, V = {V + 1:5}: "
          + "; ".join(f"{k} {np.mean([x[k] for x in r]):.3f} "
                      f"({min(x[k] for x in r):.3f} to "
                      f"{max(x[k] for x in r):.3f})"
                      for k in ("perplexity", "bits per byte")) + ",",
          f"n {[x['n'] for x in r]}")

# %%
def column(key):
    """(cuts, splits) of one result."""
    return np.array([[x[key] for x in results[m]] for m in MERGES])


sizes = [len(vocabulary(merges[:m])) + 1 for m in MERGES]
length = column("bytes").sum(1) / column("tokens").sum(1)
for m, V, b, n in zip(MERGES, sizes, length, column("n").tolist()):
    print(f"{m:5} merges: {b:.2f} bytes a token, n = {n}")
record(merges=MERGES, vocabulary=sizes, bytes_per_token=length,
       perplexity=column("perplexity"), bits_per_byte=column("bits per byte"),
       order=column("n"),
       tolerance={"perplexity": 15, "order": 2, "bits_per_byte": 0.08})

figure, (left, right) = plt.subplots(1, 2, figsize=(6.8, 2.9))
for axes, key in ((left, "perplexity"), (right, "bits per byte")):
    for s in range(len(splits)):
        axes.plot(range(5), column(key)[:, s], color=FAINT, lw=1)
    axes.plot(range(5), column(key).mean(1), "o-", color=TEXT)
    axes.set_xticks(range(5), [f"{m:,}" for m in MERGES])
    axes.set(xlabel="merges", ylabel=key)
left.set(yscale="log", ylabel="perplexity per token")
right.set_ylim(0, 3)
low, high = column("perplexity").mean(1)[[0, -1]]
middle = column("bits per byte").mean(1)
show(figure, alt="Two line charts over five numbers of merges. Perplexity "
     f"per token rises from {low:.1f} to {high:.0f}; bits per byte stay "
     f"between {middle.min():.2f} and {middle.max():.2f}.",
     caption="The same text, model and splits in both charts: means (dots) "
     "and the five splits (thin lines). Left, per token; right, per byte.")

# %% [markdown]
# The left chart ranks the tokenizers by the size of their pieces. The right
# one is what a file would weigh. Within each split:

# %%
bpb = column("bits per byte")
print("best cut of each split:", [MERGES[i] for i in bpb.argmin(0)])
print("all merges against none, bits per byte:",
      (bpb[-1] - bpb[0]).round(3))
print("all merges against none, perplexity, times:",
      (column("perplexity")[-1] / column("perplexity")[0]).round(1))
for m, difference in zip(MERGES[1:], bpb[1:] - bpb[0]):
    print(f"{m:5} against none: mean {difference.mean():+.3f},",
          f"splits {difference.round(3)}")

# %% [markdown]
# ## What file compressors make of it
#
# A compressor that begins with an empty memory and a model trained on other
# chapters do not have the same task. So we ask twice. Alone: how many bytes
# does the compressed test chapter have? Here our counts learn as they go:
# with the rule of Witten and Bell, each byte is predicted from those before
# it and only then counted. After the training chapters: how many bytes does
# it *add* to a compressed file that already holds them? zlib looks back
# 32 KiB only; the other two remember all of it. The counts of this row are
# the model with 1,000 merges. It learns nothing from the test chapter, as the
# compressors do; but its $n$ was chosen on a chapter they do not have.

# %%
def as_it_goes(data, order=5):
    """Bits of bytes, each predicted by the counts before it."""
    tables = [{} for _ in range(order + 1)]
    bits = 0.0
    for i, byte in enumerate(data):
        p, rows = 1 / 256, []
        for k in range(order + 1):
            row = tables[k].setdefault(data[i - k:i] if k <= i else None,
                                       Counter())
            rows.append(row)
            if total := row.total():
                p = (row[byte] + len(row) * p) / (total + len(row))
        bits -= np.log2(p)
        for row in rows:
            row[byte] += 1
    return bits


def joined(paragraphs):
    return "".join(p + "\n" for p in paragraphs).encode()


def xz(data):
    return len(lzma.compress(data, preset=9 | lzma.PRESET_EXTREME))


PACKERS = {"zlib": lambda d: len(zlib.compress(d, 9)),
           "bz2": lambda d: len(bz2.compress(d, 9)), "xz": xz}
alone, added = {k: [] for k in PACKERS}, {k: [] for k in PACKERS}
alone["counts"], added["counts"] = [], bpb[MERGES.index(1000)]
for test, tune in splits:
    data = joined(pages[test])
    before = joined(p for name in pages if name not in (test, tune)
                    for p in pages[name])
    for name, pack in PACKERS.items():
        alone[name].append(8 * pack(data) / len(data))
        added[name].append(8 * (pack(before + data) - pack(before))
                           / len(data))
    alone["counts"].append(as_it_goes(data) / len(data))
for title, table in (("alone", alone), ("after the training chapters", added)):
    print(title, {k: f"{np.mean(v):.2f} ({min(v):.2f} to {max(v):.2f})"
                  for k, v in table.items()})
record(alone=alone, added=added, tolerance={"alone": 0.1, "added": 0.1})

# %% [markdown]
# ## Contamination
#
# Now some of the test paragraphs are in the training text as well, at
# random. Merges 1,000, $n = 5$, not tuned again.

# %%
m = 1000
names = {t: i for i, t in enumerate(vocabulary(merges[:m]))}
cut = {name: [[names[t] for t in encode(p, merges[:m])] for p in texts]
       for name, texts in pages.items()}
SHARES = [0.0, 0.1, 0.25, 0.5, 1.0]
leaked, clean = np.zeros((len(SHARES), 5)), np.full((len(SHARES), 5), np.nan)
for s, (test, tune) in enumerate(splits):
    order = np.random.default_rng(s).permutation(len(cut[test]))
    train = [x for name in pages if name not in (test, tune)
             for x in cut[name]]
    weights = np.array([len(p.encode()) + 1 for p in pages[test]])
    for i, share in enumerate(SHARES):
        seen = order[:round(share * len(order))]
        bits = surprises(train + [cut[test][j] for j in seen], cut[test], 5,
                         len(names), "estimate")[4]
        each = np.add.reduceat(bits, np.cumsum(
            [0] + [len(x) + 1 for x in cut[test][:-1]]))
        leaked[i, s] = each.sum() / weights.sum()
        if share < 1:
            fresh = np.setdiff1d(order, seen)
            clean[i, s] = each[fresh].sum() / weights[fresh].sum()
print("all test paragraphs   ", leaked.mean(1).round(2))
print("those not leaked      ", np.nanmean(clean[:-1], axis=1).round(2))
record(leak_shares=SHARES, leaked=leaked, not_leaked=clean[:-1],
       tolerance={"leaked": 0.1, "not_leaked": 0.1})

figure, axes = plt.subplots(figsize=(6.8, 2.8))
axes.plot(np.multiply(SHARES, 100), leaked.mean(1), "o-", color=IMAGE)
axes.plot(np.multiply(SHARES[:-1], 100), np.nanmean(clean[:-1], axis=1),
          "s--", color=TEXT)
axes.text(70, leaked.mean(1)[3] - 0.05, "all test paragraphs", color=IMAGE)
axes.text(30, clean[0].mean() + 0.12, "test paragraphs that were not leaked",
          color=TEXT)
axes.set(xlabel="test paragraphs that are also in the training text, %",
         ylabel="bits per byte", ylim=(0, None))
show(figure, alt="The score of all test paragraphs falls in a nearly straight "
     f"line from {leaked[0].mean():.1f} bits per byte to "
     f"{leaked[-1].mean():.1f} as they leak into the training text; the "
     f"paragraphs that were not leaked fall only to {clean[3].mean():.1f}.",
     caption="Upper line, the paragraphs that did not leak: they gain a "
     "little, from the words of their own chapter. Lower line, all of them: "
     "most of the gain is memory.")

# %% [markdown]
# ## What text alone gives away
#
# Two blind baselines on [Quartet](../../introduction/quartet.md). First
# answers: from 6,000 questions we learn the commonest answer to each, and
# try 3,000 questions of other scenes of the world. Five worlds without
# habits, five where a shape has its favorite color four times in five
# (`prior=0.8`), and the learned answers of these in worlds with other
# favorites (`prior_shift=1`).

# %%
def asked(seed, first, count, **knobs):
    world = Quartet(seed=seed, **knobs)
    return world.batch(range(first, first + count), modalities=("text",))


blind = {"no habits": [], "habits": [], "other habits": []}
for seed in range(5):
    plain = asked(seed, 0, 6000), asked(seed, 20_000, 3000)
    blind["no habits"].append(blind_score(*plain))
    learned = asked(seed, 0, 6000, prior=0.8)
    for name, shift in (("habits", 0), ("other habits", 1)):
        blind[name].append(blind_score(learned, asked(
            seed, 20_000, 3000, prior=0.8, prior_shift=shift)))
blind = {name: {kind: [score[kind] for score in scores]
                for kind in ("all", "color", "shape", "exists")}
         for name, scores in blind.items()}
for name, scores in blind.items():
    print(name, {kind: f"{np.mean(v):.2f} ({min(v):.2f} to {max(v):.2f})"
                 for kind, v in scores.items()})
record(blind=blind, tolerance={"blind": 0.02})

# %% [markdown]
# Then captions: bits per caption of models of $n$ words, from 10,000 captions,
# on 2,000 others, in three worlds; and the entropy, which is known.

# %%
caption_costs = []
for seed in range(3):
    names = {}
    train, test = ([[names.setdefault(w, len(names)) for w in t.split()]
                    for t in Quartet(seed=seed).captions(indices)]
                   for indices in (range(10_000), range(100_000, 102_000)))
    bits = surprises(train, test, 5, len(names), "estimate")
    caption_costs.append(bits.sum(axis=1) / len(test))
parts = np.array([caption_bits(Quartet(), n) for n in (1, 2, 3)])
scene, wording = parts.mean(axis=0) + (np.log2(3), 0)
print("n = 1 to 5:", np.mean(caption_costs, axis=0).round(1), "spread",
      np.ptp(caption_costs, axis=0).round(1))
print(f"entropy {scene + wording:.2f} = scene {scene:.2f} "
      f"+ wording {wording:.2f}")
record(caption_bits=np.mean(caption_costs, axis=0), scene=scene,
       wording=wording, tolerance={"caption_bits": 0.5})

# %% tags=["test"]
p = column("perplexity")
assert (np.diff(p, axis=0) > 0).all()  # in each split
assert p[-1].mean() > 15 * p[0].mean()
assert bpb.max() < 3 and np.ptp(bpb.mean(1)) < 0.5
assert (np.diff(leaked.mean(1)) < 0).all()
assert np.abs(np.nanmean(clean[:-1], axis=1) - leaked[0].mean()).max() < 0.25
assert all(np.mean(added["counts"]) < np.mean(added[k]) for k in PACKERS)
assert min(blind["habits"]["color"]) > 0.8 > 0.1 > max(
    blind["other habits"]["color"])
assert scene + wording < min(np.mean(caption_costs, axis=0))
