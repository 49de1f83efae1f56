"""The learning rule on one image, W <- W - rate (a - y) x^T, and its effect on the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from softmax import maths
from softmax.maths import Head, Model

# Steps that can be undone.
MOST_STEPS = 100
# A misclassified image is doubtful if its own class has a probability in this range.
DOUBTFUL = (0.15, 0.45)


@dataclass(frozen=True, eq=False)
class Look:
    """The forward pass of one image: x (m,), and z, a, y, error = a - y, all (h,)."""

    x: np.ndarray
    z: np.ndarray
    a: np.ndarray
    y: np.ndarray
    loss: float

    @property
    def error(self) -> np.ndarray:
        error: np.ndarray = self.a - self.y
        return error

    @property
    def gradient(self) -> np.ndarray:
        """(a - y) x^T, (h, m): a copy of the image for each class, times its error."""
        return np.outer(self.error, self.x)

    @property
    def predicted(self) -> int:
        """The class with the largest output."""
        return int(self.z.argmax())


@dataclass(frozen=True, eq=False)
class Bench:
    """Weights to experiment on, with their undo history: the initial ones, and after each step."""

    models: tuple[Model, ...]

    @classmethod
    def of(cls, model: Model) -> Bench:
        """From a float64 copy of a model."""
        return cls((Model(model.W.astype(np.float64), model.b.astype(np.float64)),))

    @property
    def model(self) -> Model:
        return self.models[-1]

    @property
    def steps(self) -> int:
        return len(self.models) - 1

    def step(self, x: np.ndarray, y: np.ndarray, rate: float, head: Head) -> Bench:
        """One update on the image x (m,) with the label row y (h,)."""
        W, b = self.model.W, self.model.b
        dW, db = maths.gradient(x[np.newaxis], W, b, y[np.newaxis], head)
        after = Model(maths.update(W, dW, rate), maths.update(b, db, rate))
        first, *others = self.models
        return Bench((first, *others[-MOST_STEPS + 1 :], after))

    def undo(self) -> Bench:
        """Without the last step, if there is one."""
        return Bench(self.models[:-1]) if self.steps else self

    def restart(self) -> Bench:
        """Back to the initial weights."""
        return Bench(self.models[:1])


def look(model: Model, x: np.ndarray, label: int, head: Head) -> Look:
    """The forward pass of the image x (m,) with this head."""
    y = maths.one_hot([label], len(model.b))[0]
    loss = maths.objective(x[np.newaxis], model.W, model.b, y[np.newaxis], head)
    z = model.logits(x)
    return Look(x, z, maths.activation(z, head), y, loss)


def telling_class(*looks: Look) -> int:
    """The class on which all of these err most: its smallest absolute error is the largest."""
    return int(np.abs([each.error for each in looks]).min(axis=0).argmax())


def batch_gradient(
    model: Model, X: np.ndarray, labels: np.ndarray, head: Head
) -> tuple[np.ndarray, np.ndarray]:
    """X (N, m), labels (N,) -> the errors a - y (N, h), and dL/db (h,), which is their mean."""
    Y = maths.one_hot(labels, len(model.b))
    _, db = maths.gradient(X, model.W, model.b, Y, head)
    return maths.activation(model.logits(X), head) - Y, db


def accuracy(model: Model, X: np.ndarray, labels: np.ndarray) -> float:
    """The accuracy on X (N, m); the largest logit wins with either head."""
    return float((model.predict(X) == labels).mean())


def slope(look: Look, head: Head, j: int, step: float = 1e-5) -> float:
    """dL/dz_j by a central difference."""
    nudge = np.zeros_like(look.z)
    nudge[j] = step
    loss = maths.cross_entropy if head == "softmax" else maths.binary_cross_entropy
    y = look.y[np.newaxis]
    return (loss((look.z + nudge)[np.newaxis], y) - loss((look.z - nudge)[np.newaxis], y)) / (
        2 * step
    )


def doubtful(model: Model, X: np.ndarray, labels: np.ndarray, most: int = 12) -> list[int]:
    """Images that the softmax model nearly classifies correctly.

    X (N, m), labels (N,) -> indices, at least one: misclassified, with a probability of the true
    class in the range DOUBTFUL, one of each digit before a second of any.
    """
    A = maths.softmax(model.logits(X))
    own = A[np.arange(len(labels)), labels]
    fits = (A.argmax(axis=1) != labels) & (own >= DOUBTFUL[0]) & (own <= DOUBTFUL[1])
    found = np.flatnonzero(fits)
    turn = [int((labels[found[:n]] == labels[i]).sum()) for n, i in enumerate(found)]
    ordered = sorted(range(len(found)), key=lambda n: turn[n])
    return [int(found[n]) for n in ordered][:most] or [0]
