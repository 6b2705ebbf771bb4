"""What Quartet accepts: every knob, index and fixed factor is checked here.

Each refusal is a ValueError of one line that names the value and what is
allowed. A knob that could do nothing is refused too.
"""

from numbers import Integral, Real

import numpy as np

from mmbook.quartet_stage import (FACTORS, MAX_OBJECTS, MODALITIES, RELATIONS,
                                  SCENE_FACTORS, SECONDS, check)
from mmbook.quartet_text import QUESTIONS

TUPLES = {**{f + "s": words for f, words in FACTORS.items()},
          "relations": RELATIONS, "questions": QUESTIONS}
SHARES = ("sequences", "ambiguity", "occlusion", "prior", "caption_errors",
          "label_noise")
TABLES = ("noise", "missing", "missing_when", "mismatched", "hide")


def indices(numbers):
    """Scene numbers as an array (B,) int64."""
    index = np.asarray(numbers)
    if index.ndim > 1:
        raise ValueError(f"indices: {numbers!r} is not a row of integers")
    index = index.reshape(-1)
    if index.size and index.dtype.kind not in "iu":
        raise ValueError(f"indices: {index.tolist()[0]!r} is not an integer")
    index = index.astype(np.int64)
    if (index < 0).any():
        raise ValueError(f"indices: {index.min()} is not >= 0")
    return index


def codes(fixed):
    """Check factors that a caller fixes; words become indices."""
    words = {**FACTORS, **SCENE_FACTORS}
    out = {}
    for name, value in fixed.items():
        check("factor", name, (*words, "n_objects"))
        if name == "n_objects":
            out[name] = check(name, value, range(1, MAX_OBJECTS + 1))
        else:
            out[name] = words[name].index(check(name, value, words[name]))
    return out


def need_two(fixed, n):
    """Refuse a fixed relation or order where a scene has one object."""
    for name in ("relation", "order"):
        if name in fixed and (n < 2).any():
            raise ValueError(f"impossible scene: {name} needs two objects, "
                             "and there is one; add n_objects=2")


def knobs(world):
    """Check all fields of a Quartet; returns those to be made tuples."""
    _whole("seed", world.seed, 0)
    _whole("groups", world.groups, 0)
    _whole("prior_shift", world.prior_shift)
    _whole("variant", world.variant)
    counts = _words("objects", np.atleast_1d(world.objects).tolist(),
                    tuple(range(1, MAX_OBJECTS + 1)))
    out, most = {"objects": tuple(map(int, counts))}, int(max(counts))
    for name, allowed in TUPLES.items():
        out[name] = _words(name, getattr(world, name), allowed)
    for name in ("shapes", "colors"):
        if len(set(out[name])) < most:
            raise ValueError(
                f"{name}: objects of a scene differ in {name[:-1]}, and "
                f"{most} objects need more than {out[name]}")
    check("timing", world.timing, ("whole", "random"))
    _offset(world.offset)
    for name in SHARES:
        _number(name, getattr(world, name), 0, 1)
    _tables(world)
    out["held_out"] = _held_out(world)
    if world.group_factor is not None:
        check("group_factor", world.group_factor, FACTORS)
        if not world.groups:
            raise ValueError(f"group_factor: {world.group_factor!r} needs "
                             "groups of 1 or more, and groups is 0")
    return out


def _tables(world):
    """Knobs that are dicts with an entry a modality."""
    for name in TABLES:
        table = getattr(world, name)
        if not isinstance(table, dict):
            raise ValueError(f"{name}: {table!r} is not a dict such as "
                             "{'sound': …}")
        for modality in table:
            check(name, modality, MODALITIES)
    for modality, decibels in world.noise.items():
        if modality == "text":
            raise ValueError("noise: text has no SNR; use caption_errors")
        _number(f"noise[{modality!r}]", decibels, -200, 200, " dB")
    for name in ("missing", "mismatched"):
        for modality, p in getattr(world, name).items():
            _number(f"{name}[{modality!r}]", p, 0, 1)
    for modality, hidden in world.hide.items():
        of_scene = ("relation", "order") if modality == "text" else ()
        _words(f"hide[{modality!r}]", hidden, (*FACTORS, *of_scene))
    for modality, when in world.missing_when.items():
        what = f"missing_when[{modality!r}]"
        if modality not in world.missing:
            raise ValueError(f"{what}: missing has no chance for "
                             f"{modality!r}, only for {[*world.missing]}")
        if not isinstance(when, (tuple, list)) or len(when) != 2:
            raise ValueError(f"{what}: {when!r} is not a pair such as "
                             "('motion', 'still')")
        check(what, when[0], FACTORS)
        check(what, when[1], FACTORS[when[0]])


def _held_out(world):
    factor = {v: f for f, words in FACTORS.items() for v in words}
    for composition in world.held_out:
        if isinstance(composition, str) or not len(composition):
            raise ValueError(f"held_out: {composition!r} is not a tuple "
                             "such as ('blue', 'triangle')")
        for value in composition:
            check("held_out", value, tuple(factor))
        if len({factor[v] for v in composition}) < len(composition):
            raise ValueError(f"held_out: {composition!r} has two values of "
                             "one factor, and no object has")
    if world.only_held_out and not world.held_out:
        raise ValueError("only_held_out: held_out is empty")
    return tuple(tuple(composition) for composition in world.held_out)


def _offset(offset):
    pair = isinstance(offset, (tuple, list)) and len(offset) == 2
    for seconds in offset if pair else (offset,):
        _number("offset", seconds, -SECONDS, SECONDS, " s")
    if pair and offset[0] > offset[1]:
        raise ValueError(f"offset: {offset!r} is not (low, high)")


def _words(name, values, allowed):
    if isinstance(values, str) or not np.iterable(values) or not len(values):
        raise ValueError(f"{name}: {values!r} is not a tuple of one or more "
                         f"of {allowed}")
    for value in values:
        check(name, value, allowed)
    return tuple(values)


def _number(name, value, low, high, unit=""):
    if not isinstance(value, Real) or not low <= value <= high:
        raise ValueError(f"{name}: {value!r} is not between {low:g} and "
                         f"{high:g}{unit}")


def _whole(name, value, low=-2**63):
    if not isinstance(value, Integral) or not low <= value < 2**63:
        raise ValueError(f"{name}: {value!r} is not an integer"
                         + (" >= 0 and below 2**63" if low == 0 else ""))
