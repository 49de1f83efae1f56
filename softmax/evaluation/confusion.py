"""Which digit is taken for which, and which images are behind it."""

from __future__ import annotations

import numpy as np

from softmax.data import CLASSES
from softmax.evaluation.predictions import Predictions
from softmax.maths.functional import Array


def confusion_matrix(reading: Predictions) -> np.ndarray:
    """(10, 10) counts: in row i and column j the images labelled i that are read as j."""
    pairs = reading.labels.astype(np.int64) * CLASSES + reading.predicted
    counts: np.ndarray = np.bincount(pairs, minlength=CLASSES**2).reshape(CLASSES, CLASSES)
    return counts


def recall(counts: np.ndarray) -> Array:
    """Of each digit's images, the share that is read as it, (10,); NaN where there is none."""
    return _share(counts.diagonal(), counts.sum(axis=1))


def precision(counts: np.ndarray) -> Array:
    """Of what is read as each digit, the share that is it, (10,); NaN where nothing is."""
    return _share(counts.diagonal(), counts.sum(axis=0))


def _share(part: np.ndarray, whole: np.ndarray) -> Array:
    share: Array = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return share


def misclassified(reading: Predictions) -> np.ndarray:
    """The positions of all images that are misread, the most confident mistake first."""
    return _surest_first(reading, ~reading.correct)


def images_of(reading: Predictions, truth: int, predicted: int) -> np.ndarray:
    """The positions of the images behind one cell of the confusion matrix: mistakes with the
    most confident first, but what is read rightly with the narrowest escape first."""
    found = _surest_first(reading, (reading.labels == truth) & (reading.predicted == predicted))
    return found[::-1] if truth == predicted else found


def _surest_first(reading: Predictions, chosen: np.ndarray) -> np.ndarray:
    positions = np.flatnonzero(chosen)
    order = np.argsort(-reading.confidence[positions], kind="stable")
    found: np.ndarray = positions[order]
    return found
