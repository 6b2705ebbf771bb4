"""A small language model of Quartet's captions, with weights that are kept.

A decoder of 103,232 parameters over words. It has learned to write captions
from nothing and to write the caption that a description asks for,
"ring red down small => a tiny red ring sinks". ``load()`` gives the trained
model; section seven freezes it and feeds it pictures in place of words.

``python -m mmbook.caption_gpt`` trains it anew, in two to three minutes.
"""

import math
import re
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from mmbook import quartet_text as grammar
from mmbook.decoding import generate
from mmbook.quartet import Quartet
from mmbook.quartet_stage import FACTORS, ORDERS, RELATIONS
from mmbook.transformer import Config, Transformer

KEPT = 3200  # steps of the kept model
WEIGHTS = Path(__file__).parent / "data" / "caption_gpt.npz"
WORLD = Quartet(seed=0, objects=(1, 2))  # what it has read about
FACTS = ("size", "color", "shape", "motion")


# --8<-- [start:words]
def split(text):
    """Words of a text; commas and semicolons are words of their own."""
    for mark in ",;":
        text = text.replace(mark, f" {mark}")
    return text.split()


def _vocabulary():
    tables = (grammar.SIZE_WORDS, grammar.MOTION_WORDS, grammar.LONGER)
    texts = [text for table in tables for key, values in table.items()
             for text in (key, *([values] if isinstance(values, str)
                                 else values))]
    texts += [word for values in (*FACTORS.values(), RELATIONS, ORDERS)
              for word in values]
    words = {w for t in texts for w in split(t)} | set("a;,") | {
        "the", "and", "then", "first", "after"}
    return ("<pad>", "<end>", "<mask>", "=>", *sorted(words))


WORDS = _vocabulary()  # V entries; a token is a place in it
NUMBER = {word: i for i, word in enumerate(WORDS)}
PAD, END, MASK, ARROW = range(4)


def encode(text):
    """Tokens of a text: a list of whole numbers below V."""
    return [NUMBER[word] for word in split(text)]


def decode(tokens):
    """The text of tokens, up to the first end."""
    words = [WORDS[t] for t in tokens if t != PAD]
    words = words[:words.index("<end>")] if "<end>" in words else words
    return " ".join(words).replace(" ,", ",").replace(" ;", ";")
# --8<-- [end:words]


CONFIG = Config(vocabulary=len(WORDS), width=64, layers=2, heads=4)


# --8<-- [start:describe]
def describe(scene, dice=None, keep=1.0):
    """What a scene holds, in the words of its factors and no grammar.

    "small red ring down above large blue star left first". With ``dice``,
    a NumPy generator, each fact is kept with the chance ``keep``, and the
    facts of an object that is alone come in any order.
    """
    alone = len(scene["objects"]) == 1

    def some(facts):
        if dice is None:
            return facts
        facts = dice.permutation(facts) if alone else facts
        return [f for f in facts if dice.random() < keep]

    objects = [some([o[f] for f in FACTS]) for o in scene["objects"]]
    words = objects[0]
    if len(objects) > 1:
        words = words + some([scene["relation"]]) + objects[1]
        words += some([scene["order"]])
    return " ".join(words)


def in_order(scene, caption):
    """The same scene, its objects in the order in which a caption has them.

    "a above b" with a first becomes "b below a" with a second.
    """
    if len(scene["objects"]) == 1 or (
            split(caption)[3] == scene["objects"][0]["shape"]):
        return scene
    other = {"together": "together", "first": "second", "second": "first"}
    return {**scene, "objects": scene["objects"][::-1],
            "relation": grammar.OPPOSITE[scene["relation"]],
            "order": other[scene["order"]]}
# --8<-- [end:describe]


# --8<-- [start:surprise]
def surprise(caption):
    """Exact surprise of a caption under the grammar of WORLD.

    In nats. All choices are uniform, so it depends on their number alone:
    objects, their colors, shapes, sizes and motions, and the wordings. A
    scene told in turn can be told from either object, hence 8 in place of
    16 wordings of a relation, for each of two that may come first.
    """
    log, words = math.log, split(caption)
    n = words.count(";") + 1  # objects: one or two
    nouns = log(2) + 2 * log(math.perm(6, n)) + n * log(9)
    if n == 1:
        return nouns + log(24)
    if "then" in words or "after" in words:
        return nouns + log(2) + log(8 * 2 * 3) + 2 * log(21)
    return nouns + log(2) + log(16) + 2 * log(24)
# --8<-- [end:surprise]


# --8<-- [start:grammatical]
def _any(words):
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_SIZE, _VERB = (_any([w for words in table.values() for w in words])
                for table in (grammar.SIZE_WORDS, grammar.MOTION_WORDS))
_NOUN = f"a {_SIZE} ({_any(FACTORS['color'])}) ({_any(FACTORS['shape'])})"
_CLAUSE = f"the ({_any(FACTORS['shape'])}) {_VERB}"
_WHERE = _any((*RELATIONS, *grammar.LONGER.values()))
_ONE = re.compile(f"{_NOUN} {_VERB}")
_TWO = re.compile(f"{_NOUN} {_WHERE} {_NOUN}; (first )?"
                  f"{_CLAUSE}(, then| and| after) {_CLAUSE}")


def grammatical(caption):
    """Whether the grammar of WORLD can write this caption."""
    if _ONE.fullmatch(caption):
        return True
    m = _TWO.fullmatch(caption)
    if m is None:
        return False
    color, shape, color2, shape2, first, act, link, act2 = m.groups()
    still = re.search(_any(grammar.MOTION_WORDS["still"]), caption)
    return (color != color2 and {shape, shape2} == {act, act2}
            and act != act2 and not (still and link != " and")
            and not (first and link != ", then"))
# --8<-- [end:grammatical]


_MEANING = {w: key for table in (grammar.SIZE_WORDS, grammar.MOTION_WORDS)
            for key, words in table.items() for w in words}


def _relation(a, where, b):
    """Two ways to say it made one: (above or left of, which shape is)."""
    if where in ("above", "left of"):
        return where, a
    return grammar.OPPOSITE[where], b


# --8<-- [start:facts]
def facts(caption):
    """What a caption of WORLD states, for comparison, or None.

    [(size, color, shape, motion) of each object, sorted], then which shape
    is above or left of the other, and which acts first, each None if it
    is not told. A caption that is not grammatical states nothing.
    """
    if not grammatical(caption):
        return None
    place, *events = caption.split("; ")
    nouns = [split(noun) for noun in re.findall(r"\ba \S+ \S+ \S+", place)]
    if not events:
        events = [f"the {' '.join(split(caption)[3:])}"]
    clauses = re.split(", then | after | and (?=the )",
                       events[0].removeprefix("first "))
    acts = {c.split()[1]: _MEANING[" ".join(c.split()[2:])] for c in clauses}
    objects = sorted((_MEANING[size], color, shape, acts[shape])
                     for _, size, color, shape in nouns)
    if len(nouns) == 1:
        return objects, None, None
    where = re.search(_WHERE, place)[0]
    where = {v: k for k, v in grammar.LONGER.items()}.get(where, where)
    first = None
    if " and the " not in caption:
        first = clauses[" after " in caption].split()[1]
    return objects, _relation(nouns[0][3], where, nouns[1][3]), first


def facts_of(scene):
    """The same of a scene: what a faithful caption of it must state."""
    objects = sorted(tuple(o[f] for f in FACTS) for o in scene["objects"])
    if len(objects) == 1:
        return objects, None, None
    shapes = [o["shape"] for o in scene["objects"]]
    first = {"together": None, "first": shapes[0], "second": shapes[1]}
    return (objects, _relation(shapes[0], scene["relation"], shapes[1]),
            first[scene["order"]])
# --8<-- [end:facts]


def bundle(rows):
    """Lists of tokens -> (B, T), filled up with PAD at the right."""
    out = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    for i, row in enumerate(rows):
        out[i, :len(row)] = torch.tensor(row)
    return out


# --8<-- [start:examples]
def examples(batch, seed=0, bare=0.3):
    """Training sequences of a batch of scenes with text.

    Each is <end> caption <end>, or, with the chance 1 - ``bare``,
    <end> description => caption <end>, with the objects in the order of
    the caption. Two in three descriptions are complete, the others have
    lost each fact with the chance 1/2. Returns tokens and where the
    caption begins: lists of B entries.
    """
    dice, rows, begins = np.random.default_rng(seed), [], []
    for scene, caption in zip(batch.scenes, batch.text):
        row = [END]
        if dice.random() > bare:
            keep = 0.5 if dice.random() < 1 / 3 else 1.0
            told = describe(in_order(scene, caption), dice, keep)
            row += encode(told) + [ARROW]
        begins.append(len(row))
        rows.append(row + encode(caption) + [END])
    return rows, begins
# --8<-- [end:examples]


# --8<-- [start:losses]
def caption_losses(model, rows, begins):
    """Surprise of each token of the captions: (B, T - 1), 0 elsewhere."""
    tokens = bundle(rows)  # (B, T)
    scores = model(tokens[:, :-1])  # (B, T - 1, V)
    loss = functional.cross_entropy(
        scores.transpose(1, 2), tokens[:, 1:], reduction="none")
    place = torch.arange(1, tokens.shape[1])
    counts = (place >= torch.tensor(begins)[:, None]) & (tokens[:, 1:] != PAD)
    return loss * counts
# --8<-- [end:losses]


def masked_losses(model, rows, begins, share=0.3):
    """Surprise of words that were hidden, for a model that sees all.

    Hides ``share`` of the words of each caption, from torch's dice.
    """
    tokens = bundle(rows)
    place = torch.arange(tokens.shape[1])
    words = (place >= torch.tensor(begins)[:, None]) & (tokens > MASK)
    hidden = words & (torch.rand(tokens.shape) < share)
    seen = (tokens != PAD)[:, None, None]  # (B, 1, 1, T)
    scores = model(tokens.masked_fill(hidden, MASK), mask=seen)
    loss = functional.cross_entropy(
        scores.transpose(1, 2), tokens, reduction="none")
    return loss * hidden


# --8<-- [start:train]
def train(config=CONFIG, world=None, steps=600, B=64, rate=5e-3, seed=0,
          bare=0.3, losses=caption_losses, scenes=20_000, watch=None,
          fall=True):
    """Train a model on captions; returns it and the loss of each step.

    AdamW; the learning rate rises and, with ``fall``, falls linearly.
    ``watch(step, model)`` is called before each step. Scenes 0 to
    ``scenes`` - 1 are for training, test on others.
    """
    torch.manual_seed(seed)
    batch = (world or WORLD).batch(range(scenes), modalities=("text",))
    dice, model, history = np.random.default_rng(seed), None, []
    model = Transformer(config, seed)
    adam = torch.optim.AdamW(model.parameters(), rate, betas=(0.9, 0.98),
                             weight_decay=0.01)
    plan = []
    for step in range(steps):
        if not plan:
            if step == 0 or bare < 1:  # other descriptions each time
                rows, begins = examples(batch, int(dice.integers(2**31)),
                                        bare)
            plan = np.array_split(dice.permutation(scenes), scenes // B)
        now = sorted(plan.pop(), key=lambda i: len(rows[i]))
        adam.param_groups[0]["lr"] = rate * min(
            (step + 1) / (0.05 * steps), 1 - step / steps if fall else 1)
        if watch:
            watch(step, model)
        each = [losses(model, [rows[i] for i in part],
                       [begins[i] for i in part])
                for part in (now[:B // 2], now[B // 2:])]  # less to fill up
        loss = (sum(e.sum() for e in each)
                / sum((e > 0).sum() for e in each))
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.step()
        history.append(loss.item())
    return model, np.array(history)
# --8<-- [end:train]


@torch.no_grad()
def write(model, descriptions, choose=None, longest=32):
    """Captions for descriptions (strings; None: from nothing), one each."""
    heads = [[END] if d is None else [END, *encode(d), ARROW]
             for d in descriptions]
    out = [""] * len(heads)
    for size in set(map(len, heads)):  # those of one length together
        rows = [i for i, head in enumerate(heads) if len(head) == size]
        tokens = generate(model, torch.tensor([heads[i] for i in rows]),
                          longest, choose, END)
        for i, row in zip(rows, tokens[:, size:].tolist()):
            out[i] = decode(row)
    return out


@torch.no_grad()
def score(model, captions, descriptions=None):
    """Surprise of whole captions, in nats: (B,), end included."""
    heads = [[END] for _ in captions] if descriptions is None else [
        [END, *encode(d), ARROW] for d in descriptions]
    rows = [h + encode(c) + [END] for h, c in zip(heads, captions)]
    return caption_losses(model, rows, list(map(len, heads))).sum(1).numpy()


# --8<-- [start:load]
def load(path=WEIGHTS):
    """The kept model, its weights rounded to 16 bits."""
    model = Transformer(CONFIG)
    with np.load(path) as file:
        model.load_state_dict({name: torch.tensor(file[name]).float()
                               for name in file.files}, strict=False)
    return model.eval().requires_grad_(False)


def keep(model, path=WEIGHTS):
    """Write the weights of a model, the tied matrix once."""
    np.savez(path, **{name: weight.detach().numpy().astype(np.float16)
                      for name, weight in model.named_parameters()})
# --8<-- [end:load]


if __name__ == "__main__":
    torch.set_num_threads(1)
    keep(train(steps=KEPT)[0])
