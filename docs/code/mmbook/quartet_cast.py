"""Casting Quartet scenes: which objects, where, when, in which voice.

A cast is a dict of arrays, (B,) or (B, 3) for up to three objects; words
are stored as indices into SHAPES, COLORS, …. Renderers read nothing else.
"""

import numpy as np

from mmbook.quartet_check import codes, need_two
from mmbook.quartet_render import RGB
from mmbook.quartet_stage import (COLORS, FACTORS, MAX_OBJECTS, MOTIONS,
                                  RELATIONS, SCENE_FACTORS, SECONDS, uniform)

STILL = MOTIONS.index("still")


# --8<-- [start:cast]
def draw_cast(world, index, fixed):
    """Draw every factor of the scenes `index` (B,) of a world.

    fixed: {factor: value} to overrule, of the first object or the scene.
    """
    fixed = codes(fixed)

    def draw(name, words):  # (B,) index into words
        u = uniform(world.seed, index, name)[:, 0]
        drawn = (u * len(words)).astype(int)
        return np.full_like(drawn, fixed[name]) if name in fixed else drawn

    counts = np.array(world.objects)
    cast = {"n": counts[draw("count", counts)]}
    if "n_objects" in fixed:
        cast["n"][:] = fixed["n_objects"]
    need_two(fixed, cast["n"])
    for name in ("tone", "name", "opinion"):
        cast[name] = draw(name, SCENE_FACTORS[name])
    cast["relation"] = _pick(world, index, "relation", RELATIONS)[:, 0]
    if "relation" in fixed:
        cast["relation"][:] = fixed["relation"]
    cast["order"] = _order(world, index, cast["n"], fixed)
    cast["group"] = draw("group", range(world.groups or 1))
    if not world.groups:
        cast["group"] = np.array(index)  # each scene on its own
    cast.update(_objects(world, index, cast, fixed))
    cast.update(_places(world, index, cast))
    return cast
# --8<-- [end:cast]


def _pick(world, index, name, words, n=1, stream="", allowed=None):
    """Draw n indices into words among those the world allows: (B, n)."""
    allowed = allowed or getattr(world, name + "s")
    among = np.array([words.index(a) for a in allowed])
    u = uniform(world.seed, index, f"{name} {stream}", n)
    return among[(u * len(among)).astype(int)]


def _order(world, index, n, fixed):
    """0 together, 1 the first object acts first, 2 the second: (B,)."""
    can_move = any(m != "still" for m in world.motions)
    if fixed.get("order"):
        if fixed.get("motion") == STILL or not can_move:
            raise ValueError("impossible scene: order='first' or 'second' "
                             "needs objects that move, not motion='still'")
        return np.full(len(n), fixed["order"])
    u = uniform(world.seed, index, "order")[:, 0]
    order = np.where(u < world.sequences / 2, 2, 1)
    turns = (u < world.sequences) & (n > 1) & can_move
    turns &= "order" not in fixed and fixed.get("motion") != STILL
    return np.where(turns, order, 0)


# --8<-- [start:objects]
def _objects(world, index, cast, fixed):
    """Draw objects again until each scene keeps the rules.

    The objects of a scene differ in shape and in color, and none is a
    held-out composition. Only what a rule is about is drawn again: the
    factors of held-out compositions and, with a prior, the colors.
    Returns shape, color, size, motion: (B, 3).
    """
    redrawn = {"color"} if world.prior else set()
    if not world.only_held_out:
        redrawn |= {f for c in world.held_out for f, _ in _by_factor(c)}
    out = {f: np.zeros((len(index), MAX_OBJECTS), int) for f in FACTORS}
    todo = np.arange(len(index))
    for attempt in range(400):
        part = {f: cast[f][todo] for f in ("n", "order", "group")}
        turns = {f: attempt if f in redrawn else 0 for f in FACTORS}
        new = _try(world, index[todo], part, fixed, turns)
        good = _keeps_rules(world, new, part["n"], fixed)
        for f in FACTORS:
            out[f][todo[good]] = new[f][good]
        todo = todo[~good]
        if not len(todo):
            return out
    words = {f: FACTORS[f][fixed[f]] for f in FACTORS.keys() & fixed.keys()}
    raise ValueError(
        f"impossible scene {index[todo[0]]}: with {words or 'no factor'} "
        f"fixed, held_out={world.held_out}, shapes={world.shapes} and "
        f"colors={world.colors}, 400 draws broke a rule")
# --8<-- [end:objects]


def _try(world, index, part, fixed, turns):
    """Draw objects once. turns: which draw of each factor it is."""
    new = {f: _pick(world, index, f, FACTORS[f], MAX_OBJECTS, turns[f])
           for f in ("size", "motion")}
    for f in ("shape", "color"):  # shuffle the allowed ones: no two alike
        among = np.array([FACTORS[f].index(a)
                          for a in getattr(world, f + "s")])
        u = uniform(world.seed, index, f"{f} {turns[f]}", len(among))
        order = np.argsort(u, axis=1)[:, np.arange(MAX_OBJECTS) % len(among)]
        new[f] = among[order]
    moving = [m for m in world.motions if m != "still"]
    if moving:
        turn = _pick(world, index, "motion", MOTIONS, MAX_OBJECTS,
                     f"turn {turns['motion']}", moving)
        turn[:, 2] = STILL  # the third object waits
        in_turn = part["order"][:, None] > 0
        new["motion"] = np.where(in_turn, turn, new["motion"])
    if world.group_factor:
        f = world.group_factor
        _set_first(new, f, _pick(world, part["group"], f, FACTORS[f], 1,
                                 "of the group")[:, 0])
    for f in FACTORS.keys() & fixed.keys():
        _set_first(new, f, np.full(len(index), fixed[f]))
    if world.prior:
        u = uniform(world.seed, index, f"prior {turns['color']}", MAX_OBJECTS)
        favorite = (new["shape"] + world.prior_shift) % len(COLORS)
        allowed = np.isin(COLORS, world.colors)[favorite]
        new["color"] = np.where((u < world.prior) & allowed, favorite,
                                new["color"])
        if "color" in fixed:
            _set_first(new, "color", np.full(len(index), fixed["color"]))
    if world.only_held_out:
        u = uniform(world.seed, index, "held out")[:, 0]
        for j, composition in enumerate(world.held_out):
            rows = (u * len(world.held_out)).astype(int) == j
            for f, code in _by_factor(composition):
                _set_first(new, f, np.where(rows, code, new[f][:, 0]))
    return new


def _set_first(new, factor, code):
    """Give the first object a value; who had it takes the old one."""
    old = new[factor][:, 0].copy()
    if factor in ("shape", "color"):
        for k in range(1, MAX_OBJECTS):
            clash = new[factor][:, k] == code
            new[factor][clash, k] = old[clash]
    new[factor][:, 0] = code


def _by_factor(composition):
    """("blue", "triangle") -> [("color", 2), ("shape", 2)]."""
    return [(f, words.index(value)) for value in composition
            for f, words in FACTORS.items() if value in words]


def _keeps_rules(world, new, n, fixed):
    there = np.arange(MAX_OBJECTS) < n[:, None]  # (B, 3)
    good = np.ones(len(n), dtype=bool)
    for f in FACTORS.keys() & fixed.keys():  # only_held_out may differ
        good &= new[f][:, 0] == fixed[f]
    for f in ("shape", "color"):
        code = np.where(there, new[f], -1 - np.arange(MAX_OBJECTS))
        for a, b in ((0, 1), (0, 2), (1, 2)):
            good &= code[:, a] != code[:, b]
    if not world.only_held_out:
        for composition in world.held_out:
            has = there.copy()
            for f, code in _by_factor(composition):
                has &= new[f] == code
            good &= ~has.any(axis=1)
    return good


# --8<-- [start:places]
def _places(world, index, cast):
    """Draw where, when and how loud: places, times, voices, textures.

    A start place never depends on the motion, so that one frame cannot
    tell what happens next.
    """
    def draw(name, n):
        return uniform(world.seed, index, name, n)

    n, pair = cast["n"][:, None], cast["relation"]
    u = draw("place", 7) * 2 - 1  # (B, 7) in [-1, 1)
    dx = np.array([-1, 1, 0, 0])[pair]  # from the center to the first
    dy = np.array([0, 0, -1, 1])[pair]
    aside = np.where(cast["n"] > 2, 0.4 * np.sign(u[:, 6]), 0.25 * u[:, 6])
    along = np.array([0.42, -0.42, 0.0])  # first, second, third object
    across = aside[:, None] * np.array([1, 1, -1])
    x = dx[:, None] * along + np.abs(dy)[:, None] * across
    y = dy[:, None] * along + np.abs(dx)[:, None] * across
    out = {"x": np.where(n == 1, 0.4 * u[:, :3], x + 0.08 * u[:, :3]),
           "y": np.where(n == 1, 0.4 * u[:, 3:6], y + 0.08 * u[:, 3:6])}
    out["t0"], out["t1"] = _times(world, cast["order"], draw("time", 6))
    hops = 2 + (draw("bounces", MAX_OBJECTS) * 3).astype(int)
    short = out["t1"] - out["t0"] < 1.5
    out["bounces"] = np.where(short, 2, hops)
    low, high = np.broadcast_to(world.offset, 2)
    out["offset"] = low + (high - low) * draw("offset", 1)  # (B, 1)
    out["loudness"] = 0.3 + 0.3 * draw("loudness", MAX_OBJECTS)
    shade = 0.9 + 0.1 * draw("shade", MAX_OBJECTS)[:, :, None]
    out["rgb"] = (RGB[cast["color"]] * shade).astype(np.float32)
    group = cast["group"]  # texture and voice are shared in a group
    out["texture"] = uniform(world.seed, group, "texture", 5)
    voice = uniform(world.seed, group, "voice")[:, 0]
    out["detune"] = 0.98 + 0.04 * voice
    return out
# --8<-- [end:places]


def _times(world, order, u):
    """When each object begins and ends to act: two (B, 3), in seconds."""
    begin = np.zeros((len(order), MAX_OBJECTS))
    end = np.full_like(begin, SECONDS)
    for k in (0, 1):
        end[order == k + 1, k] = SECONDS / 2  # the one that acts first
        begin[order == 2 - k, k] = SECONDS / 2
    if world.timing == "random":
        length = (0.4 + 0.4 * u[:, 3:]) * (end - begin)
        begin = begin + u[:, :3] * (end - begin - length)
        end = begin + length
    return begin, end
