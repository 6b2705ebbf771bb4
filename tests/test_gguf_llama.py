"""The book's transformer gives the scores of another implementation.

tests/data/tiny_llama.py made the file and, with transformers, the scores:
neither is needed here. Each planted mistake has to be far from them.
"""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from mmbook import gguf_llama, transformer, weights  # noqa: E402

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def reference():
    with np.load(DATA / "tiny_llama.npz") as kept:
        return torch.from_numpy(kept["tokens"]), kept["scores"]


@pytest.fixture
def model():
    return gguf_llama.load(DATA / "tiny_llama.gguf")[0]


def off(model, reference):
    """The largest difference from the reference scores, of std 1.5."""
    tokens, scores = reference
    with torch.no_grad():
        return float(np.abs(model(tokens).numpy() - scores).max())


def test_scores_are_those_of_transformers(model, reference):
    assert off(model, reference) < 1e-4


def test_a_cache_changes_nothing(model, reference):
    tokens, scores = reference
    cache = []
    with torch.no_grad():
        parts = [model(part, cache=cache)
                 for part in tokens.split([9, 1, 1, 13], dim=1)]
    assert np.abs(torch.cat(parts, dim=1).numpy() - scores).max() < 1e-4


def test_a_wrong_base_or_eps_is_seen(model, reference):
    config = model.config
    for wrong in (dict(base=10_000.0), dict(eps=1e-5)):
        other = transformer.Transformer(dataclasses.replace(config, **wrong))
        other.load_state_dict(model.state_dict())
        assert off(other, reference) > 0.01, wrong


def test_halves_in_place_of_pairs_are_seen(model, reference):
    for block in model.blocks:
        for part in (block.attention.q, block.attention.k):
            w = part.weight.data
            part.weight.data = w.reshape(-1, 8, 2, 64).transpose(
                1, 2).reshape(w.shape)
    assert off(model, reference) > 0.1


def test_key_heads_in_the_wrong_order_are_seen(model, reference):
    attention = model.blocks[0].attention
    w = attention.q.weight.data  # query heads 0, 2 in place of 0, 1 share
    attention.q.weight.data = w.reshape(2, 2, 16, 64).transpose(
        0, 1).reshape(w.shape)
    assert off(model, reference) > 0.1


def test_another_gate_is_seen(model, reference, monkeypatch):
    monkeypatch.setattr(torch.nn.functional, "silu",
                        torch.nn.functional.gelu)
    assert off(model, reference) > 0.1


def test_norms_without_their_weights_are_seen(model, reference):
    model.norm.weight.data.fill_(1.0)
    assert off(model, reference) > 0.1


def test_blocks_by_hand():
    # scale 0.5, minimum -1; the first byte holds numbers 0 (low) and 16.
    half = np.array([0.5, -1], np.float16).view(np.uint8)
    raw = np.concatenate([half, [0x2F], np.zeros(15)]).astype(np.uint8)
    w = gguf_llama.unpack(raw, 3, [1, 32])
    assert w[0, 0] == 0.5 * 15 - 1 and w[0, 16] == 0.5 * 2 - 1
    assert (np.delete(w[0], [0, 16]) == -1).all()
    raw = np.concatenate([half[:2], np.arange(-3, 29).astype(np.int8).view(
        np.uint8)])
    assert (gguf_llama.unpack(raw, 8, [32])
            == 0.5 * np.arange(-3, 29)).all()
    with pytest.raises(ValueError, match="kind 12"):
        gguf_llama.unpack(raw, 12, [32])


def test_a_tensor_without_a_place_is_an_error(monkeypatch):
    monkeypatch.delitem(gguf_llama.INSIDE, "gate")
    with pytest.raises(ValueError, match="no place: blk.0.ffn_gate"):
        gguf_llama.load(DATA / "tiny_llama.gguf")


def test_not_a_gguf_file(tmp_path):
    (tmp_path / "x").write_bytes(b"GIF89a")
    with pytest.raises(ValueError, match="not a GGUF file"):
        gguf_llama.read_gguf(tmp_path / "x")


def test_tokenizer_joins_pairs_and_keeps_digits_apart():
    pytest.importorskip("tokenizers")
    fields, _ = gguf_llama.read_gguf(DATA / "tiny_llama.gguf")
    tok = gguf_llama.tokenizer(fields)
    made = tok.encode("a circle 42<|end|>")
    assert made.tokens == ["a", "Ġcircle", "Ġ", "4", "2", "<|end|>"]
    assert tok.decode(made.ids) == "a circle 42"


def test_weights_are_found_without_an_import_and_have_their_hash(
        tmp_path, monkeypatch):
    package = tmp_path / "some_weights"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('imported')")
    (package / "x.bin").write_bytes(b"abc")
    monkeypatch.syspath_prepend(tmp_path)
    right = ("ba7816bf8f01cfea414140de5dae2223"
             "b00361a396177a9cb410ff61f20015ad")
    assert weights.locate("some_weights", "x.bin", right).read_bytes()
    with pytest.raises(ValueError, match="x.bin: sha256 ba78"):
        weights.locate("some_weights", "x.bin", "0" * 64)
    with pytest.raises(FileNotFoundError, match="make labs"):
        weights.locate("no_such_weights", "x.bin", right)
