"""Contrastive pretraining: one space for text, image, sound and video.

Losses first, then what to measure, then small towers and the loop that
trains them on Quartet with text as the hub. An embedding is a unit vector
of width D; ``u`` and ``v`` are (B, D), and row ``i`` of both is one pair.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


# --8<-- [start:info_nce_slow]
def info_nce_slow(u, v, tau=0.07):
    """The symmetric contrastive loss, one pair at a time, in nats."""
    total, B = 0.0, len(u)
    for i in range(B):
        right = math.exp(u[i] @ v[i] / tau)
        of_v = sum(math.exp(u[i] @ v[j] / tau) for j in range(B))
        of_u = sum(math.exp(u[j] @ v[i] / tau) for j in range(B))
        total -= (math.log(right / of_v) + math.log(right / of_u)) / 2
    return total / B
# --8<-- [end:info_nce_slow]


# --8<-- [start:info_nce]
def info_nce(u, v, tau=0.07, same=None):
    """The symmetric contrastive loss of B pairs, in nats; a scalar tensor.

    ``same`` (B, B), if given, is True where item j is as right for item i
    as its own partner; such pairs are left out of the sums.
    Source: van den Oord et al., 2018; Radford et al. (CLIP), 2021.
    """
    logits = u @ v.T / tau  # (B, B)
    target = torch.arange(len(u))
    if same is not None:
        other = same & ~torch.eye(len(u), dtype=torch.bool)
        logits = logits.masked_fill(other, -torch.inf)
    rows, columns = (F.cross_entropy(z, target) for z in (logits, logits.T))
    return (rows + columns) / 2
# --8<-- [end:info_nce]


# --8<-- [start:sigmoid_loss]
def sigmoid_loss(u, v, scale=10.0, bias=-10.0):
    """The pairwise loss: B² yes-or-no questions, summed, divided by B.

    Source: Zhai et al., "Sigmoid loss for language image pre-training",
    2023; ``scale`` is 1 / tau, and these are its values at the start.
    """
    logits = scale * (u @ v.T) + bias  # (B, B)
    z = 2 * torch.eye(len(u)) - 1  # +1 on the diagonal, -1 elsewhere
    return -F.logsigmoid(z * logits).sum() / len(u)
# --8<-- [end:sigmoid_loss]


# --8<-- [start:modality_gap]
def modality_gap(u, v):
    """Distance between the two centers of gravity: 0 to 2, a float.

    Source: Liang et al., "Mind the gap", 2022.
    """
    return float((u.mean(dim=0) - v.mean(dim=0)).norm())
# --8<-- [end:modality_gap]


# --8<-- [start:zero_shot_classifier]
def zero_shot_classifier(embed_text, classes, templates):
    """One unit vector a class, (K, D): the mean over its prompts.

    ``embed_text`` maps a list of str to unit vectors; each template has
    one ``{}`` for the name of the class. Classify with
    ``(image @ weights.T).argmax(dim=1)``. Source: Radford et al., 2021.
    """
    rows = [
        embed_text([t.format(name) for t in templates]).mean(dim=0)
        for name in classes
    ]
    return F.normalize(torch.stack(rows), dim=-1)
# --8<-- [end:zero_shot_classifier]


# --8<-- [start:log_mel]
def mel(hertz):
    """The mel scale: hertz to mel, 1000 Hz to about 1000 mel."""
    return 2595 * np.log10(1 + np.asarray(hertz) / 700)


def log_mel(sound, rate=8000, n_mels=32, window=512, hop=256):
    """Log-mel spectrograms (B, T, F) of sounds (B, samples), float32.

    Power in ``n_mels`` triangular bands, even in mel from 60 Hz to half the
    rate; natural logarithm with a floor at 10⁻⁴.
    """
    frames = np.lib.stride_tricks.sliding_window_view(sound, window, axis=1)
    frames = frames[:, ::hop] * np.hanning(window).astype(np.float32)
    power = np.abs(np.fft.rfft(frames)) ** 2  # (B, T, window / 2 + 1)
    bins = mel(np.fft.rfftfreq(window, 1 / rate))
    edges = np.linspace(mel(60), mel(rate / 2), n_mels + 2)[:, None]
    rise = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    bank = np.clip(np.minimum(rise, fall), 0, None)  # (F, window / 2 + 1)
    return np.log(power @ bank.T + 1e-4).astype(np.float32)
# --8<-- [end:log_mel]


# --8<-- [start:tokenize]
def vocabulary(texts):
    """Word -> id, in alphabetical order, from 2; 0 pads, 1 is unknown."""
    words = sorted({word for text in texts for word in text.split()})
    return {word: i for i, word in enumerate(words, start=2)}


def tokenize(texts, vocab, T=24):
    """Token ids (B, T), int64, padded with 0 at the end."""
    ids = [[vocab.get(word, 1) for word in text.split()] for text in texts]
    longest = max(map(len, ids))
    if longest > T:
        raise ValueError(f"a text has {longest} words, but T = {T}")
    return torch.tensor([row + [0] * (T - len(row)) for row in ids])
# --8<-- [end:tokenize]


# --8<-- [start:towers]
class BagOfWords(nn.Module):
    """Text tower that counts words and forgets their order."""

    def __init__(self, K, D=64, width=128):
        super().__init__()
        self.words = nn.Linear(K, width, bias=False)
        self.head = nn.Sequential(nn.ReLU(), nn.Linear(width, D))

    def forward(self, ids):  # (B, T)
        counts = F.one_hot(ids, self.words.in_features).float().sum(dim=1)
        counts[:, 0] = 0  # padding is not a word
        return F.normalize(self.head(self.words(counts)), dim=-1)


class OrderedText(nn.Module):
    """Text tower that reads from left to right: a GRU, last state."""

    def __init__(self, K, D=64, width=128):
        super().__init__()
        self.words = nn.Embedding(K, width, padding_idx=0)
        self.reader = nn.GRU(width, width, batch_first=True)
        self.head = nn.Linear(width, D)

    def forward(self, ids):  # (B, T)
        last = (ids > 0).sum(dim=1) - 1  # (B,)
        states = self.reader(self.words(ids[:, : last.max() + 1]))[0]
        return F.normalize(self.head(states[torch.arange(len(ids)), last]),
                           dim=-1)
# --8<-- [end:towers]


def _block(before, after, stride=2):
    conv = nn.Conv2d(before, after, 3, stride, padding=1, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(after), nn.ReLU())


class ImageEncoder(nn.Module):
    """Image tower: three convolutions, then the maximum over places.

    With ``pool=False`` it keeps the 4 × 4 places apart, which a question
    about *left of* needs.
    """

    def __init__(self, D=64, C=24, pool=True):
        super().__init__()
        self.features = nn.Sequential(
            _block(3, C), _block(C, 2 * C), _block(2 * C, 4 * C)
        )
        self.pool = nn.AdaptiveMaxPool2d(1 if pool else 4)
        self.head = nn.Linear(4 * C * (1 if pool else 16), D)

    def forward(self, x):  # (B, 32, 32, 3) uint8
        x = x.permute(0, 3, 1, 2).float() / 127.5 - 1  # (B, 3, H, W)
        x = self.pool(self.features(x)).flatten(1)
        return F.normalize(self.head(x), dim=-1)


class SoundEncoder(nn.Module):
    """Sound tower: a CNN on the log-mel spectrogram (B, T, F).

    Frequency keeps its place (pitch matters); time is cut in four.
    """

    def __init__(self, D=64, C=16, n_mels=32):
        super().__init__()
        self.features = nn.Sequential(
            _block(1, C), _block(C, 2 * C), _block(2 * C, 4 * C)
        )
        self.pool = nn.AdaptiveAvgPool2d((4, n_mels // 8))
        self.head = nn.Linear(4 * C * 4 * (n_mels // 8), D)

    def forward(self, x):  # (B, T, F)
        x = self.features(x[:, None] / 4)  # logarithms to about unit size
        return F.normalize(self.head(self.pool(x).flatten(1)), dim=-1)


class VideoEncoder(nn.Module):
    """Video tower: a CNN on each frame, then two ways over time.

    *What* there is: the maximum over places, averaged over frames. *How* it
    moves: where things are in each frame, and a convolution over time.
    """

    def __init__(self, D=64, C=12, width=64):
        super().__init__()
        self.frame = nn.Sequential(
            _block(3, C), _block(C, 2 * C), _block(2 * C, 4 * C)
        )
        self.place = nn.Linear(4 * C * 16, width)
        self.time = nn.Conv1d(width, width, 3, padding=1)
        self.head = nn.Linear(4 * C + 2 * width, D)

    def forward(self, x):  # (B, T, 32, 32, 3) uint8
        B, T = x.shape[:2]
        x = x.flatten(0, 1).permute(0, 3, 1, 2).float() / 127.5 - 1
        x = self.frame(x)  # (B * T, 4 * C, 4, 4)
        what = x.amax(dim=(2, 3)).view(B, T, -1).mean(dim=1)
        where = F.relu(self.place(x.flatten(1)).view(B, T, -1))
        how = F.relu(self.time(where.transpose(1, 2)))  # (B, width, T)
        x = torch.cat([what, how.amax(dim=2), how.mean(dim=2)], dim=1)
        return F.normalize(self.head(x), dim=-1)


# --8<-- [start:train]
def train(towers, data, partners, steps=200, B=128, tau=0.07, lr=3e-3,
          seed=0, hub="text", same=None):
    """Train each partner's tower against the hub's; return the losses.

    ``towers`` (nn.ModuleDict) and ``data`` (dict of tensors, N rows each)
    have the modalities as keys. A step draws one batch of scenes; each
    partner's loss against the hub is added. ``same``, if given, maps row
    numbers (B,) to the (B, B) mask of ``info_nce``.
    """
    torch.manual_seed(seed)
    used = nn.ModuleList([towers[m] for m in (hub, *partners)]).train()
    adam = torch.optim.AdamW(used.parameters(), lr, weight_decay=1e-2)
    pace = torch.optim.lr_scheduler.OneCycleLR(adam, lr, total_steps=steps)
    losses = []
    for _ in range(steps):
        rows = torch.randperm(len(data[hub]))[:B]
        u = towers[hub](data[hub][rows])  # (B, D)
        mask = same(rows) if same else None
        each = [info_nce(towers[m](data[m][rows]), u, tau, mask)
                for m in partners]
        adam.zero_grad()
        sum(each).backward()
        adam.step()
        pace.step()
        losses.append([loss.item() for loss in each])
    used.eval()
    return np.array(losses)  # (steps, partners)
# --8<-- [end:train]


# --8<-- [start:embed]
@torch.no_grad()
def embed(tower, x, batch=256):
    """Embeddings (N, D) of all rows of ``x`` by a tower in eval mode."""
    tower.eval()
    return torch.cat([tower(part) for part in x.split(batch)])
# --8<-- [end:embed]
