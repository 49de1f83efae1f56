"""Plain gradient descent, a step at a time, for the chapters that train while one looks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from softmax.maths import Head, gradient, objective, update
from softmax.maths.functional import Array


@dataclass(frozen=True, eq=False)
class Descent:
    """Where a descent stands: ``W`` (h, m), ``b`` (h,), and the mean loss before each step that
    was made and after the last one, so ``losses`` has one more entry than there were steps."""

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
    """All weights and biases zero. X (N, m), Y (N, h)."""
    W, b = np.zeros((Y.shape[1], X.shape[1])), np.zeros(Y.shape[1])
    return Descent(W, b, (objective(X, W, b, Y, head),), head)


def step(
    descent: Descent,
    X: Array,
    Y: Array,
    learning_rate: float,
    judged: tuple[Array, Array] | None = None,
) -> Descent:
    """One step downhill on X (N, m), Y (N, h).

    Args:
        judged: images and labels that the new loss is measured on; by default X and Y.
    """
    dW, db = gradient(X, descent.W, descent.b, Y, descent.head)
    W = update(descent.W, dW, learning_rate)
    b = update(descent.b, db, learning_rate)
    X, Y = judged or (X, Y)
    return Descent(W, b, (*descent.losses, objective(X, W, b, Y, descent.head)), descent.head)


def batch(step: int, size: int, n: int) -> np.ndarray:
    """Which images step number ``step`` looks at: (size,) numbers below n, drawn at random with
    replacement, and the same ones for the same step."""
    rows: np.ndarray = np.random.default_rng([step, n]).integers(0, n, size)
    return rows
