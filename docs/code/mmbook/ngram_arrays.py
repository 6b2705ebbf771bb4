"""N-gram models of long texts, with arrays: all orders up to n at once.

The same models as in ``mmbook.predicting_and_scoring_text``, with
``witten_bell`` or with the discount and ``kinds_before``; only as fast as
sorting. Tokens are whole numbers below V.
"""

import numpy as np


# --8<-- [start:line_up]
def line_up(sequences, n, V):
    """Put sequences in one row: (T,) tokens, (T,) whether one is counted.

    V is the number of the end token, V + 1 that of the n - 1 starts.
    """
    parts = [[V + 1] * (n - 1) + list(s) + [V] for s in sequences]
    tokens = np.fromiter((t for p in parts for t in p), dtype=np.int64)
    return tokens, tokens <= V
# --8<-- [end:line_up]


# --8<-- [start:context_numbers]
def context_numbers(tokens, n):
    """A number for the k tokens before each place, k = 0 to n: (n + 1, T).

    Equal contexts have equal numbers. Row k + 1, one place later, numbers
    the n-gram that begins with the context of row k.
    """
    rows = [np.zeros(len(tokens) + 1, dtype=np.int64)]
    size = tokens.max() + 1
    for _ in range(n):
        pair = rows[-1][:-1] * size + tokens  # the context, then its token
        number = np.unique(pair, return_inverse=True)[1]
        rows.append(np.concatenate([[number.max() + 1], number]))
    return np.stack(rows)
# --8<-- [end:context_numbers]


# --8<-- [start:surprises]
def surprises(train, test, n, V, discount=None):
    """Bits of each test token and end, for models of order 1 to n.

    train, test: lists of sequences of whole numbers below V; V + 1 things
    can come next, the end included. discount: None for Witten-Bell, a
    number for Kneser-Ney, or "estimate" for n1 / (n1 + 2 n2) of the counts
    of each order (Ney et al., 1994). Returns (n, test tokens and ends).
    """
    tokens, real = line_up([*train, *test], n, V)
    places = sum(len(s) + n for s in train)  # those of the training part
    numbers = context_numbers(tokens, n)
    learn = np.flatnonzero(real[:places])
    ask = places + np.flatnonzero(real[places:])
    lower, out = np.full(len(ask), 1 / (V + 1)), []
    for k in range(n):
        context, gram = numbers[k, :-1], numbers[k + 1, 1:]
        count = np.bincount(gram[learn], minlength=gram.max() + 1)
        p = _mixed(count, gram, context, learn, ask, lower, discount)
        out.append(-np.log2(p))
        if discount is None:
            lower = p
        elif k + 1 < n:  # for longer orders, kinds before in place of counts
            longer = numbers[k + 2, 1:]
            first = learn[np.unique(longer[learn], return_index=True)[1]]
            kinds = np.bincount(gram[first], minlength=len(count))
            lower = _mixed(kinds, gram, context, learn, ask, lower, discount)
    return np.array(out)


def _mixed(count, gram, context, learn, ask, lower, discount):
    size = context.max() + 1
    first = learn[np.unique(gram[learn], return_index=True)[1]]  # each once
    total = np.bincount(context[first], count[gram[first]], minlength=size)
    kinds = np.bincount(context[first], minlength=size)
    c, total, kinds = count[gram[ask]], total[context[ask]], kinds[context[ask]]
    if discount is None:
        return (c + kinds * lower) / np.maximum(total + kinds, 1) \
            + (total == 0) * lower
    if discount == "estimate":
        ones, twos = (count == 1).sum(), (count == 2).sum()
        discount = ones / max(ones + 2 * twos, 1)
    p = np.maximum(c - discount, 0) + discount * kinds * lower
    return p / np.maximum(total, 1) + (total == 0) * lower
# --8<-- [end:surprises]
