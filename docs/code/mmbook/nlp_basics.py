"""From text to tokens: cut at words, learn merges of bytes, encode.

A token is a ``bytes`` object here; its number is its place in
``vocabulary(merges)``. Every function gives the same result on every run.
"""

import re
from collections import Counter, defaultdict

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
