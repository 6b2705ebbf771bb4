"""Words of Quartet scenes: captions, a second language, questions.

All three are small grammars. Where a grammar has a choice of wording, it
takes the next number of a row of uniform random numbers, `dice`.
"""

from mmbook.quartet_stage import (COLORS, FACTORS, MOTIONS, NAMES, OPINIONS,
                                  ORDERS, RELATIONS, SHAPES, SIZES)

SIZE_WORDS = {"small": ("small", "little", "tiny"),
              "medium": ("medium", "middling", "mid-sized"),
              "large": ("large", "big", "huge")}
MOTION_WORDS = {"still": ("stays still", "does not move", "rests"),
                "left": ("moves left", "slides left", "goes to the left"),
                "right": ("moves right", "slides right", "goes to the right"),
                "up": ("moves up", "rises", "climbs"),
                "down": ("moves down", "falls", "sinks"),
                "bounce": ("bounces", "hops", "jumps up and down"),
                "grow": ("grows", "gets bigger", "expands"),
                "shrink": ("shrinks", "gets smaller", "contracts")}
OPPOSITE = {"left of": "right of", "right of": "left of", "above": "below",
            "below": "above"}
LONGER = {"left of": "to the left of", "right of": "to the right of",
          "above": "higher than", "below": "lower than"}
PRAISE = {"good": ("lovely", "what a joy"), "bad": ("awful", "what a pity")}
NUMBERS = ("zero", "one", "two", "three")

# The second language, Lumo: noun first, and some words of two meanings.
LUMO = {"circle": "ronda", "square": "kado", "triangle": "triko",
        "star": "stelo", "ring": "anelo", "cross": "kruso", "red": "roja",
        "green": "virda", "blue": "lazu", "yellow": "flava",
        "purple": "purpa", "orange": "oranja", "small": "pika",
        "medium": "meza", "large": "granda", "still": "resta",
        "left": "sinis", "right": "destra", "up": "alta", "down": "basa",
        "bounce": "salta", "grow": "kresa", "shrink": "minua",
        "left of": "a-sinis", "right of": "a-destra", "above": "sopra",
        "below": "soto"}
VAGUE = {"circle": "rund", "ring": "rund", "green": "vela", "blue": "vela",
         "left": "latera", "right": "latera"}


class _Dice:
    """Choices made by a row of numbers in [0, 1), one after the other."""

    def __init__(self, numbers):
        self.numbers = iter(numbers)

    def pick(self, options, vary=True):
        u = next(self.numbers)
        return options[int(u * len(options))] if vary else options[0]


# --8<-- [start:rows]
def rows(cast):
    """Turn the arrays of a batch into one plain dict a scene.

    Returns [{"objects": [{"shape": …, "x": …, …}, …], "relation": …}, …].
    """
    numbers = {"x": "x", "y": "y", "begin": "t0", "end": "t1"}
    lists = {f: cast[f].tolist() for f in (*FACTORS, *numbers.values())}
    scenes = []
    for i, n in enumerate(cast["n"].tolist()):
        objects = [
            {f: words[lists[f][i][k]] for f, words in FACTORS.items()}
            | {name: lists[f][i][k] for name, f in numbers.items()}
            for k in range(n)]
        scenes.append({
            "objects": objects,
            "relation": RELATIONS[cast["relation"][i]] if n > 1 else "none",
            "order": ORDERS[cast["order"][i]] if n > 1 else "none",
            "name": NAMES[cast["name"][i]],
            "opinion": OPINIONS[cast["opinion"][i]]})
    return scenes
# --8<-- [end:rows]


# --8<-- [start:caption]
def caption(scene, dice, vary=True, hide=(), names=False, opinions=False):
    """Write one English caption of a scene (a dict, see rows).

    dice: at least 24 numbers in [0, 1). vary=False takes the first wording
    each time. hide: names of factors that are not to be mentioned.
    """
    dice = _Dice(dice)
    objects = scene["objects"]
    phrases = [_noun(o, dice, vary, hide) for o in objects]
    verbs = [dice.pick(MOTION_WORDS[o["motion"]], vary) for o in objects]
    moves = "motion" not in hide
    if len(objects) == 1:
        words = f"{phrases[0]} {verbs[0]}" if moves else phrases[0]
    else:
        words = _related(phrases, scene["relation"], dice, vary, hide)
        if moves:
            words += "; " + _events(scene, verbs, dice, vary, hide)
        for phrase, verb in zip(phrases[2:], verbs[2:]):
            words += f"; nearby {phrase}" + (f" {verb}" if moves else "")
    if opinions:
        words = f"{dice.pick(PRAISE[scene['opinion']], vary)}: {words}"
    return f"{scene['name']}: {words}" if names else words
# --8<-- [end:caption]


def _noun(o, dice, vary, hide):
    words = [dice.pick(SIZE_WORDS[o["size"]], vary), o["color"], o["shape"]]
    words = [w for w, f in zip(words, ("size", "color", "shape"))
             if f not in hide]
    if "shape" in hide:
        words.append("object")
    return f"{'an' if words[0][0] in 'aeiou' else 'a'} {' '.join(words)}"


def _related(phrases, relation, dice, vary, hide):
    """Two noun phrases and their places, in one of four wordings."""
    form = dice.pick(("plain", "longer", "turned", "turned longer"), vary)
    if "relation" in hide:
        return f"{phrases[0]} and {phrases[1]}"
    if "turned" in form:
        phrases, relation = phrases[1::-1], OPPOSITE[relation]
    relation = LONGER[relation] if "longer" in form else relation
    return f"{phrases[0]} {relation} {phrases[1]}"


def _events(scene, verbs, dice, vary, hide):
    """Who does what, and in which order, in words."""
    clauses = [f"the {'object' if 'shape' in hide else o['shape']} {v}"
               for o, v in zip(scene["objects"][:2], verbs)]
    form = dice.pick(("then", "first", "after"), vary)
    if scene["order"] == "together" or "order" in hide:
        return f"{clauses[0]} and {clauses[1]}"
    if scene["order"] == "second":
        clauses = clauses[::-1]
    if form == "after":
        return f"{clauses[1]} after {clauses[0]}"
    lead = "first " if form == "first" else ""
    return f"{lead}{clauses[0]}, then {clauses[1]}"


# --8<-- [start:swap]
def swapped(scene, what="objects"):
    """A scene whose caption is false of this one, with the same words.

    what="objects" exchanges the two objects, what="colors" their colors.
    """
    if len(scene["objects"]) < 2:
        raise ValueError("swap: a scene of 1 object has nothing to swap")
    a, b, *rest = scene["objects"]
    if what == "objects":
        a, b = {**b, "motion": a["motion"]}, {**a, "motion": b["motion"]}
    elif what == "colors":
        a, b = {**a, "color": b["color"]}, {**b, "color": a["color"]}
    else:
        raise ValueError(f"swap: {what!r} is not 'objects' or 'colors'")
    return {**scene, "objects": [a, b, *rest]}
# --8<-- [end:swap]


# --8<-- [start:foreign]
def foreign(scene, dice, ambiguity=0.5):
    """Say the scene in Lumo; each word of VAGUE with chance `ambiguity`."""
    dice = iter(dice)

    def say(word):
        u = next(dice)
        vague = word in VAGUE and u < ambiguity
        return VAGUE[word] if vague else LUMO[word]

    nouns, verbs = [], []
    for o in scene["objects"]:
        nouns.append(" ".join(say(o[f]) for f in ("shape", "size", "color")))
        verbs.append(say(o["motion"]))
    if len(nouns) == 1:
        return f"{nouns[0]} {verbs[0]}"
    words = f"{nouns[0]} {LUMO[scene['relation']]} {nouns[1]}, "
    acts = [f"{n.split()[0]} {v}" for n, v in zip(nouns, verbs)]
    if scene["order"] == "second":
        acts[:2] = acts[1::-1]
    words += (" e " if scene["order"] == "together" else " poi ").join(
        acts[:2])
    return words + "".join(
        f", {n} {v}" for n, v in zip(nouns[2:], verbs[2:]))
# --8<-- [end:foreign]


QUESTIONS = ("color", "shape", "size", "motion", "count", "exists",
             "relation", "order")


# --8<-- [start:question]
def question(scene, dice, kinds=QUESTIONS):
    """Ask one question about a scene: returns (kind, question, answer)."""
    dice = _Dice(dice)
    objects, pair = scene["objects"], len(scene["objects"]) > 1
    possible = [k for k in kinds if pair or k not in ("relation", "order")]
    possible = [k for k in possible
                if k != "order" or scene["order"] != "together"]
    kind = dice.pick(possible or ["count"])
    o = dice.pick(objects)
    wrong = dice.pick([c for c in COLORS if c != o["color"]])
    true = dice.pick((True, False))
    if kind == "color":
        return kind, f"what color is the {o['shape']}?", o["color"]
    if kind == "shape":
        return kind, f"what shape is the {o['color']} object?", o["shape"]
    if kind == "size":
        return kind, f"what size is the {o['shape']}?", o["size"]
    if kind == "motion":
        return kind, f"what does the {o['shape']} do?", o["motion"]
    if kind == "count":
        return kind, "how many objects are there?", NUMBERS[len(objects)]
    if kind == "exists":
        color = o["color"] if true else wrong
        answer = "yes" if true else "no"
        return kind, f"is there a {color} {o['shape']}?".replace(
            "a orange", "an orange"), answer
    a, b = (p["shape"] for p in objects[:2])
    if kind == "relation":
        said = scene["relation"] if true else OPPOSITE[scene["relation"]]
        return kind, f"is the {a} {said} the {b}?", "yes" if true else "no"
    first = a if scene["order"] == "first" else b
    return kind, f"which moves first, the {a} or the {b}?", first
# --8<-- [end:question]
