r"""A training step: the learning rule of softmax.maths, in torch and in place.

    Z = (1/255) W X^T + b     (h, B)    X is the mini-batch of raw bytes as float32, (B, m)
    A = softmax(Z) or sigmoid(Z)
    G = (A - Y) X / (255 B) + l2 W      no autograd, nothing allocated

The number of features m and of classes h are the data set's. Inputs that are float32 instead of
bytes are taken as they are, without the 1/255.

What makes it fast, as measured: pixels stay bytes until they are gathered; 1/255 is folded into a
scalar; logits are (h, B), so that both products read memory in order; W and b are one vector, so
that the optimizer is one call; a run uses a single thread.
"""

from __future__ import annotations

import functools
import math
import threading
from dataclasses import dataclass

import numpy as np
import torch

from softmax.data import CLASSES, Dataset
from softmax.training.config import Config
from softmax.training.images import (
    EVALUATION_ROWS,
    EvaluationSet,
    own_order,
    own_tensors,
    tensors,
)
from softmax.training.optimizers import Direction

# Two threads are slower than one below batch size 4096, and runs share the machine.
torch.set_num_threads(1)

# Larger batches are summed over chunks of this many rows, which fit in the cache.
CHUNK_ROWS = 1024
# Batch sizes for which a thread keeps buffers, of up to 4 MB.
MAX_BUFFERS = 8
INIT_STD = 0.01


@dataclass(frozen=True)
class Metrics:
    """Mean loss (without the penalty, in nats per image) and accuracy, 0..1."""

    loss: float
    accuracy: float


# Rows, models, features, classes, and the type of the pixels.
Shape = tuple[int, int, int, int, torch.dtype]


class _Buffers:
    """The intermediate results of a step on rows of this shape. Views are kept as well, because
    making them takes a tenth of a step."""

    def __init__(self, shape: Shape) -> None:
        n, models, m, h, dtype = shape
        self.pixels = torch.empty(n, m, dtype=dtype)
        self.labels = torch.empty(n, dtype=torch.int64)
        self.labels_row = self.labels.expand(models, 1, n)
        self.x = torch.empty(n, m)
        self.x_T = self.x.T
        self.outputs = torch.empty(models * h, n)
        self.by_model = self.outputs.view(models, h, n)
        self.ones = torch.ones(n)
        self.minus_one = torch.full((models, 1, n), -1.0)


class _Scratch(threading.local):
    """Buffers by shape, one set per thread: all runs of a worker share
    them, because nothing in them outlives a step."""

    def __init__(self) -> None:
        self.by_shape: dict[Shape, _Buffers] = {}


_scratch = _Scratch()


def _buffers(shape: Shape) -> _Buffers:
    if shape not in _scratch.by_shape:
        if len(_scratch.by_shape) >= MAX_BUFFERS:
            _scratch.by_shape.clear()
        _scratch.by_shape[shape] = _Buffers(shape)
    return _scratch.by_shape[shape]


class Engine:
    """Parameters, their update by a step, and the order of the images.

    ``theta`` (h*m + h,) holds W and b end to end; ``W`` and ``b`` are views of it, as are
    ``grad_W`` and ``grad_b`` of ``grad``, the gradient of the latest batch.

    Args:
        models: number of models trained on the same batches; W (models * h, m) holds their
            matrices one under the other.
    """

    def __init__(self, config: Config, dataset: Dataset, models: int = 1) -> None:
        if config.train_size > len(dataset.train):
            raise ValueError(
                f"train_size must be a whole number from {CLASSES} to {len(dataset.train):,}, "
                f"the size of this training set, not {config.train_size:,}"
            )
        self.config = config
        self.models = models
        self._train = tensors(dataset.train)
        self._own = own_tensors(config, dataset)
        self._scale = self._train.scale
        self.classes, self.features = dataset.classes, dataset.train.rows.shape[1]
        self.theta, self.W, self.b = self._parameters()
        self.grad, self.grad_W, self.grad_b = self._parameters()
        self._b_column = self.b[:, None]
        self._direction = Direction(config.optimizer, config.momentum, len(self.theta))
        self._order_epoch = -1
        self._order = self._own_order = torch.empty(0, dtype=torch.int64)
        self._initialise()

    def _parameters(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        rows, m = self.models * self.classes, self.features
        theta = torch.zeros(rows * m + rows)
        return theta, theta[: rows * m].view(rows, m), theta[rows * m :]

    def _buffers(self, n: int) -> _Buffers:
        dtype = self._train.pixels.dtype
        return _buffers((n, self.models, self.features, self.classes, dtype))

    def _initialise(self) -> None:
        if self.config.init == "normal":
            W = _draw(self.config.seed, 0).normal(0, INIT_STD, (self.classes, self.features))
            self.W.copy_(torch.from_numpy(W).repeat(self.models, 1))

    def step(self, index: int, learning_rate: float) -> None:
        """Take the step with this index (from 0), at this rate."""
        self.compute_gradient(index)
        self._move(self._direction(self.grad, index), learning_rate)

    def _move(self, direction: torch.Tensor, learning_rate: float) -> None:
        self.theta.add_(direction, alpha=-learning_rate)

    def batch(self, index: int) -> torch.Tensor:
        """The positions in the training split of the images of step ``index``, (B,) int64. Own
        images take the last places of the batch; they are counted on from the training split."""
        config, own = self.config, self.config.own_images
        epoch, position = divmod(index, config.steps_per_epoch)
        if epoch != self._order_epoch:
            self._order = _order(config.seed, epoch, config.train_size)
            if self._own is not None:
                places = own * config.steps_per_epoch
                self._own_order = own_order(config.seed, epoch, len(self._own.labels), places)
            self._order_epoch = epoch
        start = position * config.batch_size
        rows = self._order[start : start + config.batch_size - own]
        if self._own is None:
            return rows
        mine = self._own_order[position * own : (position + 1) * own]
        return torch.cat([rows, mine + len(self._train.labels)])

    def compute_gradient(self, index: int) -> None:
        """Fill ``grad`` with the gradient of the objective on batch ``index``."""
        self.grad.zero_()
        batch = self.batch(index)
        # torch.split of a single chunk would take 15 microseconds.
        many = self.config.batch_size > CHUNK_ROWS
        for rows in torch.split(batch, CHUNK_ROWS) if many else (batch,):
            self._add_gradient(rows)
        if self.config.l2:
            self.grad_W.add_(self.W, alpha=self.config.l2)

    def _add_gradient(self, rows: torch.Tensor) -> None:
        buffers, scale = self._buffers(rows.shape[0]), self._scale
        x, error, by_model = buffers.x, buffers.outputs, buffers.by_model
        self._gather(rows, buffers)
        x.copy_(buffers.pixels)
        torch.addmm(self._b_column, self.W, buffers.x_T, alpha=scale, out=error)
        if self.config.head == "softmax":
            torch.softmax(by_model, dim=1, out=by_model)
        else:
            torch.sigmoid_(error)
        by_model.scatter_add_(1, buffers.labels_row, buffers.minus_one)  # A - Y
        self.grad_W.addmm_(error, x, alpha=scale / self.config.batch_size)
        self.grad_b.addmv_(error, buffers.ones, alpha=1 / self.config.batch_size)

    def _gather(self, rows: torch.Tensor, buffers: _Buffers) -> None:
        """Copy the images at these positions, those of the training split first."""
        train, own = self._train, self._own
        if own is not None:
            mine = rows >= len(train.labels)
            rows, rest = rows[~mine], rows[mine] - len(train.labels)
            k = len(rows)
            torch.index_select(own.pixels, 0, rest, out=buffers.pixels[k:])
            torch.index_select(own.labels, 0, rest, out=buffers.labels[k:])
            torch.index_select(train.pixels, 0, rows, out=buffers.pixels[:k])
            torch.index_select(train.labels, 0, rows, out=buffers.labels[:k])
        else:
            torch.index_select(train.pixels, 0, rows, out=buffers.pixels)
            torch.index_select(train.labels, 0, rows, out=buffers.labels)

    def is_finite(self) -> bool:
        # The sum is not finite if a weight is not, and takes a tenth of looking at each.
        return math.isfinite(self.theta.sum().item()) or bool(torch.isfinite(self.theta).all())

    def logits(self, pixels: torch.Tensor) -> torch.Tensor:
        """Logits (h, N) of float32 pixels (N, m), in the units of the data set: bytes as 0..255."""
        return torch.addmm(self.b[:, None], self.W, pixels.T, alpha=self._scale)

    def evaluate(self, images: EvaluationSet) -> Metrics:
        """Loss and accuracy of the current weights; of several models, those of the first."""
        return self.evaluate_all(images)[0]

    def evaluate_all(self, images: EvaluationSet) -> list[Metrics]:
        """Loss and accuracy of each model."""
        loss = torch.zeros(self.models, dtype=torch.float64)
        correct = torch.zeros(self.models, dtype=torch.int64)
        x = self._buffers(EVALUATION_ROWS).x
        for pixels, labels in images.chunks:
            n = len(labels)
            floats = pixels if pixels.dtype == torch.float32 else x[:n].copy_(pixels)
            Z = self.logits(floats).view(self.models, self.classes, n)
            own = Z.gather(1, labels.expand(self.models, 1, n))[:, 0]
            top, predicted = Z.max(1)
            correct += (predicted == labels).sum(1)
            if self.config.head == "softmax":
                # log-sum-exp, reusing the largest logit
                log_sum = Z.sub_(top[:, None]).exp_().sum(1).log_().add_(top)
                loss += (log_sum - own).sum(1)
            else:
                # log(1 + e^z) - y z, summed over the classes
                loss += (torch.nn.functional.softplus(Z).sum(1) - own).sum(1)
        pairs = zip(loss.tolist(), correct.tolist(), strict=True)
        return [Metrics(total / images.size, hits / images.size) for total, hits in pairs]


@functools.lru_cache(maxsize=16)
def _order(seed: int, epoch: int, size: int) -> torch.Tensor:
    """The positions of ``size`` images, shuffled for this epoch. Cached (440 kB), because most
    runs have the same seed."""
    return torch.from_numpy(_draw(seed, 1 + epoch).permutation(size))


def _draw(seed: int, stream: int) -> np.random.Generator:
    """Random numbers of NumPy, so that a script without torch can repeat a run. Stream 0 draws
    the initial weights, stream 1 + epoch the order of the images."""
    return np.random.default_rng([seed, stream])
