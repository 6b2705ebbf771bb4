"""Quartet: scenes in four modalities, made from known factors.

A scene has one to three objects on a stage for two seconds. The same
scene is written (text), drawn (image), played (sound) and filmed (video).
Scene i of a world depends on the world's seed and on i alone.

>>> from mmbook.quartet import Quartet
>>> batch = Quartet(seed=0).batch(range(1000))
"""

import textwrap
from dataclasses import dataclass, field, fields

import numpy as np

from mmbook import (quartet_check, quartet_render, quartet_sound,
                    quartet_spoil, quartet_text)
from mmbook.quartet_cast import draw_cast
from mmbook.quartet_stage import (COLORS, FACTORS, MAX_OBJECTS, MODALITIES,
                                  MOTIONS, RELATIONS, SHAPES, SIZES, TONES,
                                  check, uniform)

WARM = ("red", "yellow", "orange")
TASKS = ("redundant", "unique_image", "unique_sound", "synergy", "sarcasm")


# --8<-- [start:world]
@dataclass(frozen=True)
class Quartet:
    """A world of scenes; the defaults are the clean world."""

    seed: int = 0
    objects: int | tuple = (1, 2, 3)  # how many objects a scene may have
    shapes: tuple = SHAPES  # values that may occur, likewise below
    colors: tuple = COLORS
    sizes: tuple = SIZES
    motions: tuple = MOTIONS
    relations: tuple = RELATIONS
    sequences: float = 0.5  # share of scenes of 2 or 3 acting in turn
    timing: str = "whole"  # or "random": objects act for part of the time
    paraphrases: bool = True  # False: always the first wording
    variant: int = 0  # another draw of wordings and questions only
    names: bool = False  # captions begin with the name of the scene
    opinions: bool = False  # captions begin with praise or complaint
    ambiguity: float = 0.5  # chance of a vague word in the second language
    questions: tuple = quartet_text.QUESTIONS
    stereo: bool = False  # sound (B, 2, 16000) in place of (B, 16000)
# --8<-- [end:world]

# --8<-- [start:knobs]
    noise: dict = field(default_factory=dict)  # {"sound": SNR in dB, …}
    occlusion: float = 0.0  # share of the picture behind a gray square
    caption_errors: float = 0.0  # chance that a factor is written wrong
    missing: dict = field(default_factory=dict)  # {"sound": probability}
    missing_when: dict = field(default_factory=dict)  # {"sound": (f, v)}
    mismatched: dict = field(default_factory=dict)  # {"sound": probability}
    # of another scene, up to 10,000 further on
    offset: float | tuple = 0.0  # seconds that the sound is late, or a range
    label_noise: float = 0.0  # chance that a label is another class
    prior: float = 0.0  # chance that a shape's favorite color is forced;
    # hits by luck come on top
    prior_shift: int = 0  # other favorites: 1 flips every prior
    held_out: tuple = ()  # (("blue", "triangle"), …): never on an object
    only_held_out: bool = False  # the first object is always one of them
    groups: int = 0  # > 0: so many groups share texture and voice
    group_factor: str | None = None  # a factor that a group shares too
    hide: dict = field(default_factory=dict)  # {"sound": ("shape",), …}
# --8<-- [end:knobs]

    def __post_init__(self):
        for name, value in quartet_check.knobs(self).items():
            object.__setattr__(self, name, value)

    def __repr__(self):
        clean = type(self)()  # only what differs from it is shown
        names = [f.name for f in fields(self)]
        return "Quartet({})".format(", ".join(
            f"{n}={getattr(self, n)!r}" for n in names
            if getattr(self, n) != getattr(clean, n)))

    @classmethod
    def simple(cls, seed=0, objects=1, **knobs):
        """The world of the contrastive lab, in plain words.

        objects=1: "a small red circle moves left". objects=2: still
        objects, "a red circle left of a blue square".
        """
        if objects == 2:
            knobs = {"motions": ("still",), "sequences": 0.0,
                     "hide": {"text": ("size", "motion")}, **knobs}
        return cls(seed, objects, **{"paraphrases": False, **knobs})

    def scene(self, index, **fixed):
        """Return scene number `index`. fixed: see batch."""
        return self.batch([index], **fixed)[0]

# --8<-- [start:batch]
    def batch(self, indices, modalities=MODALITIES, **fixed):
        """Make scenes; returns a Batch of B = len(indices) scenes.

        indices: ints >= 0, in any order. modalities: those to make, the
        others are None. fixed: factors to overrule, such as color="red"
        (of the first object), relation="above", n_objects=2,
        order="first", tone="calm"; the rest of each scene stays as it is,
        unless a held-out composition forces another draw. With a prior,
        the color follows a fixed shape.

        A knob changes only what it is about: noise leaves the factors
        alone, prior changes colors, held_out changes the held-out factors
        in scenes that broke the rule.
        """
        index = quartet_check.indices(indices)
        for modality in modalities:
            check("modalities", modality, MODALITIES)
        cast = draw_cast(self, index, fixed)
        casts, match = quartet_spoil.mismatch(self, index, cast)
        scenes = quartet_text.rows(cast)

        def shown(m):  # the cast without what modality m is not to show
            return quartet_spoil.hidden(self, casts[m], m)

        batch = Batch(self, index, self._factors(cast, scenes), scenes, match)
        if "text" in modalities:
            self._write(batch, casts["text"])
        if "sound" in modalities:
            batch.sound = quartet_sound.sound(shown("sound"), self.stereo)
        if "image" in modalities:
            batch.image = quartet_render.image(shown("image"))
        if "video" in modalities:
            batch.video = quartet_render.video(shown("video"))
        self._spoil(batch, modalities)
        return batch
# --8<-- [end:batch]

    def captions(self, indices, variant=0, swap=None, **fixed):
        """Other wordings of the captions: a list of B str, drawn afresh.

        swap="objects" or "colors" writes captions of the same words that
        are false of the scene; it needs scenes of two or more objects.
        """
        index = quartet_check.indices(indices)
        scenes = quartet_text.rows(draw_cast(self, index, fixed))
        dice = self._dice(index, variant)
        if swap is not None:
            scenes = [quartet_text.swapped(s, swap) for s in scenes]
        if swap == "objects":  # so that each keeps its word for the size
            dice = [[d[1], d[0], *d[2:]] for d in dice]
        return self._captions(scenes, dice)

    def _dice(self, index, variant):
        return uniform(self.seed, index, f"words {variant}", 72).tolist()

    def _captions(self, scenes, dice):
        return [quartet_text.caption(
            s, d, self.paraphrases, self.hide.get("text", ()), self.names,
            self.opinions) for s, d in zip(scenes, dice)]

    def _write(self, batch, cast):
        """Captions, second language, questions and answers."""
        dice = self._dice(batch.index, self.variant)
        wrong, slips = quartet_spoil.misread(self, batch.index, cast)
        batch.factors["caption_errors"] = slips
        batch.text = self._captions(quartet_text.rows(wrong), dice)
        batch.foreign = [quartet_text.foreign(s, d[24:48], self.ambiguity)
                         for s, d in zip(batch.scenes, dice)]
        asked = [quartet_text.question(s, d[48:], self.questions)
                 for s, d in zip(batch.scenes, dice)]
        batch.kind, batch.question, batch.answer = (
            [a[column] for a in asked] for column in range(3))

    def _spoil(self, batch, modalities):
        """Occlusion, noise and missing modalities, in this order."""
        for m in modalities:
            signal, index = getattr(batch, m), batch.index
            if m in ("image", "video") and self.occlusion:
                quartet_spoil.occlude(self, index, signal)
            if m != "text":
                quartet_spoil.noisy(self, index, m, signal)
            there = quartet_spoil.presence(self, index, batch.factors, m)
            batch.present[m] = there
            for i in np.flatnonzero(~there):
                signal[i] = "" if m == "text" else 0

    def _factors(self, cast, scenes):
        """One entry a scene of every factor, words as words."""
        out = {}
        for k in range(MAX_OBJECTS):
            for f in FACTORS:
                out[f if k == 0 else f"{f}{k + 1}"] = np.array([
                    s["objects"][k][f] if k < len(s["objects"]) else "none"
                    for s in scenes])
        out["n_objects"] = cast["n"]
        for name in ("relation", "order", "name", "opinion"):
            out[name] = np.array([s[name] for s in scenes])
        out["tone"] = np.array(TONES)[cast["tone"]]
        out["x"], out["y"] = cast["x"][:, 0], cast["y"][:, 0]
        out["bounces"] = np.where(out["motion"] == "bounce",
                                  cast["bounces"][:, 0], 0)
        out["loudness"] = cast["loudness"][:, 0]
        out["group"], out["offset"] = cast["group"], cast["offset"][:, 0]
        return out


# --8<-- [start:batch_class]
@dataclass
class Batch:
    """B scenes; see Quartet.batch. Modalities not asked for are None."""

    world: Quartet
    index: np.ndarray  # (B,) the scenes' numbers
    factors: dict  # name -> (B,) array, see the chapter
    scenes: list  # B dicts of words and places
    match: dict  # modality -> (B,) bool, of this scene
    present: dict = field(default_factory=dict)  # likewise
    text: list | None = None  # B str
    image: np.ndarray | None = None
    sound: np.ndarray | None = None
    video: np.ndarray | None = None
    foreign: list | None = None  # B str, Lumo
    question: list | None = None  # B str
    answer: list | None = None  # B str
    kind: list | None = None  # of the question
# --8<-- [end:batch_class]

    def __len__(self):
        return len(self.index)

    def __repr__(self):
        made = [m for m in MODALITIES if getattr(self, m) is not None]
        return f"Batch of {len(self)} scenes: {', '.join(made) or 'factors'}"

    @property
    def events(self):
        """What acts when: B lists of (begin s, end s, shape, motion)."""
        return [[(o["begin"], o["end"], o["shape"], o["motion"])
                 for o in s["objects"]] for s in self.scenes]

# --8<-- [start:label]
    def label(self, task):
        """Labels of the scenes' first objects: (B,) int64.

        task: a factor such as "shape" (the place in SHAPES), or
        "redundant" (shape is one of the first three: seen and heard),
        "unique_image" (the color is warm: seen), "unique_sound" (the tone
        is excited: heard), "synergy" (exactly one of the last two),
        "sarcasm" (the words praise and the tone is calm, or the words
        complain and the tone is excited). With label_noise, some labels
        are another class.
        """
        f, classes = self.factors, 2
        warm, excited = np.isin(f["color"], WARM), f["tone"] == "excited"
        if task in FACTORS:
            classes = len(FACTORS[task])
            label = _codes(f[task], FACTORS[task])
        elif check("task", task, (*FACTORS, *TASKS)) == "redundant":
            label = np.isin(f["shape"], SHAPES[:3])
        elif task == "sarcasm":
            label = (f["opinion"] == "good") ^ excited
        else:
            label = {"unique_image": warm, "unique_sound": excited,
                     "synergy": warm ^ excited}[task]
        u = uniform(self.world.seed, self.index, f"label {task}", 2)
        step = 1 + (u[:, 1] * (classes - 1)).astype(int)
        wrong = u[:, 0] < self.world.label_noise
        return (label.astype(np.int64) + step * wrong) % classes
# --8<-- [end:label]

    def __getitem__(self, i):
        return Scene(self, i)


class Scene:
    """One scene of a batch; prints readably.

    index, text, image, sound, video, foreign, question, answer, kind and
    events as in Batch, without the first axis; factors, a dict of plain
    values; objects, a dict of words, places and times for each object.
    """

    def __init__(self, batch, i):
        self.index = int(batch.index[i])
        self.objects = batch.scenes[i]["objects"]
        self.factors = {f: a[i].item() for f, a in batch.factors.items()}
        for name in ("text", "image", "sound", "video", "foreign",
                     "question", "answer", "kind", "events"):
            value = getattr(batch, name)
            setattr(self, name, None if value is None else value[i])

    def __repr__(self):
        text = "(no text)" if self.text is None else self.text
        lines = textwrap.wrap(f"Scene {self.index}: {text}", 76,
                              subsequent_indent="    ")
        for o in self.objects:
            lines.append(
                f"  {o['size']} {o['color']} {o['shape']} at "
                f"({o['x']:+.2f}, {o['y']:+.2f}), {o['motion']}, "
                f"{o['begin']:.1f} to {o['end']:.1f} s")
        return "\n".join(lines)


def _codes(values, words):
    return np.array([words.index(v) for v in values.tolist()], dtype=int)
