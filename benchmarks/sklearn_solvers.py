"""The contenders that have fit(X, y): scikit-learn's LogisticRegression, and our estimator."""

from __future__ import annotations

import functools
import warnings
from typing import Literal

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from softmax.data import Dataset, load
from softmax.estimator import SoftmaxRegression

Solver = Literal["saga", "lbfgs", "estimator"]


@functools.cache
def mnist() -> Dataset:
    """The data, read once."""
    return load()


@functools.cache
def arrays(dtype: str) -> tuple[np.ndarray, np.ndarray]:
    """The training split for scikit-learn: (N, 784) in 0..1, and labels (N,)."""
    train = mnist().train
    return train.rows / np.dtype(dtype).type(255), train.labels


def fit(
    solver: Solver, l2: float, max_iter: int, seed: int, dtype: str
) -> tuple[np.ndarray, np.ndarray]:
    """One call of ``fit`` from zero weights, cut off after ``max_iter`` iterations (for saga,
    passes over the data). ``l2`` is ours: C = 1 / (N l2). Returns W (10, 784) and b (10,)."""
    X, labels = arrays(dtype)
    model: SoftmaxRegression | LogisticRegression
    if solver == "estimator":
        model = SoftmaxRegression(l2=l2, max_iter=max_iter)
    else:
        model = LogisticRegression(
            solver=solver, C=1 / (len(X) * l2), max_iter=max_iter, random_state=seed
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.filterwarnings("ignore", message="L-BFGS has not converged")
        model.fit(X, labels)
    return model.coef_, model.intercept_
