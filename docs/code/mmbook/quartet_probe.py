"""Probes: can a factor be read from a modality of Quartet?

Each modality of single-object scenes is measured with a few plain numbers
and a linear rule is fitted. What the rule finds is there; what it does not
find may need a better rule, so chance is evidence and not proof.
"""

import numpy as np

from mmbook.definition_and_importance import fit as fit_rule
from mmbook.quartet_stage import SIDE


def measure(batch, modality):
    """Plain measurements of one modality of a batch: (B, D) float."""
    tools = {"text": bag_of_words, "image": look, "sound": listen,
             "video": watch}
    return tools[modality](getattr(batch, modality))


def bag_of_words(captions):
    """One column for each word that occurs: 1 where a caption has it."""
    known = sorted({w for words in captions for w in words.split()})
    return np.array([[w in words.split() for w in known]
                     for words in captions], dtype=float)


def colored(pixels):
    """Which pixels show an object, (…, H, W) bool; all else is gray."""
    r, g, b = (pixels[..., i] for i in range(3))
    high = np.maximum(np.maximum(r, g), b)
    return high - np.minimum(np.minimum(r, g), b) > 40  # uint8


# --8<-- [start:look]
def look(image):
    """Measure the object: color, size, place, coarse outline. (B, 42)"""
    out = []
    for picture, there in zip(image, colored(image)):
        rows, cols = np.nonzero(there) if there.any() else ([0], [0])
        top, left = np.min(rows), np.min(cols)
        grid = (np.arange(6) + 0.5) / 6
        outline = there[np.ix_(
            top + (grid * (np.ptp(rows) + 1)).astype(int),
            left + (grid * (np.ptp(cols) + 1)).astype(int))]
        color = picture[there].mean(axis=0) if there.any() else np.zeros(3)
        out.append([*color, there.sum() ** 0.5, np.mean(cols), np.mean(rows),
                    *outline.ravel()])
    return np.array(out)
# --8<-- [end:look]


# --8<-- [start:watch]
def watch(video):
    """Look at the first frame, then at what changes. (B, 46)"""
    there, at = colored(video), np.arange(SIDE)
    area = there.sum(axis=(2, 3)) + 1e-9  # (B, T)
    x = (there.sum(axis=2) * at).sum(axis=2) / area
    y = (there.sum(axis=3) * at).sum(axis=2) / area
    change = [x[:, -1] - x[:, 0], y[:, -1] - y[:, 0], y.std(axis=1),
              np.log((area[:, -1] + 1) / (area[:, 0] + 1))]
    return np.hstack([look(video[:, 0]), np.stack(change, axis=1)])
# --8<-- [end:watch]


# --8<-- [start:listen]
def listen(sound):
    """Pitch, overtones, glide, swell, clicks, tremble, level. (B, 13)"""
    blocks = np.abs(np.fft.rfft(  # eight windows of 1/4 s, steps of 4 Hz
        sound.reshape(-1, 8, 2000) * np.hanning(2000), axis=2))
    loud = blocks[:, :, :400] > 0.15 * blocks.max(axis=2, keepdims=True)
    pitch = np.maximum(loud.argmax(axis=2), 30)  # (B, 8), lowest loud bin
    first, near = pitch[:, 0], np.arange(-10, 11)
    overtones = np.stack([np.take_along_axis(
        blocks[:, 0], np.minimum(h * first[:, None] + near, 1000), axis=1
    ).max(axis=1) for h in range(1, 6)], axis=1)
    overtones /= np.linalg.norm(overtones, axis=1, keepdims=True) + 1e-9
    swell = blocks[:, 6:].max(axis=(1, 2)) / (blocks[:, 0].max(axis=1) + 1e-9)
    steps = np.abs(np.diff(sound, axis=1))
    clicks = steps.max(axis=1) / (steps[:, 2000:].mean(axis=1) + 1e-9)
    power = np.log((sound.reshape(-1, 64, 250) ** 2).mean(axis=2) + 1e-6)
    tremble = np.abs(np.fft.rfft(power * np.hanning(64)))[:, 12]  # 6 Hz
    level = np.log((sound[:, :2000] ** 2).mean(axis=1) + 1e-9)
    return np.hstack([np.log2(first)[:, None], overtones, np.stack(
        [np.log2(pitch[:, 7] / first), np.log2(pitch).std(axis=1),
         np.log2(pitch).mean(axis=1), np.log(swell + 1e-9),
         np.log(clicks + 1e-9), tremble, level], axis=1)])
# --8<-- [end:listen]


# --8<-- [start:probe]
def probe(features, labels, fit=2 / 3, ridge=1e-2):
    """Share of right answers on the scenes that the rule has not seen.

    Linear discriminant analysis: the nearest class mean, with distances
    measured in units of the spread within classes. features (B, D). A
    class that the first part, a share `fit`, lacks is a ValueError.
    """
    labels = np.asarray(labels)
    n = round(fit * len(labels))
    absent = sorted(set(labels.tolist()) - set(labels[:n].tolist()))
    if absent:
        raise ValueError(f"labels: {absent[0]!r} is not among the {n} to fit "
                         "on; take more scenes, or shuffle them")
    code = np.unique(labels, return_inverse=True)[1]  # 0 to K - 1
    rule = fit_rule(features[:n], code[:n], ridge)
    return float(np.mean(rule(features[n:]) == code[n:]))
# --8<-- [end:probe]
