"""Quartet as a PyTorch data set; the only part of it that needs torch."""

import torch
from torch.utils.data import Dataset

from mmbook.quartet_stage import MODALITIES


# --8<-- [start:dataset]
class QuartetDataset(Dataset):
    """Scenes of a world as dicts of tensors, made when they are asked for.

    image (3, 32, 32) and video (16, 3, 32, 32) float32 in [0, 1]; sound
    (16000,) or (2, 16000) float32; text str; index and, with a task,
    label int64. A data loader asks __getitems__ for a whole batch, which
    is some four times faster than scene by scene.
    """

    def __init__(self, world, indices, modalities=MODALITIES, task=None):
        self.world, self.indices = world, list(indices)
        self.modalities, self.task = tuple(modalities), task

    def __len__(self):
        return len(self.indices)

    def __getitem__(self, i):
        return self.__getitems__([i])[0]

    def __getitems__(self, positions):
        index = [self.indices[p] for p in positions]
        batch = self.world.batch(index, self.modalities)
        items = [{"index": i} for i in index]
        labels = batch.label(self.task) if self.task else [None] * len(index)
        for n, item in enumerate(items):
            for m in self.modalities:
                item[m] = _tensor(m, getattr(batch, m)[n])
            if self.task:
                item["label"] = int(labels[n])
        return items
# --8<-- [end:dataset]


def _tensor(modality, value):
    if modality == "text":
        return value
    tensor = torch.from_numpy(value)
    if modality == "sound":
        return tensor
    return tensor.movedim(-1, -3).to(torch.float32) / 255
