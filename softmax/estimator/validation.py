"""The checks that scikit-learn asks of what an estimator is given, and the errors it expects."""

import warnings
from typing import Any

import numpy as np

__all__ = [
    "DataConversionWarning",
    "NotFittedError",
    "check_names",
    "feature_names",
    "features",
    "labels",
]

try:  # scikit-learn's own, where it is installed: its tools catch them by their type
    from sklearn.exceptions import DataConversionWarning, NotFittedError
except ImportError:

    class NotFittedError(ValueError, AttributeError):  # type: ignore[no-redef]
        """The estimator has not been fitted yet."""

    class DataConversionWarning(UserWarning):  # type: ignore[no-redef]
        """The data was converted in a way that its owner may not expect."""


def features(X: Any) -> np.ndarray:
    """X as an array (N, m) of finite numbers, float32 if it is that already, else float64.

    Raises:
        TypeError: X is sparse, or holds what is no number.
        ValueError: X is not 2-D, empty, complex, or not finite.
    """
    if hasattr(X, "toarray") and hasattr(X, "nnz"):
        raise TypeError("sparse data was passed, but dense data is required; use X.toarray()")
    rows: np.ndarray = np.asarray(X)
    if np.iscomplexobj(rows):
        raise ValueError("Complex data not supported: X has complex numbers")
    if rows.dtype != np.float32:
        rows = rows.astype(np.float64)
    if rows.ndim != 2:
        raise ValueError(
            f"Expected 2D array, got {rows.ndim}D array instead. Reshape your data using "
            "array.reshape(-1, 1) if it has a single feature, or array.reshape(1, -1) if it "
            "is a single sample"
        )
    for count, what in zip(rows.shape, ("sample", "feature"), strict=True):
        if count == 0:
            raise ValueError(f"0 {what}(s) (shape={rows.shape}) while a minimum of 1 is required.")
    if not np.isfinite(rows).all():
        raise ValueError("Input X contains NaN or infinity")
    return rows


def feature_names(X: Any) -> np.ndarray | None:
    """The names of the columns of a data frame, if all of them are strings."""
    names = getattr(X, "columns", None)
    if names is None or not all(isinstance(name, str) for name in names):
        return None
    return np.asarray(names, dtype=object)


def labels(y: Any, samples: int) -> np.ndarray:
    """y as an array (N,) of labels: integers, strings, booleans, or floats without a fraction.

    Raises:
        ValueError: y is missing, of another length, not 1-D, not finite, or of real numbers.
    """
    if y is None:
        raise ValueError("requires y to be passed, but the target y is None")
    found: np.ndarray = np.asarray(y)
    if found.ndim == 2 and found.shape[1] == 1:
        warnings.warn(
            "A column-vector y was passed when a 1d array was expected. "
            "Please change the shape of y to (n_samples,), for example using ravel().",
            DataConversionWarning,
            stacklevel=3,
        )
        found = found.ravel()
    if found.ndim != 1:
        raise ValueError(f"y should be a 1d array, got an array of shape {found.shape} instead.")
    if len(found) != samples:
        raise ValueError(
            "Found input variables with inconsistent numbers of samples: "
            f"{samples} and {len(found)}"
        )
    if found.dtype.kind in "fc":
        if not np.isfinite(found).all():
            raise ValueError("Input y contains NaN or infinity")
        if (found != np.round(found)).any():
            raise ValueError("Unknown label type: continuous. A classifier needs classes in y")
    return found


def check_names(fitted: np.ndarray | None, found: np.ndarray | None, estimator: str) -> None:
    """Compare the names of the columns at ``fit`` and now.

    Raises:
        ValueError: both have names, and they differ or are in another order.
    """
    if fitted is None and found is not None:
        warnings.warn(
            f"X has feature names, but {estimator} was fitted without feature names",
            stacklevel=4,
        )
    elif fitted is not None and found is None:
        warnings.warn(
            f"X does not have valid feature names, but {estimator} was fitted with feature names",
            stacklevel=4,
        )
    elif fitted is not None and found is not None and not np.array_equal(fitted, found):
        raise ValueError(_difference(list(fitted), list(found)))


def _difference(fitted: list[str], found: list[str]) -> str:
    lines = ["The feature names should match those that were passed during fit."]
    unseen = sorted(set(found) - set(fitted))
    missing = sorted(set(fitted) - set(found))
    if unseen:
        lines += ["Feature names unseen at fit time:", *(f"- {name}" for name in unseen[:5])]
    if missing:
        lines += [
            "Feature names seen at fit time, yet now missing:",
            *(f"- {name}" for name in missing[:5]),
        ]
    if not unseen and not missing:
        lines.append("Feature names must be in the same order as they were in fit.")
    return "\n".join(lines) + "\n"
