"""From text to tokens, and texts as bags of words.

A token is a ``bytes`` object here; its number is its place in
``vocabulary(merges)``. Every function gives the same result on every run.
"""

import re
from collections import Counter, defaultdict
from math import inf, log

import numpy as np

from mmbook.tokenization_across_modalities import merge

# --8<-- [start:pieces]
PIECE = re.compile(
    r" ?[^\W\d_]+"  # letters, with the space in front of them
    r"| ?\d{1,3}"  # up to three digits
    r"| ?(?:[^\w\s]|_)+"  # marks and signs
    r"|\s+(?!\S)|\s+")  # white space; a last space goes to the next word


def pieces(text):
    """Cut a str where no merge may reach across: a list of str.

    Joined together, the pieces are the text again.
    """
    return PIECE.findall(text)
# --8<-- [end:pieces]


# --8<-- [start:learn]
def learn(text, merges):
    """Byte-level byte-pair encoding: a list of up to ``merges`` pairs.

    A pair is two ``bytes``, most frequent first; of equals the smaller
    wins. Pairs are counted within pieces. Source: Sennrich et al., 2016.
    """
    times = Counter(pieces(text))  # how often each distinct piece occurs
    split = {piece: single(piece) for piece in times}
    count, where = Counter(), defaultdict(set)

    def add(piece, sign):
        for pair in zip(split[piece], split[piece][1:]):
            count[pair] += sign * times[piece]
            where[pair].add(piece)

    for piece in times:
        add(piece, 1)
    found = []
    while len(found) < merges and (most := max(count.values(), default=0)):
        best = min(pair for pair, n in count.items() if n == most)
        found.append(best)
        for piece in where.pop(best):  # the others do not change
            add(piece, -1)
            split[piece] = merge(split[piece], best)
            add(piece, 1)
    return found
# --8<-- [end:learn]


# --8<-- [start:encode]
def single(piece):
    """The UTF-8 bytes of a str, one by one: a list of ``bytes``."""
    return [bytes([b]) for b in piece.encode()]


def encode(text, merges):
    """Tokens of a str: a list of ``bytes`` that joins to its UTF-8."""
    rank, known, tokens = {p: i for i, p in enumerate(merges)}, {}, []
    for piece in pieces(text):
        if piece not in known:
            parts = single(piece)
            while found := rank.keys() & zip(parts, parts[1:]):
                parts = merge(parts, min(found, key=rank.get))
            known[piece] = parts
        tokens += known[piece]
    return tokens


def vocabulary(merges):
    """All tokens, a list of ``bytes``: 256 bytes, then the joined pairs.

    Two merges can give the same token, which is listed once.
    """
    singles = [bytes([b]) for b in range(256)]
    return list(dict.fromkeys(singles + [a + b for a, b in merges]))
# --8<-- [end:encode]


# --------------------------------------------------- other ways to cut


# --8<-- [start:longest_match]
def longest_match(word, known):
    """Always the longest known beginning: a list of str.

    Source: WordPiece, Wu et al., 2016. No known beginning: ValueError.
    """
    parts = []
    while word:
        length = max((n for n in range(1, len(word) + 1)
                      if word[:n] in known), default=0)
        if not length:
            raise ValueError(f"nothing known begins {word!r}")
        parts.append(word[:length])
        word = word[length:]
    return parts
# --8<-- [end:longest_match]


# --8<-- [start:best_split]
def best_split(word, probability):
    """The most probable cut of a str: its log probability and a list.

    ``probability`` has one entry a piece; pieces are taken as independent.
    Source: Kudo, 2018. No possible cut has log probability -inf.
    """
    best = [(0.0, [])]  # best[n]: the best cut of the first n characters
    for end in range(1, len(word) + 1):
        cuts = [(best[start][0] + log(probability[word[start:end]]),
                 best[start][1] + [word[start:end]])
                for start in range(end) if word[start:end] in probability]
        best.append(max(cuts, default=(-inf, [])))
    return best[-1]
# --8<-- [end:best_split]


# -------------------------------------------------- one text, six languages

# Article 1 of the Universal Declaration of Human Rights (United Nations,
# 1948), in normal form NFC.
ARTICLE_1 = {
    "English": "All human beings are born free and equal in dignity and "
               "rights. They are endowed with reason and conscience and "
               "should act towards one another in a spirit of brotherhood.",
    "Spanish": "Todos los seres humanos nacen libres e iguales en dignidad "
               "y derechos y, dotados como están de razón y conciencia, "
               "deben comportarse fraternalmente los unos con los otros.",
    "Swahili": "Watu wote wamezaliwa huru, hadhi na haki zao ni sawa. Wote "
               "wamejaliwa akili na dhamiri, hivyo yapasa watendeane "
               "kindugu.",
    "Russian": "Все люди рождаются свободными и равными в своем достоинстве "
               "и правах. Они наделены разумом и совестью и должны "
               "поступать в отношении друг друга в духе братства.",
    "Hindi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात "
             "स्वतन्त्रता और समानता प्राप्त है । उन्हें बुद्धि और "
             "अन्तरात्मा की देन प्राप्त है और परस्पर उन्हें भाईचारे के भाव "
             "से बर्ताव करना चाहिए ।",
    "Chinese": "人人生而自由,在尊严和权利上一律平等。"
               "他们赋有理性和良心,并应以兄弟关系的精神相对待。",
}


# ------------------------------------------------------ bags of words


# --8<-- [start:tf_idf]
def bag(texts, words):
    """How often each of V words occurs in each of N texts: (N, V)."""
    counts = [Counter(text.lower().split()) for text in texts]
    return np.array([[count[word] for word in words] for count in counts])


def search(query, texts):
    """Cosine of a query with N texts by TF-IDF: (N,), 0 to 1.

    A word weighs its count times log(N / number of texts with the word);
    words of the query that no text has are passed over.
    Source: Spärck Jones, 1972.
    """
    words = sorted({w for text in texts for w in text.lower().split()})
    counts = bag(texts, words)  # (N, V)
    rarity = np.log(len(texts) / (counts > 0).sum(axis=0))  # (V,)
    x, q = counts * rarity, bag([query], words)[0] * rarity
    norms = np.linalg.norm(x, axis=1) * np.linalg.norm(q)  # (N,)
    return x @ q / np.maximum(norms, 1e-12)
# --8<-- [end:tf_idf]
