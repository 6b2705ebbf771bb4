"""History and evolution: the experiment of 1954, and the book's timeline.

A simulated listener hears words through noise, with and without the
speaker's lips. It keeps, for each phoneme, the mean of what that sounds and
looks like, and adds up evidence as Bayes' rule says.
"""

from pathlib import Path

import numpy as np
import yaml

from mmbook.quartet_speech import Speech
from mmbook.quartet_spoil import add_noise

DATA = Path(__file__).resolve().parents[2] / "introduction"
# Every word of four phonemes, consonant vowel consonant vowel, as codes.
WORDS = np.array([(a, b, c, d) for a in range(6) for b in range(6, 9)
                  for c in range(6) for d in range(6, 9)])  # (324, 4)


# --8<-- [start:timeline]
def timeline(path=DATA / "timeline.yml"):
    """The events of the chapter's timeline, oldest first, as dicts."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))
# --8<-- [end:timeline]


# --8<-- [start:combine]
def combine(*likelihoods):
    """Probability of each of K answers, all equally likely before.

    Each argument, (K,), is the probability of one observation under
    every answer; given the answer, the observations are independent.
    """
    product = np.prod(likelihoods, axis=0)  # (K,)
    return product / product.sum()
# --8<-- [end:combine]


def recordings(indices, seed=0):
    """Two-syllable words, spoken and filmed: see quartet_speech.Spoken."""
    return Speech(seed=seed, syllables=(2,)).batch(indices)


def onsets(frames):
    """First frame of each of the four phonemes: (B, 16) to (B, 4)."""
    new = np.diff(frames, axis=1, prepend=-1) != 0
    return np.array([np.flatnonzero(row)[:4] for row in new])


# --8<-- [start:features]
def heard(sound, at, bands=12):
    """Loudness of each phoneme in frequency bands: (B, 4, bands).

    `sound` (B, 16000) at 8 kHz; `at` (B, 4) from onsets.
    """
    samples = at[..., None] * 1000 + np.arange(2000)  # a quarter second
    part = np.take_along_axis(sound[:, None], samples, axis=2)
    power = np.abs(np.fft.rfft(part * np.hanning(2000))) ** 2
    power = power[..., :83 * bands].reshape(*at.shape, bands, -1)
    return np.log(power.mean(axis=-1) + 1e-9)


def seen(video, at):
    """The mouth of each phoneme, in 10 x 12 coarse pixels: (B, 4, 120).

    `video` (B, 16, 32, 32, 3), any scale.
    """
    part = video[np.arange(len(at))[:, None], at + 1, 6:26, 4:28, 1]
    return part.reshape(*at.shape, 10, 2, 12, 2).mean(axis=(3, 5)).reshape(
        *at.shape, -1)
# --8<-- [end:features]


# --8<-- [start:listener]
def evidence(features, codes, test, among):
    """Log of how probable `test` is under each phoneme of `among`.

    `features` (B, P, D) and `codes` (B, P) are examples to learn from,
    `test` (M, P, D) what is then met. Returns (M, P, len(among)), up to
    a constant. Each phoneme is a mean plus the same bell-shaped scatter.
    """
    X, y = features.reshape(-1, features.shape[-1]), codes.reshape(-1)
    mean = np.array([X[y == c].mean(axis=0) for c in among])
    scatter = X - mean[y - among[0]]
    cov = scatter.T @ scatter / len(X)
    # A little extra scatter, so that the inverse is stable.
    cov += 1e-3 * np.trace(cov) / len(cov) * np.eye(len(cov))
    off = test[..., None, :] - mean  # (M, P, phonemes, D)
    return -0.5 * np.einsum("mpki,ij,mpkj->mpk", off, np.linalg.inv(cov), off)
# --8<-- [end:listener]


def per_phoneme(features, codes, learn):
    """Evidence for all nine phonemes in utterances `learn` onwards."""
    out = np.full((len(codes) - learn, 4, 9), -np.inf)
    for first, among in ((0, range(6)), (1, range(6, 9))):
        part = np.s_[:, first::2]
        out[:, first::2, among] = evidence(
            features[:learn][part], codes[:learn][part],
            features[learn:][part], among)
    return out


# --8<-- [start:words]
def share_right(evidence, codes, vocabulary, generator):
    """Share of words found in a list of `vocabulary` words, itself one.

    `evidence` (M, 4, 9) for each phoneme; `codes` (M, 4) what was said.
    """
    score = evidence[:, np.arange(4), WORDS].sum(axis=-1)  # (M, 324)
    true = (codes[:, None] == WORDS).all(axis=-1)
    order = np.argsort(generator.random(true.shape) - true, axis=1)
    chosen = np.take_along_axis(score, order[:, :vocabulary], axis=1)
    return float((chosen.argmax(axis=1) == 0).mean())
# --8<-- [end:words]


def spoil(signals, decibels, generator):
    """Add white noise to each signal; the ratio is that of powers, in dB."""
    return np.array([add_noise(s, decibels, generator) for s in signals])


def listening_test(spoken, learn, ratios, lips=-18.0, seed=0):
    """Evidence of the ears at each ratio (dB), and of the eyes.

    The listener learns from the first `learn` utterances at each ratio.
    Returns {ratio: (M, 4, 9)} and (M, 4, 9).
    """
    rng = np.random.default_rng(seed)
    at, codes = onsets(spoken.frames), spoken.codes[:, :4]
    eyes = per_phoneme(seen(spoil(spoken.video, lips, rng), at), codes, learn)
    ears = {ratio: per_phoneme(
        heard(spoil(spoken.sound, ratio, rng), at), codes, learn)
        for ratio in ratios}
    return ears, eyes


# --8<-- [start:relative]
def relative_gain(alone, together):
    """Which part of what could be gained was gained, from 0 to 1."""
    return (together - alone) / (1 - alone)
# --8<-- [end:relative]
