"""What a model reads in the images of a split, kept as logits: all the rest follows from them."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from softmax.data import CLASSES, Split
from softmax.maths import Head, Model, activation, binary_cross_entropy, cross_entropy, one_hot
from softmax.maths.functional import Array

# As many rows as stay in the cache once they are floats: all 10,000 test images in 4 ms.
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
        """Whether that is the label, (N,) bool."""
        agrees: np.ndarray = self.predicted == self.labels
        return agrees

    @property
    def accuracy(self) -> float:
        return float(self.correct.mean())

    @functools.cached_property
    def confidence(self) -> Array:
        """The largest of each image's ten outputs, (N,): with the softmax head the probability
        of the class that is read; with sigmoids that class's own answer, whatever the rest say."""
        largest: Array = activation(self.logits, self.head).max(axis=1)
        return largest

    @functools.cached_property
    def loss(self) -> float:
        """The mean loss that the head is trained with, in nats: for softmax the negative
        log-likelihood of the labels, for sigmoids the binary cross-entropy of all ten."""
        loss_of = cross_entropy if self.head == "softmax" else binary_cross_entropy
        return loss_of(self.logits, one_hot(self.labels, CLASSES))

    def at_temperature(self, T: float) -> Predictions:
        """The same with all logits divided by T: less sure above 1, surer below, and since their
        order stays, with the same classes read."""
        if T == 1:
            return self
        # In float64, so that no two of them become equal.
        return Predictions(self.logits.astype(np.float64) / T, self.labels, self.head)


def predict(model: Model, split: Split) -> Predictions:
    """Let the model read every image of a split."""
    rows, W_T = split.rows, (model.W.T / 255).astype(np.float32)
    Z = np.empty((len(rows), CLASSES), dtype=np.float32)
    for start in range(0, len(rows), CHUNK_ROWS):
        chunk = slice(start, start + CHUNK_ROWS)
        np.matmul(rows[chunk].astype(np.float32), W_T, out=Z[chunk])
    Z += model.b.astype(np.float32)
    return Predictions(Z, split.labels, model.head)
