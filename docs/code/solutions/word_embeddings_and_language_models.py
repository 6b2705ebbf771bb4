"""Solutions to the exercises on word vectors and language models."""

import numpy as np

from mmbook.quartet import COLORS, SHAPES, WARM, Quartet
from mmbook.quartet_render import RGB
from mmbook.word_embeddings_and_language_models import (
    distances, in_context, nearest_mean, rank_correlation)
from mmbook.word_vectors import (
    cooccurrence, factorize, pmi, subwords, tokens)


# --8<-- [start:overlap]
def overlap(a, b):
    """Share of the pieces that either word has which both have."""
    a, b = set(subwords(a)), set(subwords(b))
    return len(a & b) / len(a | b)
# --8<-- [end:overlap]


# --8<-- [start:warm]
def agreement(seed, apart, scenes=1000):
    """Rank correlation of text-only color distances with the true ones.

    apart: warm colors are only on circles, squares and triangles, the
    others only on stars, rings and crosses.
    """
    never = tuple((c, s) for c in COLORS for s in SHAPES
                  if (c in WARM) != (s in SHAPES[:3])) if apart else ()
    batch = Quartet(seed=seed, held_out=never).batch(
        range(scenes), modalities=("text",))
    words, counts = cooccurrence([tokens(t) for t in batch.text])
    X, _ = factorize(pmi(counts, positive=True), 20)
    X = X[[words.index(c) for c in COLORS]]
    X = X / np.linalg.norm(X, axis=1, keepdims=True)
    return rank_correlation(distances(X), distances(RGB.astype(float)))
# --8<-- [end:warm]


# --8<-- [start:vela]
def green_or_blue(seed, scenes=2000):
    """Share right for "vela": from its context, and from the picture.

    The nearest mean of the two senses on the first half of the scenes,
    tested on the second; the picture gives its most colorful pixel.
    """
    batch = Quartet(seed=seed, objects=1, ambiguity=1.0).batch(
        range(scenes), modalities=("text", "image"))
    said = [tokens(t) for t in batch.foreign]
    words, counts = cooccurrence(said)
    X, _ = factorize(pmi(counts, positive=True), 20)
    vector = dict(zip(words, X))
    i = [i for i in range(scenes) if "vela" in said[i]]
    text = [in_context(said[j], vector)[said[j].index("vela")] for j in i]
    pixels = batch.image[i].reshape(len(i), -1, 3).astype(float)
    best = (pixels.max(axis=2) - pixels.min(axis=2)).argmax(axis=1)
    green = np.array([batch.factors["color"][j] == "green" for j in i])
    return [nearest_mean(np.array(F), green)
            for F in (text, pixels[np.arange(len(i)), best])]
# --8<-- [end:vela]
