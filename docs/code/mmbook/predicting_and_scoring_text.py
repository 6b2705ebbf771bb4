"""Language models made of counts, what they cost in bits, and coding.

A sequence is a list of tokens of any kind (words, characters, ``bytes``).
Probabilities are exact fractions, so that every number can be checked by
hand; ``mmbook.ngram_arrays`` does the same with arrays, for long texts.
"""

from collections import Counter
from fractions import Fraction
from math import ceil, log2

START, END = "<start>", "<end>"


# --8<-- [start:count]
def count(sequences, n):
    """Count each token after each context of 0 to n - 1 tokens.

    Returns n dicts; tables[k][context] is a Counter of the tokens that
    followed ``context``, a tuple of k tokens.
    """
    tables = [{} for _ in range(n)]
    for sequence in sequences:
        tokens = [START] * (n - 1) + list(sequence) + [END]
        for i in range(n - 1, len(tokens)):
            for k in range(n):
                row = tables[k].setdefault(tuple(tokens[i - k:i]), Counter())
                row[tokens[i]] += 1
    return tables
# --8<-- [end:count]


# --8<-- [start:mix]
def mix(tables, V, context, token, rule):
    """Probability of a token after a context, from short to long.

    ``context``: a tuple of as many tokens as the last table wants.
    ``rule`` says, from a count, the total of its row and the number of
    kinds in the row, what the token gets by itself and which share of
    the row is left to the shorter context. Below the shortest all V
    tokens are equally likely.
    """
    p = Fraction(1, V)
    for table in tables:
        k = len(next(iter(table)))  # tokens in a context of this table
        row = table.get(context[len(context) - k:])
        if row is None:  # never seen, so no longer one was either
            break
        own, rest = rule(row[token], row.total(), len(row))
        p = own + rest * p
    return p
# --8<-- [end:mix]


# --8<-- [start:rules]
def raw(c, total, kinds):
    """Shares of the counts and nothing else."""
    return Fraction(c, total), 0


def add(V, extra=1):
    """Add ``extra`` to each count. For a single table."""
    return lambda c, total, kinds: (
        Fraction(c) / (total + extra * V),
        Fraction(extra * V) / (total + extra * V))


def fixed(share):
    """Interpolation: ``share`` of every row goes to the shorter context."""
    return lambda c, total, kinds: ((1 - share) * Fraction(c, total), share)


def witten_bell(c, total, kinds):
    """The more kinds a row has, the more likely is one never seen."""
    return Fraction(c, total + kinds), Fraction(kinds, total + kinds)


def discount(d):
    """Take d from each count above 0. With ``kinds_before``: Kneser-Ney."""
    return lambda c, total, kinds: (
        max(c - d, 0 * d) / total, d * kinds / total)
# --8<-- [end:rules]


# --8<-- [start:kneser_ney]
def kinds_before(tables):
    """Tables of Kneser and Ney: the last one is kept; in the others a
    count becomes the number of different tokens seen before the n-gram.
    """
    out = []
    for table, longer in zip(tables, tables[1:]):
        new = {context: Counter() for context in table}
        for context, row in longer.items():
            new[context[1:]].update(row.keys())
        out.append(new)
    return out + tables[-1:]
# --8<-- [end:kneser_ney]


# --8<-- [start:bits]
def steps(sequence, n):
    """Each token of a sequence and its end, with its context: pairs."""
    tokens = [START] * (n - 1) + list(sequence) + [END]
    return [(tuple(tokens[i - n + 1:i]), tokens[i])
            for i in range(n - 1, len(tokens))]


def surprises(model, sequence, n):
    """Bits of each token and of the end: -log2 model(context, token)."""
    return [-log2(p) if (p := model(context, token)) else float("inf")
            for context, token in steps(sequence, n)]


def bits_per_byte(bits, texts):
    """All bits over all bytes; a newline after each text is counted."""
    return sum(bits) / sum(len(t.encode()) + 1 for t in texts)
# --8<-- [end:bits]


# --8<-- [start:letters]
def by_letters(shares, word):
    """Bits of each letter of a word, one after the other.

    ``shares``: the probability of every word that could stand here. Each
    ends with a space or a newline, so that none begins another. A letter
    has the share that its words have among those still possible.
    """
    left, bits = sum(shares.values()), []
    for i in range(1, len(word) + 1):
        now = sum(p for w, p in shares.items() if w[:i] == word[:i])
        bits.append(log2(left / now))
        left = now
    return bits
# --8<-- [end:letters]


# --8<-- [start:encode]
def narrow(model, sequence, n, vocabulary):
    """The interval of [0, 1) that belongs to a sequence: (low, width)."""
    low, width = Fraction(0), Fraction(1)
    for context, token in steps(sequence, n):
        before = vocabulary[:vocabulary.index(token)]
        low += width * sum(model(context, v) for v in before)
        width *= model(context, token)
    return low, width


def to_bits(low, width):
    """The shortest string of bits all of whose continuations lie inside."""
    length = 0
    while True:
        first = ceil(low * 2**length)
        if first + 1 <= (low + width) * 2**length:
            return format(first, f"0{length}b") if length else ""
        length += 1
# --8<-- [end:encode]


# --8<-- [start:decode]
def from_bits(bits, model, n, vocabulary):
    """Read a sequence back: at each step the part in which the point is."""
    point = Fraction(int(bits, 2), 2**len(bits))
    low, width, tokens = Fraction(0), Fraction(1), [START] * (n - 1)
    while tokens[-1:] != [END]:
        context = tuple(tokens[len(tokens) - n + 1:])
        for token in vocabulary:
            part = width * model(context, token)
            if point < low + part:
                break
            low += part
        width = part
        tokens.append(token)
    return tokens[n - 1:-1]
# --8<-- [end:decode]
