"""Decoding: from the scores of a language model to a text."""

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
