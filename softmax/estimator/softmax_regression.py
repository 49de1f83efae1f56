"""``SoftmaxRegression``: the model of this library for any features and classes."""

from __future__ import annotations

import inspect
import math
import numbers
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from softmax import maths
from softmax.estimator import validation
from softmax.estimator.validation import NotFittedError
from softmax.experiments.lbfgs import LBFGS, Objective
from softmax.training.images import Tensors

if TYPE_CHECKING:
    from sklearn.utils import Tags


class SoftmaxRegression:
    r"""Softmax regression (multinomial logistic regression), fitted to its optimum by L-BFGS.

        L(W, b) = -(1/N) sum_i log a_i,y_i + (l2/2) ||W||^2,    a = softmax(W x + b)

    The penalty is scikit-learn's ``C`` as l2 = 1 / (N C). There is one row of W for each class,
    also where there are two. float32 is computed in float32, all else in float64.

    Args:
        l2: the penalty on W, 0 or more. Without any, separable data have no optimum: the weights
            grow until ``max_iter``.
        max_iter: the most iterations of L-BFGS.
        tol: the largest component of the gradient, by absolute value, at which it has converged.

    Attributes:
        classes_: (h,) the labels of ``y``, sorted.
        coef_: (h, m) W.
        intercept_: (h,) b.
        n_features_in_: m.
        feature_names_in_: (m,) the columns of a data frame; only if it had names.
        n_iter_: the iterations taken.
    """

    def __init__(self, l2: float = 1e-4, max_iter: int = 200, tol: float = 1e-5) -> None:
        self.l2 = l2
        self.max_iter = max_iter
        self.tol = tol

    def fit(self, X: Any, y: Any) -> SoftmaxRegression:
        """Fit to X (N, m), any array of numbers, and the labels y (N,).

        Raises:
            TypeError: X is sparse or not of numbers.
            ValueError: a parameter is out of its bounds; X or y is not finite, or of a wrong
                shape; y has fewer than two classes.
        """
        self._check_parameters()
        rows = validation.features(X)
        labels = validation.labels(y, len(rows))
        classes, positions = np.unique(labels, return_inverse=True)
        if len(classes) < 2:
            raise ValueError(
                f"SoftmaxRegression needs 2 classes or more; the data has one class, {classes[0]!r}"
            )
        # Centred features take L-BFGS fewer iterations; b, which has no penalty, makes up for it.
        mean = rows.mean(axis=0)
        centred = torch.from_numpy(rows - mean)
        tensors = Tensors(centred, torch.from_numpy(positions.astype(np.int64)))
        dtype = centred.dtype
        search = LBFGS(Objective(tensors, len(classes), "softmax", self.l2, dtype))
        self.n_iter_ = self._descend(search)
        W, b = search.parameters
        self.coef_ = W.numpy().copy()
        self.intercept_ = b.numpy() - self.coef_ @ mean
        self.classes_ = classes
        self.n_features_in_ = rows.shape[1]
        names = validation.feature_names(X)
        if names is not None:
            self.feature_names_in_ = names
        elif hasattr(self, "feature_names_in_"):
            del self.feature_names_in_
        return self

    def predict_proba(self, X: Any) -> np.ndarray:
        """P(y = j | x) of X (N, m), for each class in the order of ``classes_``: (N, h)."""
        return maths.softmax(self._logits(X))

    def predict(self, X: Any) -> np.ndarray:
        """The most probable class of each row of X (N, m): (N,) of the labels that y had."""
        logits = self._logits(X)  # first: before fit there are no classes
        predicted: np.ndarray = self.classes_[logits.argmax(axis=1)]
        return predicted

    def score(self, X: Any, y: Any) -> float:
        """The accuracy on X (N, m) with the labels y (N,), 0..1."""
        predicted = self.predict(X)
        return float((predicted == validation.labels(y, len(predicted))).mean())

    def _logits(self, X: Any) -> maths.softmax_regression.Array:
        name = type(self).__name__
        if not hasattr(self, "coef_"):
            raise NotFittedError(f"This {name} is not fitted yet: call fit first")
        fitted = getattr(self, "feature_names_in_", None)
        validation.check_names(fitted, validation.feature_names(X), name)
        rows = validation.features(X)
        if rows.shape[1] != self.n_features_in_:
            raise ValueError(
                f"X has {rows.shape[1]} features, but {name} is expecting "
                f"{self.n_features_in_} features as input"
            )
        return maths.logits(rows, self.coef_, self.intercept_)

    def _check_parameters(self) -> None:
        for name in ("l2", "tol"):
            value = getattr(self, name)
            if not (isinstance(value, numbers.Real) and 0 <= float(value) < math.inf):
                raise ValueError(f"{name} must be a number of 0 or more, not {value!r}")
        if not (isinstance(self.max_iter, numbers.Integral) and self.max_iter >= 1):
            raise ValueError(f"max_iter must be a whole number from 1, not {self.max_iter!r}")

    def _descend(self, search: LBFGS) -> int:
        """Iterate until the gradient vanishes, or rounding ends the descent: how often."""
        for iteration in range(1, int(self.max_iter) + 1):
            before = search.value
            search.iterate()
            if search.steepest <= self.tol or search.value >= before:
                return iteration
        warnings.warn(
            f"L-BFGS has not converged in {self.max_iter} iterations: raise max_iter, scale the "
            "features, or give l2 a larger value",
            stacklevel=3,
        )
        return int(self.max_iter)

    # What scikit-learn's tools (clone, pipelines, searches) ask of an estimator.

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The parameters by name; ``deep`` makes no difference, as none is an estimator."""
        return {name: getattr(self, name) for name in inspect.signature(type(self)).parameters}

    def set_params(self, **params: Any) -> SoftmaxRegression:
        """Set parameters by name.

        Raises:
            ValueError: there is no such parameter.
        """
        known = self.get_params()
        for name, value in params.items():
            if name not in known:
                raise ValueError(
                    f"Invalid parameter {name!r} for estimator {self}. "
                    f"Valid parameters are: {list(known)}."
                )
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self.get_params().items())
        return f"{type(self).__name__}({given})"

    def __sklearn_tags__(self) -> Tags:
        from sklearn.utils import ClassifierTags, InputTags, Tags, TargetTags

        return Tags(
            estimator_type="classifier",
            target_tags=TargetTags(required=True),
            classifier_tags=ClassifierTags(),
            input_tags=InputTags(),
        )
