"""Plain gradient descent, one step at a time, for the chapters that train live."""

from dataclasses import dataclass

import numpy as np

from softmax.maths import Head, gradient, objective, update
from softmax.maths.softmax_regression import Array


@dataclass(frozen=True, eq=False)
class Descent:
    """The state of a descent: ``W`` (h, m), ``b`` (h,), and the mean loss before each step and
    after the last one, so ``losses`` has one more entry than there were steps."""

    W: Array
    b: Array
    losses: tuple[float, ...]
    head: Head = "softmax"

    @property
    def steps(self) -> int:
        return len(self.losses) - 1

    @property
    def loss(self) -> float:
        return self.losses[-1]


def begin(X: Array, Y: Array, head: Head = "softmax") -> Descent:
    """A descent from zero weights and biases. X (N, m), Y (N, h)."""
    W, b = np.zeros((Y.shape[1], X.shape[1])), np.zeros(Y.shape[1])
    return Descent(W, b, (objective(X, W, b, Y, head),), head)


def step(
    descent: Descent,
    X: Array,
    Y: Array,
    learning_rate: float,
    judged: tuple[Array, Array] | None = None,
) -> Descent:
    """One step of gradient descent on X (N, m), Y (N, h).

    Args:
        judged: images and labels to measure the new loss on; by default X and Y.
    """
    dW, db = gradient(X, descent.W, descent.b, Y, descent.head)
    W = update(descent.W, dW, learning_rate)
    b = update(descent.b, db, learning_rate)
    X, Y = judged or (X, Y)
    return Descent(W, b, (*descent.losses, objective(X, W, b, Y, descent.head)), descent.head)


def batch(step: int, size: int, n: int) -> np.ndarray:
    """The mini-batch of a step: (size,) positions below n, drawn with replacement, the same for
    the same step."""
    rows: np.ndarray = np.random.default_rng([step, n]).integers(0, n, size)
    return rows
