"""Word vectors: from counts of neighbors, by skip-gram, from pictures.

A table of counts (V, M) has a row for each word and a column for each
context word; vectors are rows (V, D). Sources: Church and Hanks, 1990
(pointwise mutual information); Mikolov et al., 2013 (skip-gram with negative
sampling); Levy and Goldberg, 2014 (what it factorizes); Bruni, Tran and
Baroni, 2014 (words from pictures).
"""

import re
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.stats import rankdata

STORIES = Path(__file__).parents[2] / "text" / "labs" / "data" / "stories.txt"


def tokens(text):
    """Lowercase words of a text, without punctuation, as a list."""
    return re.findall(r"[a-z]+(?:['-][a-z]+)*", text.lower())


def stories():
    """The paragraphs of the character lab's text, as lists of words."""
    text = STORIES.read_text(encoding="ascii")
    return [tokens(line) for line in text.split("\n") if line]


# --8<-- [start:cooccurrence]
def cooccurrence(sentences, window=2, least=1):
    """Count who stands within ``window`` words of whom.

    sentences: lists of words. Words seen fewer than ``least`` times are
    left out first. Returns words, commonest first, and counts (V, V).
    """
    often = Counter(word for words in sentences for word in words)
    words = sorted((w for w in often if often[w] >= least),
                   key=lambda w: (-often[w], w))
    number = {word: i for i, word in enumerate(words)}
    counts = np.zeros((len(words), len(words)))
    for sentence in sentences:
        row = [number[w] for w in sentence if w in number]
        for i, w in enumerate(row):
            for c in row[max(0, i - window):i]:
                counts[w, c] += 1
                counts[c, w] += 1
    return words, counts
# --8<-- [end:cooccurrence]


# --8<-- [start:pmi]
def pmi(counts, positive=False):
    """Pointwise mutual information of a table (V, M), in nats.

    Pairs never seen are minus infinity; ``positive`` sets what is below
    zero to zero (PPMI).
    """
    by_chance = (counts.sum(axis=1, keepdims=True)
                 * counts.sum(axis=0) / counts.sum())  # (V, M)
    with np.errstate(divide="ignore"):
        table = np.log(counts) - np.log(by_chance)
    return np.maximum(table, 0) if positive else table
# --8<-- [end:pmi]


# --8<-- [start:factorize]
def factorize(table, D):
    """Vectors (V, D) and (M, D) whose products are the best rank-D guess.

    The singular values are shared evenly between both sides.
    """
    U, s, Vt = np.linalg.svd(table, full_matrices=False)
    root = np.sqrt(s[:D])
    return U[:, :D] * root, Vt[:D].T * root
# --8<-- [end:factorize]


# --8<-- [start:cosines]
def cosines(X, Y=None):
    """Cosine of each row of X (V, D) with each row of Y (M, D): (V, M)."""
    unit = lambda Z: Z / np.maximum(
        np.linalg.norm(Z, axis=-1, keepdims=True), 1e-12)
    return unit(X) @ unit(X if Y is None else Y).T
# --8<-- [end:cosines]


# --8<-- [start:sgns]
def sgns_loss(U, V, counts, k):
    """Loss of skip-gram with k negatives for each pair of a table (V, M).

    The mean over random negatives is taken exactly, so nothing is drawn.
    Returns the loss, per pair seen, and its derivative by U V^T.
    """
    n = counts.sum()
    false = k * counts.sum(axis=1, keepdims=True) * counts.sum(axis=0) / n
    s = U @ V.T  # (V, M), one score for each word and context
    loss = counts * np.logaddexp(0, -s) + false * np.logaddexp(0, s)
    right = 1 / (1 + np.exp(-s))  # what the model thinks of "true pair"
    return loss.sum() / n, (false * right - counts * (1 - right)) / n


def train_sgns(counts, D, k=5, steps=500, seed=0):
    """Skip-gram vectors (V, D) and (M, D), trained on a table of counts."""
    rows, columns = counts.shape
    start = np.random.default_rng(seed).normal(
        size=(rows + columns, D)) * D ** -0.5

    def both(x):
        U, V = np.split(x.reshape(-1, D), [rows])
        loss, slope = sgns_loss(U, V, counts, k)
        return loss, np.concatenate((slope @ V, slope.T @ U)).ravel()

    result = minimize(both, start.ravel(), jac=True, method="L-BFGS-B",
                      options={"maxiter": steps, "ftol": 0, "gtol": 1e-9})
    return np.split(result.x.reshape(-1, D), [rows])
# --8<-- [end:sgns]


def subwords(word, low=3, high=6):
    """Pieces of fastText: the word between < and >, cut in all ways."""
    marked = f"<{word}>"
    return [marked[i:i + n] for n in range(low, high + 1)
            for i in range(len(marked) - n + 1)]


PEOPLE = (("king", "queen"), ("man", "woman"), ("boy", "girl"),
          ("father", "mother"), ("son", "daughter"), ("brother", "sister"),
          ("uncle", "aunt"), ("actor", "actress"), ("prince", "princess"),
          ("waiter", "waitress"), ("monk", "nun"), ("wizard", "witch"))
GENDER = (("he", "his", "him"), ("she", "her", "hers"))


# --8<-- [start:people]
def people(seed, sentences=4000, gender=0.1, theme=0.4):
    """Made-up sentences: a word for a person and six words around it.

    Each neighbor is, with chance ``gender``, a pronoun of the person's
    gender; with chance ``theme`` one of four words that only this pair has;
    else one of 40 common words. So the corpus has analogies by design.
    """
    dice = np.random.default_rng(seed)
    out = []
    for _ in range(sentences):
        pair, side = dice.integers(len(PEOPLE)), dice.integers(2)
        row = []
        for u in dice.random(6):
            if u < gender:
                row.append(GENDER[side][dice.integers(3)])
            elif u < gender + theme:
                row.append(f"theme{pair}-{dice.integers(4)}")
            else:
                row.append(f"common{int(40 * dice.random() ** 2)}")
        out.append([*row[:3], PEOPLE[pair][side], *row[3:]])
    return out
# --8<-- [end:people]


# --8<-- [start:analogy]
def analogies(words, X, pairs=PEOPLE):
    """Share of questions "a is to b as c is to ?" that X (V, D) answers.

    All ordered choices of two pairs, in both directions. Returns shares:
    the nearest word to b - a + c; the same, but the three words of the
    question may not be answers; and, under this rule, the nearest word to
    c alone. The last number is how often the first answer is b or c.
    """
    at = {word: i for i, word in enumerate(words)}
    X = X / np.linalg.norm(X, axis=1, keepdims=True)
    hits = []
    for p in pairs:
        for q in pairs:
            for a, b, c, d in ((*p, *q), (*p[::-1], *q[::-1])):
                if p == q:
                    continue
                a, b, c, d = at[a], at[b], at[c], at[d]
                near = X @ (X[b] - X[a] + X[c])
                plain = near.argmax()
                near[[a, b, c]] = -np.inf
                alone = X @ X[c]
                alone[[a, b, c]] = -np.inf
                hits.append((plain == d, near.argmax() == d,
                             alone.argmax() == d, plain in (b, c)))
    return np.mean(hits, axis=0)
# --8<-- [end:analogy]


def mean_cosine(X):
    """Mean cosine of two different rows of X (V, D)."""
    C = cosines(X)
    return (C.sum() - len(C)) / (len(C) * (len(C) - 1))


# --8<-- [start:in_context]
def in_context(sentence, vector, reach=2):
    """One vector for each place in a sentence: (T, D).

    The mean of the vectors of the words at most ``reach`` places away, the
    word itself included. ``vector``: word -> (D,).
    """
    X = np.array([vector[word] for word in sentence])  # (T, D)
    T = len(X)
    return np.array([X[max(0, t - reach):t + reach + 1].mean(axis=0)
                     for t in range(T)])
# --8<-- [end:in_context]


# --8<-- [start:seen]
def seen_with(words, captions, images):
    """Mean color of the pictures whose caption holds a word: (V, 3).

    captions: B str; images (B, H, W, 3). The mean over all pictures is
    taken off, so a row says how these pictures differ from others.
    """
    color = images.reshape(len(images), -1, 3).mean(axis=1)  # (B, 3)
    held = [set(tokens(caption)) for caption in captions]
    return np.array([color[[word in h for h in held]].mean(axis=0)
                     for word in words]) - color.mean(axis=0)


def distances(X):
    """Distances of all pairs of rows of X (V, D), one after the other."""
    i, j = np.triu_indices(len(X), 1)
    return np.linalg.norm(X[i] - X[j], axis=1)


def rank_correlation(a, b):
    """Spearman's: the correlation of the ranks of two lists of numbers."""
    return float(np.corrcoef(rankdata(a), rankdata(b))[0, 1])
# --8<-- [end:seen]


# --8<-- [start:color_words]
def color_words(world, scenes=1000, D=20):
    """Color words of a Quartet world, from captions and from pictures.

    Returns vectors (6, D) of unit length, factorized from counts, and mean
    colors (6, 3) of the pictures with the word in their caption.
    """
    batch = world.batch(range(scenes), modalities=("text", "image"))
    words, counts = cooccurrence([tokens(t) for t in batch.text])
    X, _ = factorize(pmi(counts, positive=True), D)
    X = X[[words.index(color) for color in world.colors]]
    return (X / np.linalg.norm(X, axis=1, keepdims=True),
            seen_with(world.colors, batch.text, batch.image))
# --8<-- [end:color_words]
