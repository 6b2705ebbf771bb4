"""Search a text by words (BM25) and by vectors; the paragraphs of a page."""

import re
from collections import Counter

import numpy as np

NOT_PROSE = re.compile(
    r"^---\n.*?^---\n|^(`{3,}).*?^\1|<!--.*?-->|^\$\$.*?^\$\$|"
    r"^///.*?^///$|^\s*<.*?$|^!\[.*?$", re.M | re.S)
WORD = re.compile(r"[^\W_]+")


# --8<-- [start:paragraphs]
def paragraphs(page, least=120):
    """Plain paragraphs of a Markdown page, without code, maths displays,
    tables, lists, headings and boxes; ``least`` is the shortest, in
    characters. -> list of str
    """
    found = []
    for part in re.split(r"\n\s*\n", NOT_PROSE.sub("\n\n", page)):
        if re.match(r"\s|#|\||[-*] |\d+\. |[!?]{3}|\*\[|:", part):
            continue
        part = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", part)  # links
        part = re.sub(r"\s*\[[^\]]*@[^\]]*\]", "", part)  # citations
        part = re.sub(r"\*\*|[`*$\\]|\(\)|\{[^}]*\}", "", part)
        part = " ".join(part.split())
        if len(part) >= least:
            found.append(part)
    return found
# --8<-- [end:paragraphs]


def words(text):
    """The words of a text in lower case, without punctuation."""
    return WORD.findall(text.lower())


# --8<-- [start:bm25]
def bm25(queries, texts, k=1.2, b=0.75):
    """How well each text answers each query, by their common words.

    A word counts by its rarity, and its repetitions count less and less,
    and less in a long text. -> (queries, texts). Source: Robertson and
    Zaragoza, 2009.
    """
    counts = [Counter(words(t)) for t in texts]
    length = np.array([sum(c.values()) for c in counts], float)
    holds = Counter(w for c in counts for w in c)
    scores = np.zeros((len(queries), len(texts)))
    for i, query in enumerate(queries):
        for w in words(query):
            n = np.array([c[w] for c in counts], float)  # (texts,)
            rare = np.log(1 + (len(texts) - holds[w] + 0.5)
                          / (holds[w] + 0.5))
            long = k * (1 - b + b * length / length.mean())
            scores[i] += rare * n * (k + 1) / (n + long)
    return scores
# --8<-- [end:bm25]


# --8<-- [start:tfidf]
def tfidf(queries, texts):
    """Cosine of count vectors, each word weighted by its rarity."""
    counts = [Counter(words(t)) for t in (*texts, *queries)]
    holds = Counter(w for c in counts[:len(texts)] for w in c)
    index = {w: j for j, w in enumerate(holds)}
    X = np.zeros((len(counts), len(index)))
    for row, c in zip(X, counts):
        for w, n in c.items():
            if w in index:
                row[index[w]] = n * np.log(len(texts) / holds[w])
    X /= np.maximum(np.linalg.norm(X, axis=1, keepdims=True), 1e-9)
    return X[len(texts):] @ X[:len(texts)].T
# --8<-- [end:tfidf]


# --8<-- [start:ranks]
def ranks(scores, right):
    """The place, 1 for first, of text right[i] in row i; ties count half."""
    own = scores[np.arange(len(right)), right][:, None]
    return (1 + (scores > own).sum(axis=1)
            + ((scores == own).sum(axis=1) - 1) / 2)
# --8<-- [end:ranks]
