"""Write tiny_llama.gguf and tiny_llama.npz: a random Llama and its scores.

    pip install -e ".[real]" && python tests/data/tiny_llama.py

The model has all that the book's transformer could get wrong: grouped key
and value heads, rotary positions with an unusual base, a large eps, norms
whose weights are not 1, a gated perceptron. Its tensors are stored in all
three kinds that mmbook.gguf_llama reads. The scores in the npz are those of
transformers' LlamaForCausalLM, which reads the same file with the package
gguf, so nothing of them comes from this book's code.
"""

import os
from pathlib import Path

import numpy as np

os.environ |= {"HF_HUB_OFFLINE": "1", "TQDM_DISABLE": "1"}

import gguf  # noqa: E402
import torch  # noqa: E402
from transformers import LlamaForCausalLM  # noqa: E402

HERE = Path(__file__).parent
D, L, HEADS, KV, HIDDEN = 64, 2, 4, 2, 96
LETTERS = ["Ġ", *"abcdefghijklmnopqrstuvwxyz0123456789"]
MERGES = ["Ġ a", "Ġ c", "Ġc i", "r c", "rc l", "Ġci rcl", "Ġcircl e"]
TOKENS = ["<|end|>", *LETTERS, *(m.replace(" ", "") for m in MERGES)]
V = len(TOKENS)


def interleave(w, heads):
    """Rows of each head from (first half, second half) to pairs."""
    return (w.reshape(heads, 2, -1, w.shape[1]).swapaxes(1, 2)
            .reshape(w.shape))


def main():
    dice = np.random.default_rng(0)
    kinds = gguf.GGMLQuantizationType
    out = gguf.GGUFWriter(HERE / "tiny_llama.gguf", "llama")
    out.add_block_count(L)
    out.add_context_length(128)
    out.add_embedding_length(D)
    out.add_feed_forward_length(HIDDEN)
    out.add_head_count(HEADS)
    out.add_head_count_kv(KV)
    out.add_rope_freq_base(777.0)
    out.add_layer_norm_rms_eps(0.01)
    out.add_vocab_size(V)
    out.add_rope_dimension_count(D // HEADS)
    out.add_tokenizer_model("gpt2")
    out.add_token_list(TOKENS)
    out.add_token_types([3] + [1] * (V - 1))
    out.add_token_merges(MERGES)

    def add(name, rows, columns=None, kind=kinds.Q8_0, heads=0):
        if columns is None:
            w, kind = dice.uniform(0.5, 1.5, rows), kinds.F32
        else:
            w = dice.normal(0, 1.5 * columns ** -0.5, (rows, columns))
        if heads:
            w = interleave(w, heads)
        w = w.astype(np.float32)
        if kind == kinds.F32:
            out.add_tensor(f"{name}.weight", w)
        else:
            out.add_tensor(f"{name}.weight", gguf.quants.quantize(w, kind),
                           raw_dtype=kind)

    add("token_embd", V, D)
    add("output_norm", D)
    for i in range(L):
        add(f"blk.{i}.attn_norm", D)
        add(f"blk.{i}.ffn_norm", D)
        add(f"blk.{i}.attn_q", D, D, kinds.Q4_1, HEADS)
        add(f"blk.{i}.attn_k", D * KV // HEADS, D, kinds.Q4_1, KV)
        add(f"blk.{i}.attn_v", D * KV // HEADS, D, kinds.Q4_1)
        add(f"blk.{i}.attn_output", D, D, kinds.Q4_1)
        add(f"blk.{i}.ffn_gate", HIDDEN, D, kinds.Q4_1)
        add(f"blk.{i}.ffn_up", HIDDEN, D)
        add(f"blk.{i}.ffn_down", D, HIDDEN, kinds.F32)
    out.write_header_to_file()
    out.write_kv_data_to_file()
    out.write_tensors_to_file()
    out.close()
    model = LlamaForCausalLM.from_pretrained(
        HERE, gguf_file="tiny_llama.gguf", dtype=torch.float32)
    tokens = dice.integers(0, V, (2, 24))
    with torch.no_grad():
        scores = model(torch.from_numpy(tokens)).logits.numpy()
    np.savez_compressed(HERE / "tiny_llama.npz", tokens=tokens,
                        scores=scores)
    print(model.config, scores.std())


if __name__ == "__main__":
    main()
