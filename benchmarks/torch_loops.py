"""The contenders that take steps: our engine, and the loops that people write with torch.

Each trains for so many steps by one recipe and returns the weights. They compute the same
learning rule, so what differs is the time it takes.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from torch.utils.data import Dataset as TorchDataset

from softmax.data import CLASSES, PIXELS, SIDE, load
from softmax.data import Dataset as Mnist
from softmax.training import Config, Engine

Batch = tuple[torch.Tensor, torch.Tensor]


@dataclass(frozen=True)
class Recipe:
    """Hyperparameters of a run whose rate is constant or falls linearly to zero."""

    batch_size: int
    learning_rate: float
    momentum: float
    linear: bool

    def rate_at(self, step: int, steps: int) -> float:
        return self.learning_rate * (1 - step / steps) if self.linear else self.learning_rate

    def __str__(self) -> str:
        fall = " falling to 0" if self.linear else ""
        return f"rate {self.learning_rate:g}{fall}, momentum {self.momentum:g}"


@dataclass(frozen=True, eq=False)
class Weights:
    """W (10, 784) and b (10,), for pixels in 0..1."""

    W: np.ndarray
    b: np.ndarray


@functools.cache
def mnist() -> Mnist:
    """The data, read once."""
    return load()


def make_engine(recipe: Recipe, seed: int) -> Engine:
    """Ours, with the default config otherwise."""
    config = Config(batch_size=recipe.batch_size, momentum=recipe.momentum, seed=seed)
    return Engine(config, mnist())


def ours(recipe: Recipe, steps: int, seed: int) -> Weights:
    """The engine of the app, stepped as Run steps it, on one thread."""
    engine = make_engine(recipe, seed)
    for step in range(steps):
        engine.step(step, recipe.rate_at(step, steps))
    return Weights(engine.W.numpy(), engine.b.numpy())


def loop(batches: Iterable[Batch], recipe: Recipe, steps: int, seed: int) -> Weights:
    """The textbook: nn.Linear, CrossEntropyLoss, backward, SGD. An epoch per iteration of
    ``batches``. The rate is set by hand, which is cheaper than a scheduler object."""
    torch.manual_seed(seed)
    model = nn.Linear(PIXELS, CLASSES)
    loss = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(
        model.parameters(), lr=recipe.learning_rate, momentum=recipe.momentum
    )
    step = 0
    while True:
        for x, labels in batches:
            optimizer.param_groups[0]["lr"] = recipe.rate_at(step, steps)
            optimizer.zero_grad()
            loss(model(x.flatten(1)), labels).backward()
            optimizer.step()
            step += 1
            if step == steps:
                return Weights(model.weight.detach().numpy(), model.bias.detach().numpy())


@functools.cache
def floats() -> Batch:
    """The training split as the loops want it: float32 (N, 784) in 0..1, labels int64 (N,)."""
    train = mnist().train
    return (
        torch.from_numpy(train.rows / np.float32(255)),
        torch.from_numpy(train.labels.astype(np.int64)),
    )


def dataloader(recipe: Recipe, steps: int, seed: int) -> Weights:
    """DataLoader over a TensorDataset, shuffled, in the main process (workers are slower)."""
    batches = DataLoader(TensorDataset(*floats()), batch_size=recipe.batch_size, shuffle=True)
    return loop(batches, recipe, steps, seed)


@dataclass(frozen=True)
class _Indexed:
    """Batches cut out of two tensors by a permutation, anew for each epoch."""

    tensors: Batch
    batch_size: int

    def __iter__(self) -> Iterator[Batch]:
        images, labels = self.tensors
        for rows in torch.split(torch.randperm(len(labels)), self.batch_size):
            yield images[rows], labels[rows]


def in_memory(recipe: Recipe, steps: int, seed: int) -> Weights:
    """The same loop without a DataLoader: a float32 tensor, indexed."""
    return loop(_Indexed(floats(), recipe.batch_size), recipe, steps, seed)


class _Pictures(TorchDataset[tuple[torch.Tensor, int]]):
    """What torchvision.datasets.MNIST with transforms.ToTensor() does for each image:
    the bytes become a PIL image, the image an array, the array a float tensor (1, 28, 28)."""

    def __init__(self) -> None:
        self._images = torch.from_numpy(mnist().train.images[:, 0].copy())
        self._labels = mnist().train.labels.tolist()

    def __len__(self) -> int:
        return len(self._labels)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        picture = Image.fromarray(self._images[index].numpy())
        pixels = torch.from_numpy(np.array(picture, np.uint8, copy=True)).view(SIDE, SIDE, 1)
        return pixels.permute(2, 0, 1).contiguous().to(torch.float32).div(255), self._labels[index]


@functools.cache
def picture_set() -> _Pictures:
    """The pictures, decoded once, outside the measured time."""
    return _Pictures()


def pictures(recipe: Recipe, steps: int, seed: int) -> Weights:
    """DataLoader over PIL images, as with torchvision's MNIST."""
    batches = DataLoader(picture_set(), batch_size=recipe.batch_size, shuffle=True)
    return loop(batches, recipe, steps, seed)
