"""Decoding: from the scores of a language model to a text.

Choosers turn scores (B, V) into tokens (B,). Sources: Fan et al., 2018
(top-k); Holtzman et al., 2020 (top-p); Nguyen et al., 2025 (min-p);
Leviathan et al., 2023, and Chen et al., 2023 (speculative decoding).
"""

import torch


# --8<-- [start:generate]
@torch.no_grad()
def generate(model, tokens, steps, choose=None, stop=None):
    """Append up to ``steps`` tokens to tokens (B, T), with a cache.

    ``choose`` turns scores (B, V) into tokens (B,), by default the best.
    Ends early when every row has written the token ``stop``.
    """
    choose = choose or (lambda scores: scores.argmax(dim=-1))
    cache, new, ended = [], tokens, torch.zeros(len(tokens)).bool()
    for _ in range(steps):
        new = choose(model(new, cache=cache)[:, -1])[:, None]
        tokens = torch.cat((tokens, new), dim=1)
        if stop is not None:
            ended = ended | (new[:, 0] == stop)
            if ended.all():
                break
    return tokens
# --8<-- [end:generate]


# --8<-- [start:sample]
def sample(temperature=1.0, top_k=0, top_p=1.0, min_p=0.0, seed=0):
    """A chooser that draws: first the temperature, then the cuts.

    top_k keeps so many tokens (0: all), top_p the fewest tokens that
    together have this probability, min_p those with at least this share
    of the best one's probability.
    """
    if temperature <= 0:
        raise ValueError(f"temperature {temperature}: for the best token, "
                         "use generate without a chooser")
    dice = torch.Generator().manual_seed(seed)

    def choose(scores):
        p, order = (scores / temperature).softmax(-1).sort(
            dim=-1, descending=True)  # (B, V)
        keep = p.cumsum(dim=-1) - p < top_p  # what stands before is too little
        if top_k:
            keep[:, top_k:] = False
        keep &= p >= min_p * p[:, :1]
        keep[:, 0] = True
        place = torch.multinomial(p * keep, 1, generator=dice)
        return order.gather(-1, place)[:, 0]

    return choose
# --8<-- [end:sample]


# --8<-- [start:grammar]
class Constrained:
    """A chooser that follows a table of states, (states, V).

    The table holds the next state for each allowed token, -1 for the
    others. One state is kept for each row of the batch.
    """

    def __init__(self, table, choose=None):
        self.table = table
        self.choose = choose or (lambda scores: scores.argmax(dim=-1))
        self.state = None

    def __call__(self, scores):
        if self.state is None:  # all rows begin in state 0
            self.state = torch.zeros(len(scores), dtype=torch.long)
        forbidden = self.table[self.state] < 0  # (B, V)
        new = self.choose(scores.masked_fill(forbidden, -torch.inf))
        self.state = self.table[self.state, new]
        return new
# --8<-- [end:grammar]


# --8<-- [start:beam]
@torch.no_grad()
def beam_search(model, tokens, steps, width, stop, power=0.0):
    """The best texts found with ``width`` open ends: [(score, tokens), …].

    tokens (1, T) is the prompt. The score is the log probability of what
    was added, divided by its length to the ``power``; 0 leaves it as it is.
    """
    beams, start = [(0.0, tokens[0])], tokens.shape[1]
    score = lambda logp, row: logp / (len(row) - start) ** power
    done = []
    for _ in range(steps):
        logp = model(torch.stack([row for _, row in beams]))[:, -1]
        logp = logp.log_softmax(dim=-1)  # (beams, V)
        logp += torch.tensor([total for total, _ in beams])[:, None]
        best = logp.flatten().topk(min(width, logp.numel()))
        old, beams = beams, []
        for total, place in zip(*(part.tolist() for part in best)):
            row = torch.cat((old[place // logp.shape[1]][1],
                             torch.tensor([place % logp.shape[1]])))
            ended = int(row[-1]) == stop and total > -torch.inf
            (done if ended else beams).append((total, row))
        if not beams:
            break
    done = done or beams  # nothing ended: what is open
    return sorted(((score(*d), d[1]) for d in done), key=lambda d: -d[0])
# --8<-- [end:beam]


# --8<-- [start:speculative]
@torch.no_grad()
def speculative(model, draft, tokens, steps, guesses=4, seed=0, stop=None):
    """Draw from ``model`` with the help of a cheap ``draft``, exactly.

    tokens (1, T). The draft writes ``guesses`` tokens, the model scores
    them in one pass and keeps some. Returns the tokens, longer by at least
    ``steps`` or up to the first new ``stop``, and the model's passes.
    """
    dice, passes, end = torch.Generator().manual_seed(seed), 0, \
        tokens.shape[1] + steps
    draw = lambda p: torch.multinomial(p, 1, generator=dice)
    while tokens.shape[1] < end:
        T, row, q = tokens.shape[1], tokens, []
        for _ in range(guesses):
            q.append(draft(row)[0, -1].softmax(-1))  # (V,)
            row = torch.cat((row, draw(q[-1])[None]), dim=1)
        p = model(row)[0, T - 1:].softmax(-1)  # (guesses + 1, V)
        passes += 1
        for i, x in enumerate(row[0, T:].tolist()):
            if torch.rand((), generator=dice) * q[i][x] > p[i][x]:
                new = draw((p[i] - q[i]).clamp(min=0))  # refused
                break
        else:
            i, new = guesses, draw(p[guesses])  # all kept: one for free
        tokens = torch.cat((row[:, :T + i], new[None]), dim=1)
        if stop in (added := tokens[0, T:].tolist()):
            return tokens[:, :T + added.index(stop) + 1], passes
    return tokens, passes
# --8<-- [end:speculative]
