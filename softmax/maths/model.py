"""The model: ten rows of weights, ten biases, and a head."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from softmax.maths import softmax_regression
from softmax.maths.softmax_regression import Array, Head


@dataclass(frozen=True, eq=False)
class Model:
    """``W`` (h, m) and ``b`` (h,). With the softmax head the outputs are one distribution
    over the classes; with the sigmoid head they are h separate probabilities.

    Raises:
        ValueError: the shapes do not fit each other, or a number is not finite.
    """

    W: np.ndarray
    b: np.ndarray
    head: Head = "softmax"

    def __post_init__(self) -> None:
        if self.W.ndim != 2 or self.b.shape != self.W.shape[:1]:
            raise ValueError(f"W {self.W.shape} and b {self.b.shape} are not (h, m) and (h,)")
        if not (np.isfinite(self.W).all() and np.isfinite(self.b).all()):
            raise ValueError("the weights are not all finite numbers")

    def logits(self, X: ArrayLike) -> Array:
        """X (N, m) or (m,), scaled to 0..1 -> (N, h) or (h,)."""
        return softmax_regression.logits(X, self.W, self.b)

    def predict_proba(self, X: ArrayLike) -> Array:
        """P(y = j | x) for each class j, of the same shape as ``logits``."""
        return softmax_regression.activation(self.logits(X), self.head)

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The most probable class of each row: (N,) integers, or a scalar for a single x."""
        classes: np.ndarray = self.logits(X).argmax(axis=-1)
        return classes
