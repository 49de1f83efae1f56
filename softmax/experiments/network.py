"""A small convolutional network with the head of softmax regression, and its training step.

Two layers of kernels that slide over the image, each with ReLU and 2 x 2 max pooling (LeCun et al.,
"Gradient-Based Learning Applied to Document Recognition", 1998), make 256 features of the 784
pixels; the last layer is softmax regression on them. It has 5,994 parameters, softmax regression
on the pixels 7,850.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from softmax.data import CLASSES, SIDE
from softmax.maths import Model

KERNELS, SECOND, WIDTH = 8, 16, 5
# The side of a picture after a layer: what a kernel leaves, halved by the pooling.
SIDE_1 = (SIDE - WIDTH + 1) // 2
SIDE_2 = (SIDE_1 - WIDTH + 1) // 2
FEATURES = SECOND * SIDE_2**2
SHAPES = (
    (KERNELS, 1, WIDTH, WIDTH), (KERNELS,), (SECOND, KERNELS, WIDTH, WIDTH), (SECOND,),
    (CLASSES, FEATURES), (CLASSES,),
)  # fmt: skip
PARAMETERS = sum(math.prod(shape) for shape in SHAPES)
# Of Adam; it falls linearly. Rates from 0.008 to 0.018 do equally well on the validation images.
LEARNING_RATE = 8e-3

Parameters = list[torch.Tensor]


@dataclass(frozen=True, eq=False)
class Network:
    """Trained parameters: kernels ``K1`` (8, 1, 5, 5) and ``K2`` (16, 8, 5, 5), their biases
    ``c1`` (8,) and ``c2`` (16,), and ``head``, softmax regression on the 256 features."""

    K1: NDArray[np.float32]
    c1: NDArray[np.float32]
    K2: NDArray[np.float32]
    c2: NDArray[np.float32]
    head: Model

    def features(self, X: np.ndarray) -> NDArray[np.float32]:
        """Images (N, 784) in 0..1 -> features (N, 256), none of them negative."""
        images = torch.from_numpy(np.asarray(X, np.float32).reshape(-1, 1, SIDE, SIDE))
        layers = [torch.from_numpy(layer) for layer in (self.K1, self.c1, self.K2, self.c2)]
        with torch.no_grad():
            return _features(images, layers).numpy()

    def predict_proba(self, X: np.ndarray) -> NDArray[np.float64]:
        """Images (N, 784) in 0..1 -> probabilities (N, 10)."""
        return self.head.predict_proba(self.features(X))


def _features(images: torch.Tensor, layers: Parameters) -> torch.Tensor:
    """(N, 1, 28, 28) -> (N, 256). The largest of four is taken before ReLU, which gives the same
    for a quarter of the work."""
    K1, c1, K2, c2 = layers
    first = functional.relu(functional.max_pool2d(functional.conv2d(images, K1, c1), 2))
    second = functional.relu(functional.max_pool2d(functional.conv2d(first, K2, c2), 2))
    return second.flatten(1)


class Trainer:
    """The parameters, and their step by Adam (Kingma and Ba, 2015) on a mini-batch.

    Args:
        steps: how many steps the learning rate falls over, to 0.
        seed: of the initial kernels and weights.
    """

    def __init__(self, steps: int, seed: int) -> None:
        drawn = torch.Generator().manual_seed(seed)
        self._parameters = [_initial(shape, drawn).requires_grad_() for shape in SHAPES]
        self._adam = torch.optim.Adam(self._parameters, lr=LEARNING_RATE)
        self._steps, self._taken = steps, 0

    def step(self, X: torch.Tensor, labels: torch.Tensor) -> None:
        """Take one step on images (B, 784) in 0..1 with labels (B,)."""
        self._adam.param_groups[0]["lr"] = LEARNING_RATE * (1 - self._taken / self._steps)
        self._adam.zero_grad()
        functional.cross_entropy(self._logits(X), labels).backward()  # type: ignore[no-untyped-call]
        self._adam.step()
        self._taken += 1

    def predict(self, X: torch.Tensor) -> torch.Tensor:
        """Images (N, 784) in 0..1 -> classes (N,)."""
        with torch.no_grad():
            return self._logits(X).argmax(1)

    def _logits(self, X: torch.Tensor) -> torch.Tensor:
        *layers, W, b = self._parameters
        return functional.linear(_features(X.view(-1, 1, SIDE, SIDE), layers), W, b)

    def network(self) -> Network:
        """A copy of the current parameters."""
        K1, c1, K2, c2, W, b = (each.detach().numpy().copy() for each in self._parameters)
        return Network(K1, c1, K2, c2, Model(W, b, "softmax"))


def _initial(shape: tuple[int, ...], drawn: torch.Generator) -> torch.Tensor:
    """Zeros for biases; for the rest normal numbers of the variance 2 / inputs, which ReLU keeps
    (He et al., "Delving Deep into Rectifiers", 2015)."""
    if len(shape) == 1:
        return torch.zeros(shape)
    return torch.randn(shape, generator=drawn) * math.sqrt(2 / math.prod(shape[1:]))
