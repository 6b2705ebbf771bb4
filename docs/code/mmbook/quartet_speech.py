"""Speech in Quartet's manner: phonemes that are heard and lip-read.

Nine phonemes, six mouths. A listener who only sees cannot tell p from b;
one who hears through noise confuses p, t and k, which look different.
"""

from dataclasses import dataclass, field

import numpy as np

from mmbook.quartet_spoil import noisy
from mmbook.quartet_stage import FRAMES, RATE, SIDE, check, uniform

CONSONANTS, VOWELS = ("p", "b", "t", "d", "k", "g"), ("a", "i", "u")
PHONEMES = CONSONANTS + VOWELS
MOUTH = dict(zip(PHONEMES, ("closed", "closed", "teeth", "teeth", "slack",
                            "slack", "open", "wide", "round")))
LIPS = {"closed": (6.5, 0.4), "teeth": (7.0, 2.4), "slack": (6.5, 3.4),
        "open": (7.0, 6.5), "wide": (10.0, 2.6), "round": (3.4, 3.4),
        "rest": (7.0, 1.0)}  # half width and half height, pixels
FORMANTS = {"a": (730, 1090), "i": (270, 2290), "u": (300, 870)}  # hertz
BURST = {"p": 700, "b": 700, "t": 3200, "d": 3200, "k": 1800, "g": 1800}
FRAME = RATE // 8  # samples of sound a frame of video
SINES = np.sin(2 * np.pi * np.outer(np.arange(1, 39), np.arange(512) / 512))


@dataclass
class Spoken:
    """B utterances; see Speech.batch."""

    text: list  # B str such as "b a t i"
    codes: np.ndarray  # (B, L) int, index into PHONEMES, -1 after the end
    lengths: np.ndarray  # (B,) phonemes an utterance
    frames: np.ndarray  # (B, 16) int, the phoneme in each frame, -1: rest
    sound: np.ndarray  # (B, 16000) float32 in [-1, 1], 8 kHz
    video: np.ndarray  # (B, 16, 32, 32, 3) uint8, 8 frames/s


# --8<-- [start:speech]
@dataclass(frozen=True)
class Speech:
    """Utterances of consonant-vowel syllables, two seconds each."""

    seed: int = 0
    syllables: tuple = (1, 2, 3)  # how many an utterance may have, up to 3
    consonants: tuple = CONSONANTS  # that occur, likewise vowels
    vowels: tuple = VOWELS
    noise: dict = field(default_factory=dict)  # {"sound": SNR in dB, …}
    offset: float = 0.0  # seconds that the sound is late, 0 to 0.25

    def __post_init__(self):
        for n in self.syllables:
            check("syllables", n, (1, 2, 3))
        for name, words in (("consonants", CONSONANTS), ("vowels", VOWELS)):
            for phoneme in getattr(self, name):
                check(name, phoneme, words)
        if not 0 <= self.offset <= 0.25:
            raise ValueError(f"offset: {self.offset!r} is not 0 to 0.25 s")

    def batch(self, indices):
        """Speak and film the utterances `indices`: returns Spoken."""
        index = np.asarray(indices, dtype=np.int64).reshape(-1)
        codes, lengths = self._phonemes(index)
        frames = self._timing(index, lengths, codes)
        out = Spoken(
            [" ".join(PHONEMES[c] for c in row if c >= 0) for row in codes],
            codes, lengths, frames, self._speak(index, frames),
            self._film(index, frames))
        noisy(self, index, "sound", out.sound)
        noisy(self, index, "video", out.video)
        return out
# --8<-- [end:speech]

    def _phonemes(self, index):
        u = uniform(self.seed, index, "phonemes", 7)
        count = np.array(self.syllables)[
            (u[:, 6] * len(self.syllables)).astype(int)]
        codes = np.empty((len(index), 6), dtype=int)
        for j in range(6):
            words = (self.consonants, self.vowels)[j % 2]
            among = np.array([PHONEMES.index(w) for w in words])
            codes[:, j] = among[(u[:, j] * len(among)).astype(int)]
        codes[np.arange(6) >= 2 * count[:, None]] = -1
        return codes, 2 * count

    def _timing(self, index, lengths, codes):
        """Two or three frames a phoneme, after up to two of rest."""
        u = uniform(self.seed, index, "durations", 7)
        frames = np.full((len(index), FRAMES), -1)
        for i, n in enumerate(lengths):
            spare = FRAMES - 1 - 2 * n  # one frame of rest at the end
            at = min(int(u[i, 6] * 3), spare)
            spare -= at
            for j in range(n):
                more = int(u[i, j] < 0.5 and spare > 0)
                spare -= more
                frames[i, at:at + 2 + more] = codes[i, j]
                at += 2 + more
        return frames

    def _speak(self, index, frames):
        t = np.arange(FRAMES * FRAME) / RATE
        u = uniform(self.seed, index, "speaker", 2)
        pitch, tract = 100 + 80 * u[:, 0], 0.93 + 0.14 * u[:, 1]
        rough = uniform(self.seed, index, "rough", FRAMES * FRAME // 10) - 0.5
        sound = np.zeros((len(index), len(t)), dtype=np.float32)
        for i, row in enumerate(frames):
            hiss = np.interp(t * 800, np.arange(rough.shape[1]), rough[i])
            starts = np.flatnonzero(np.diff(row, prepend=-1))
            for a, b in zip(starts, [*starts[1:], FRAMES]):
                if row[a] >= 0:
                    part = slice(a * FRAME, b * FRAME)
                    sound[i, part] = _say(PHONEMES[row[a]], t[part],
                                          hiss[part], pitch[i], tract[i])
        late = round(self.offset * RATE)
        return np.pad(sound, ((0, 0), (late, 0)))[:, :len(t)]

    def _film(self, index, frames):
        """Draw each speaker's mouths once, then put them in order."""
        u = uniform(self.seed, index, "face", 3).astype(np.float32)
        mouths = list(LIPS)
        w, h = np.array(list(LIPS.values()), np.float32).T[..., None, None]
        grid = np.arange(SIDE, dtype=np.float32) + 0.5 - SIDE / 2
        x = (grid - 3 * (u[:, 0, None] - 0.5))[:, None, None, :]
        y = (grid - 3 * (u[:, 1, None] - 0.5))[:, None, :, None]

        def ellipse(w, h):  # 1 inside, 0 outside: (B, 7, 32, 32, 1)
            r = np.sqrt((x / w) ** 2 + (y / h) ** 2)
            return np.clip(0.5 - (r - 1) * np.minimum(w, h), 0, 1)[..., None]

        skin = 110 + 90 * u[:, 2, None] * np.float32([1, 0.8, 0.65])
        teeth = np.array([m == "teeth" for m in mouths])[:, None, None]
        lips, inside = ellipse(w + 1.8, h + 1.8), ellipse(w, h)
        picture = skin[:, None, None, None, :]
        for cover, rgb in ((lips, (170, 50, 60)), (inside, (40, 10, 15)),
                           (inside * (teeth & (y < 0))[..., None],
                            (235, 235, 235))):
            picture = picture + cover * (np.float32(rgb) - picture)
        picture = np.rint(picture).astype(np.uint8)  # (B, 7, 32, 32, 3)
        shown = np.array([mouths.index(MOUTH[p]) for p in PHONEMES]
                         + [mouths.index("rest")])[frames]  # (B, 16)
        return picture[np.arange(len(index))[:, None], shown]


# --8<-- [start:say]
def _say(phoneme, t, hiss, pitch, tract):
    """One phoneme: vowels ring at two formants, consonants burst."""
    hertz = np.arange(1, int(3800 / pitch) + 1) * pitch
    if phoneme in VOWELS:  # loud harmonics near the formants
        level = 0.02 + sum(np.exp(-(((hertz - f * tract) / 170) ** 2)) / n
                           for n, f in enumerate(FORMANTS[phoneme], 1))
    else:  # voiced consonants hum, with the two lowest harmonics
        level = np.where(hertz < 2.5 * pitch, 0.7 * (phoneme in "bdg"), 0)
    period = level @ SINES[:len(hertz)]
    hum = 0.2 * period[(t * pitch % 1 * 512).astype(int)]
    t = t - t[0]
    burst = hiss * np.cos(2 * np.pi * BURST.get(phoneme, 0) * tract * t)
    burst = 0.8 * burst * np.exp(-np.abs(t - 0.15) / 0.04)
    edge = np.minimum(1, np.minimum(t, t[-1] - t) / 0.015)
    return edge * (hum + burst * (phoneme in CONSONANTS))
# --8<-- [end:say]
