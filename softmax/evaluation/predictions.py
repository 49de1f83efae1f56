"""A model's predictions for the images of a split, derived from their logits."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from softmax.data import CLASSES, Split
from softmax.maths import Head, Model, activation, binary_cross_entropy, cross_entropy, one_hot
from softmax.maths.softmax_regression import Array

# As many rows as fit in the cache as floats: all 10,000 test images take 4 ms.
CHUNK_ROWS = 1_000


@dataclass(frozen=True, eq=False)
class Predictions:
    """``logits`` (N, 10) of N images, with their ``labels`` (N,)."""

    logits: np.ndarray
    labels: np.ndarray
    head: Head

    def __len__(self) -> int:
        return len(self.labels)

    @functools.cached_property
    def predicted(self) -> np.ndarray:
        """The class with the largest logit, (N,)."""
        classes: np.ndarray = self.logits.argmax(axis=1)
        return classes

    @functools.cached_property
    def correct(self) -> np.ndarray:
        """Whether the prediction is the label, (N,) bool."""
        agrees: np.ndarray = self.predicted == self.labels
        return agrees

    @property
    def accuracy(self) -> float:
        """The share of the images that is classified correctly."""
        return float(self.correct.mean())

    @functools.cached_property
    def confidence(self) -> Array:
        """The largest of each image's ten outputs, (N,): the probability of the predicted class;
        with sigmoids independent of the other classes."""
        largest: Array = activation(self.logits, self.head).max(axis=1)
        return largest

    @functools.cached_property
    def loss(self) -> float:
        """The head's mean loss in nats: cross-entropy, or for sigmoids the binary cross-entropies
        summed over the ten classes."""
        loss_of = cross_entropy if self.head == "softmax" else binary_cross_entropy
        return loss_of(self.logits, one_hot(self.labels, CLASSES))

    def at_temperature(self, T: float) -> Predictions:
        """The same predictions with all logits divided by T: less confident above 1, more below."""
        if T == 1:
            return self
        # In float64, so that no two logits become equal.
        return Predictions(self.logits.astype(np.float64) / T, self.labels, self.head)


def predict(model: Model, split: Split) -> Predictions:
    """The model's predictions for every image of a split."""
    rows, W_T = split.rows, (model.W.T / 255).astype(np.float32)
    Z = np.empty((len(rows), CLASSES), dtype=np.float32)
    for start in range(0, len(rows), CHUNK_ROWS):
        chunk = slice(start, start + CHUNK_ROWS)
        np.matmul(rows[chunk].astype(np.float32), W_T, out=Z[chunk])
    Z += model.b.astype(np.float32)
    return Predictions(Z, split.labels, model.head)
