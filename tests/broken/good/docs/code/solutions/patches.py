"""Solutions of the chapter's exercises."""


# --8<-- [start:pairs]
def pairs(side, s):
    """Pairs that attention compares in a square picture."""
    n = (side // s) ** 2
    return n * n
# --8<-- [end:pairs]
