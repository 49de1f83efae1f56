"""The images of a split as torch sees them: to train on, one's own among them, and to measure."""

from __future__ import annotations

import functools
import warnings
from dataclasses import dataclass

import numpy as np
import torch

from softmax.data import Dataset, Split
from softmax.training.config import Config

# As floats they fit in the cache of a core.
EVALUATION_ROWS = 250
SCALE = 1 / 255
# The stream of random numbers that orders own images, apart from those of the engine.
OWN_STREAM = 1


@dataclass(frozen=True, eq=False)
class Tensors:
    """A split as torch sees it: ``pixels`` (N, m), uint8 or float32, ``labels`` int64 (N,)."""

    pixels: torch.Tensor
    labels: torch.Tensor

    @property
    def scale(self) -> float:
        """What the pixels are multiplied by: bytes become 0..1."""
        return SCALE if self.pixels.dtype == torch.uint8 else 1.0


@dataclass(frozen=True, eq=False)
class EvaluationSet:
    """Images to measure loss and accuracy on, in chunks that fit in the cache as floats: pixels
    (n, m), views of the split, and labels int64 (n,)."""

    chunks: tuple[tuple[torch.Tensor, torch.Tensor], ...]
    size: int

    @classmethod
    def of(cls, pixels: torch.Tensor, labels: torch.Tensor) -> EvaluationSet:
        """Images (N, m) and labels (N,), divided into chunks."""
        pairs = (torch.split(part, EVALUATION_ROWS) for part in (pixels, labels))
        return cls(tuple(zip(*pairs, strict=True)), len(labels))


@functools.cache
def tensors(split: Split) -> Tensors:
    """The split's pixels without a copy, and its labels as int64; kept for good."""
    return _tensors(split)


def own_tensors(config: Config, dataset: Dataset) -> Tensors | None:
    """The own images that a run of this config trains on.

    Raises:
        ValueError: it needs some, and there are none, or they have another size.
    """
    if not config.own_images:
        return None
    if dataset.own is None or not len(dataset.own):
        raise ValueError("own_share needs images of one's own, and there are none")
    if dataset.own.rows.shape[1:] != dataset.train.rows.shape[1:]:
        raise ValueError("own images must have the size of the training images")
    return _tensors(dataset.own)


def _tensors(split: Split) -> Tensors:
    with warnings.catch_warnings():
        # The pixels are read-only on purpose, and nothing here writes to them.
        warnings.filterwarnings("ignore", message="The given NumPy array is not writable")
        pixels = torch.from_numpy(split.rows)
    return Tensors(pixels, torch.from_numpy(split.labels.astype(np.int64)))


def evaluation_set(split: Split, size: int) -> EvaluationSet:
    """The first ``size`` images of a split for ``Engine.evaluate``, without a copy."""
    source = tensors(split)
    return EvaluationSet.of(source.pixels[:size], source.labels[:size])


def own_evaluation_set(config: Config, dataset: Dataset) -> EvaluationSet | None:
    """The own images that a run of this config trains on, if it does."""
    source = own_tensors(config, dataset)
    return None if source is None else EvaluationSet.of(source.pixels, source.labels)


def own_order(seed: int, epoch: int, images: int, places: int) -> torch.Tensor:
    """Positions of own images for so many places: all of them shuffled, again and again."""
    chance = np.random.default_rng([seed, 1 + epoch, OWN_STREAM])
    rounds = [chance.permutation(images) for _ in range(-(-places // images))]
    return torch.from_numpy(np.concatenate(rounds)[:places])
