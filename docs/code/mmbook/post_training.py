"""Post-training of a small caption writer: the task, its checker, the losses.

The writer is given a scene of Quartet as four words and answers with a
caption: "circle red small left : a tiny red circle slides left". Sequences
are (B, T) whole numbers, T = PROMPT + ANSWER, filled up with "<end>".
Sources: Rafailov et al., 2023 (dpo_loss); Shao et al., 2024, and Schulman
et al., 2017 (clipped_loss).
"""

import itertools

import numpy as np
import torch

from mmbook.quartet_stage import COLORS, MOTIONS, SHAPES, SIZES
from mmbook.quartet_text import MOTION_WORDS, SIZE_WORDS, caption
from mmbook.transformer import Config, Transformer

FACTORS = {"shape": SHAPES, "color": COLORS, "size": SIZES,
           "motion": MOTIONS}
SCENES = list(itertools.product(*FACTORS.values()))  # 864
CONFUSED = {"grow": "shrink", "shrink": "grow"}  # what writers mix up
TOKENS = ["<end>", ":", *dict.fromkeys(
    " ".join([*SHAPES, *COLORS, *SIZES, *MOTIONS, "a an object",
              *sum(SIZE_WORDS.values(), ()), *sum(MOTION_WORDS.values(), ())]
             ).split())]
NUMBER = {word: i for i, word in enumerate(TOKENS)}
PROMPT, ANSWER = 5, 9  # tokens
MEANS = {word: value for words in (SIZE_WORDS, MOTION_WORDS)
         for value, options in words.items() for word in options}


def write(scene, rng, hide=()):
    """A true caption of a scene (four words), in a random wording."""
    objects = [dict(zip(FACTORS, scene))]
    return caption({"objects": objects, "relation": "none"},
                   rng.random(24), hide=hide)


# --8<-- [start:careless]
def careless(scene, rng, error=0.15, vague=0.1):
    """A caption as the base model's corpus has it: true half of the time."""
    said = [rng.choice(options) if rng.random() < error else value
            for value, options in zip(scene, FACTORS.values())]
    if scene[3] in CONFUSED and rng.random() < 0.8:
        said[3] = CONFUSED[scene[3]]
    hide = [f for f in FACTORS if rng.random() < 0.5]
    return write(said, rng, hide if rng.random() < vague else ())
# --8<-- [end:careless]


# --8<-- [start:verify]
def claims(text):
    """What a caption says, as {factor: value}; None if it is no caption."""
    words, said = text.split()[1:], {}
    if words and words[0] in MEANS:
        said["size"] = MEANS[words.pop(0)]
    if words and words[0] in COLORS:
        said["color"] = words.pop(0)
    if not words or words[0] not in (*SHAPES, "object"):
        return None
    noun, rest = words[0], " ".join(words[1:])
    if noun != "object":
        said["shape"] = noun
    if rest in MEANS:
        said["motion"] = MEANS[rest]
    return said if rest == "" or rest in MEANS else None


def true(scene, text):
    """1 if the caption states all four factors, and rightly, else 0."""
    return float(claims(text) == dict(zip(FACTORS, scene)))


def not_false(scene, text):
    """1 if the caption states nothing wrong: a checker with a hole."""
    said, facts = claims(text), dict(zip(FACTORS, scene))
    return float(said is not None and said.items() <= facts.items())
# --8<-- [end:verify]


def encode(scenes, texts=None):
    """Prompts (B, PROMPT), or with texts whole sequences (B, T)."""
    rows = [[NUMBER[w] for w in (*s, ":")] for s in scenes]
    for row, text in zip(rows, texts or ()):
        row += [NUMBER[w] for w in text.split()]
        row += [0] * (PROMPT + ANSWER - len(row))
    return torch.tensor(rows)


def decode(tokens):
    """The answers in tokens (B, T), up to the first "<end>", as B texts."""
    return [" ".join(TOKENS[i] for i in itertools.takewhile(bool, row))
            for row in tokens[:, PROMPT:].tolist()]


def model(seed=0, width=48, layers=2, heads=4):
    return Transformer(Config(len(TOKENS), width, layers, heads), seed)


# --8<-- [start:logprobs]
def token_logprobs(model, tokens):
    """log p of each answer token: (B, ANSWER), and the mask of those that
    count, up to and with the first "<end>"."""
    logp = model(tokens[:, :-1]).log_softmax(dim=-1)
    logp = logp.gather(2, tokens[:, 1:, None])[..., 0][:, PROMPT - 1:]
    ended = (tokens[:, PROMPT:] == 0).cumsum(dim=1)
    return logp, (ended - (tokens[:, PROMPT:] == 0).long() == 0).float()


def answer_logprob(model, tokens):
    """log p(answer | prompt) of each sequence: (B,)."""
    logp, mask = token_logprobs(model, tokens)
    return (logp * mask).sum(dim=1)
# --8<-- [end:logprobs]


# --8<-- [start:dpo]
def dpo_loss(model, chosen, rejected, ref_chosen, ref_rejected, beta):
    """The DPO loss of pairs (B, T) with the reference's log p (B,)."""
    margin = (answer_logprob(model, chosen) - ref_chosen
              - answer_logprob(model, rejected) + ref_rejected)
    return -torch.nn.functional.logsigmoid(beta * margin).mean()
# --8<-- [end:dpo]


# --8<-- [start:clipped]
def clipped_loss(model, tokens, old, reference, reward, beta, clip=0.2):
    """Clipped policy gradient with a group baseline and a KL term.

    tokens (groups, G, T); old and reference: log p of the answer tokens
    (groups * G, ANSWER) at sampling time and under the reference; reward
    (groups, G).
    """
    advantage = reward - reward.mean(dim=1, keepdim=True)
    advantage = advantage.flatten()[:, None]  # one for a whole answer
    logp, mask = token_logprobs(model, tokens.flatten(0, 1))
    ratio = (logp - old).exp()
    gain = torch.minimum(ratio * advantage,
                         ratio.clamp(1 - clip, 1 + clip) * advantage)
    away = reference - logp
    kl = away.exp() - away - 1  # at least 0, and its mean is the divergence
    return -((gain - beta * kl) * mask).sum() / mask.sum()
# --8<-- [end:clipped]
