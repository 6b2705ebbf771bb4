"""What word vectors hold: analogies, places in a sentence, and pictures.

Captions and sentences are text; vectors are rows (V, D). Sources: Linzen, 2016
(what an analogy test must report); Bruni, Tran and Baroni, 2014 (words from
pictures). The vectors come from ``mmbook.word_vectors``.
"""

from pathlib import Path

import numpy as np
from scipy.stats import rankdata

from mmbook.word_vectors import cooccurrence, factorize, pmi, tokens

STORIES = Path(__file__).parents[2] / "text" / "labs" / "data" / "stories.txt"


def stories():
    """The paragraphs of the character lab's text, as lists of words."""
    text = STORIES.read_text(encoding="ascii")
    return [tokens(line) for line in text.split("\n") if line]


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


def nearest_mean(F, label):
    """Share of the second half of F (N, D) that is nearest to its kind.

    label: N times True or False. The first half gives the mean of each.
    """
    n = len(F) // 2
    far = [np.linalg.norm(F[n:] - F[:n][label[:n] == side].mean(axis=0),
                          axis=1) for side in (True, False)]
    return float(((far[0] < far[1]) == label[n:]).mean())
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
