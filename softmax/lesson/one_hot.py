"""Chapter 5, one-hot encoding: labels typed by the reader, and regression on plain numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from softmax.lesson.typed import read_number
from softmax.maths import one_hot
from softmax.maths.softmax_regression import Array

# Keeps the equations regular in spite of pixels that are always 0.
RIDGE = 1.0


class WrongLabel(StrEnum):
    """Why a text is not a label."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not a number"
    FRACTION = "fraction"
    NO_SUCH_CLASS = "no such class"


@dataclass(frozen=True)
class Label:
    """A label as typed: its ``value`` in 0..h-1, or what is ``wrong`` with it."""

    text: str
    value: int | None = None
    wrong: WrongLabel | None = None


def read_label(text: str, h: int) -> Label:
    """Parse a label in 0..h-1. Never raises."""
    text = text.strip()
    if not text:
        return Label(text, wrong=WrongLabel.EMPTY)
    number = read_number(text)
    if number is None or not math.isfinite(number):
        return Label(text, wrong=WrongLabel.NOT_A_NUMBER)
    if number != int(number):
        return Label(text, wrong=WrongLabel.FRACTION)
    if not 0 <= number < h:
        return Label(text, wrong=WrongLabel.NO_SUCH_CLASS)
    return Label(text, int(number))


def label_distances(labels: Sequence[int]) -> Array:
    """Distances of the labels as numbers: |y_i - y_k|, (N,) -> (N, N)."""
    y = np.asarray(labels, dtype=np.float64)
    return np.abs(y[:, None] - y[None, :])


def row_distances(labels: Sequence[int], h: int) -> Array:
    """Distances of their one-hot rows: ||Y_i - Y_k||, (N,) -> (N, N); 0 or sqrt 2."""
    Y = one_hot(np.asarray(labels, dtype=np.int64), h)
    distances: Array = np.sqrt(((Y[:, None] - Y[None, :]) ** 2).sum(axis=-1))
    return distances


@dataclass(frozen=True, eq=False)
class Linear:
    """x -> W x + b, with ``W`` (k, m) and ``b`` (k,)."""

    W: Array
    b: Array

    def __call__(self, X: ArrayLike) -> Array:
        """X (N, m) -> (N, k)."""
        Y: Array = np.asarray(X, dtype=np.float64) @ self.W.T + self.b
        return Y


def least_squares(X: ArrayLike, targets: ArrayLike, ridge: float = RIDGE) -> Linear:
    """Ridge regression: the W and b that minimise sum_i ||W x_i + b - t_i||^2 + ridge ||W||^2.

    X (N, m), targets (N, k). By the normal equations of the centred data (Hoerl and Kennard,
    "Ridge regression", Technometrics 12, 1970).
    """
    X, T = np.asarray(X, dtype=np.float64), np.asarray(targets, dtype=np.float64)
    x_mean, t_mean = X.mean(axis=0), T.mean(axis=0)
    centred = X - x_mean
    gram = centred.T @ centred + ridge * np.eye(X.shape[1])
    W: Array = np.linalg.solve(gram, centred.T @ (T - t_mean)).T
    return Linear(W, t_mean - W @ x_mean)


@dataclass(frozen=True, eq=False)
class TwoWays:
    """Ridge regression on labels as plain numbers, and on one-hot rows."""

    by_number: Linear
    by_row: Linear
    h: int

    def number_answers(self, X: ArrayLike) -> Array:
        """The predicted numbers for X (N, m): (N,), not rounded."""
        answers: Array = self.by_number(X)[:, 0]
        return answers

    def number_classes(self, X: ArrayLike) -> np.ndarray:
        """The classes nearest to the predicted numbers, (N,)."""
        nearest: np.ndarray = np.clip(np.rint(self.number_answers(X)), 0, self.h - 1).astype(int)
        return nearest

    def row_classes(self, X: ArrayLike) -> np.ndarray:
        """The column with the largest output of the one-hot regression, (N,)."""
        largest: np.ndarray = self.by_row(X).argmax(axis=-1)
        return largest


def teach_two_ways(X: ArrayLike, labels: ArrayLike, h: int) -> TwoWays:
    """Fit both to X (N, m) and labels (N,) in 0..h-1."""
    y = np.asarray(labels).astype(np.int64)
    both = least_squares(X, np.column_stack([y, one_hot(y, h)]))
    return TwoWays(Linear(both.W[:1], both.b[:1]), Linear(both.W[1:], both.b[1:]), h)
