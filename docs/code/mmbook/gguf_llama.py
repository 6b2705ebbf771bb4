"""Load a language model of the Llama family from a GGUF file.

A GGUF file holds three things one after the other: fields (name, value)
that describe the model and its tokenizer, a table of tensors, and their
numbers, most of them in blocks of 32 with a shared scale. ``load`` puts the
numbers into the book's own transformer. Source of the layout: the GGUF
specification in the repository ggml-org/ggml.
"""

import struct

import numpy as np
import torch

from mmbook.transformer import Config, Transformer

NUMBERS = dict(enumerate("BbHhIif?", 0)) | {10: "Q", 11: "q", 12: "d"}
ALIGNMENT = 32  # bytes, if no field says otherwise


# --8<-- [start:fields]
def value(file, kind):
    """Read one value: a number, a string (8) or a list (9)."""
    if kind == 8:
        return file.read(value(file, 10)).decode("utf-8")
    if kind == 9:
        kind, count = value(file, 4), value(file, 10)
        return [value(file, kind) for _ in range(count)]
    form = "<" + NUMBERS[kind]
    return struct.unpack(form, file.read(struct.calcsize(form)))[0]


def read_gguf(path):
    """The fields (a dict) and tensors (a dict of float32) of a file."""
    with open(path, "rb") as file:
        if file.read(4) != b"GGUF":
            raise ValueError(f"{path}: not a GGUF file")
        _, tensors, fields = (value(file, k) for k in (4, 10, 10))
        fields = {value(file, 8): value(file, value(file, 4))
                  for _ in range(fields)}
        table = {}
        for _ in range(tensors):
            name, axes = value(file, 8), value(file, 4)
            shape = [value(file, 10) for _ in range(axes)][::-1]
            table[name] = shape, value(file, 4), value(file, 10)
        step = fields.get("general.alignment", ALIGNMENT)
        start = -(-file.tell() // step) * step
    raw = np.memmap(path, np.uint8, "r", start)
    return fields, {name: unpack(raw[offset:], kind, shape)
                    for name, (shape, kind, offset) in table.items()}
# --8<-- [end:fields]


# --8<-- [start:unpack]
# Bytes in a block of 32 numbers; kinds by their number in the file.
BLOCK = {0: ("F32", 128), 3: ("Q4_1", 20), 8: ("Q8_0", 34)}


def unpack(raw, kind, shape):
    """Numbers of one tensor from bytes; -> float32 of ``shape``.

    A block of Q4_1 is a scale, a minimum (float16) and 32 numbers of 4
    bits: w = scale · n + minimum. Q8_0 is a scale and 32 of 8 bits.
    """
    if kind not in BLOCK:
        raise ValueError(f"tensor of kind {kind}: only {BLOCK} are known")
    (name, size), count = BLOCK[kind], int(np.prod(shape))
    if name == "F32":
        return raw[:4 * count].view(np.float32).reshape(shape).copy()
    blocks = np.ascontiguousarray(
        raw[:count // 32 * size]).reshape(-1, size)  # (blocks, bytes)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    if name == "Q8_0":
        w = scale * blocks[:, 2:].view(np.int8)
    else:
        low = blocks[:, 2:4].copy().view(np.float16).astype(np.float32)
        n = blocks[:, 4:]  # numbers 0 to 15 low in the byte, 16 to 31 high
        w = scale * np.hstack([n & 15, n >> 4]) + low
    return w.reshape(shape)
# --8<-- [end:unpack]


# --8<-- [start:load]
OURS = {"embed": "token_embd", "norm": "output_norm"}
INSIDE = {"norms.0": "attn_norm", "norms.1": "ffn_norm",
          "attention.q": "attn_q", "attention.k": "attn_k",
          "attention.v": "attn_v", "attention.out": "attn_output",
          "up": "ffn_up", "gate": "ffn_gate", "down": "ffn_down"}


def config(fields):
    """What the file says of its model, in the words of our Config."""
    f = {k.removeprefix("llama."): v for k, v in fields.items()}
    return Config(
        vocabulary=len(f["tokenizer.ggml.tokens"]),
        width=f["embedding_length"], layers=f["block_count"],
        heads=f["attention.head_count"],
        kv_heads=f["attention.head_count_kv"],
        hidden=f["feed_forward_length"], base=f["rope.freq_base"],
        eps=f["attention.layer_norm_rms_epsilon"], norm="rms", gated=True)


def load(path):
    """The model and the fields of the file at ``path``."""
    fields, tensors = read_gguf(path)
    model = Transformer(config(fields)).eval()
    names = dict(OURS) | {
        f"blocks.{i}.{a}": f"blk.{i}.{b}"
        for i in range(model.config.layers) for a, b in INSIDE.items()}
    state = {f"{a}.weight": torch.from_numpy(tensors.pop(f"{b}.weight"))
             for a, b in names.items()}
    if tensors:
        raise ValueError(f"tensors with no place: {', '.join(tensors)}")
    state["read.weight"] = state["embed.weight"]  # tied: one table for both
    model.load_state_dict(state)
    return model.requires_grad_(False), fields
# --8<-- [end:load]


# --8<-- [start:tokenizer]
def tokenizer(fields):
    """Byte-level pairs; digits stand alone, special tokens stay whole."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    words = fields["tokenizer.ggml.tokens"]
    made = Tokenizer(models.BPE(
        vocab={word: i for i, word in enumerate(words)},
        merges=[tuple(m.split(" "))
                for m in fields["tokenizer.ggml.merges"]]))
    made.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Digits(individual_digits=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False)])
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens([
        word for word, kind in zip(words, fields["tokenizer.ggml.token_type"])
        if kind == 3])
    return made
# --8<-- [end:tokenizer]
