"""The confusion matrix, its precision and recall, and the images behind its cells."""

import numpy as np

from softmax.data import CLASSES
from softmax.evaluation.predictions import Predictions
from softmax.maths.softmax_regression import Array


def confusion_matrix(predictions: Predictions) -> np.ndarray:
    """(10, 10) counts: in row i and column j the images labelled i and predicted as j."""
    pairs = predictions.labels.astype(np.int64) * CLASSES + predictions.predicted
    counts: np.ndarray = np.bincount(pairs, minlength=CLASSES**2).reshape(CLASSES, CLASSES)
    return counts


def recall(counts: np.ndarray) -> Array:
    """The share of each digit's images that is predicted as it, (10,); NaN if there are none."""
    return _share(counts.diagonal(), counts.sum(axis=1))


def precision(counts: np.ndarray) -> Array:
    """The share of each digit's predictions that is correct, (10,); NaN if there are none."""
    return _share(counts.diagonal(), counts.sum(axis=0))


def _share(part: np.ndarray, whole: np.ndarray) -> Array:
    share: Array = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return share


def misclassified(predictions: Predictions) -> np.ndarray:
    """The positions of all misclassified images, the most confident first."""
    return _most_confident_first(predictions, ~predictions.correct)


def images_of(predictions: Predictions, truth: int, predicted: int) -> np.ndarray:
    """The positions of the images in one cell of the confusion matrix: misclassified ones with
    the most confident first, correct ones with the least confident first."""
    found = _most_confident_first(
        predictions, (predictions.labels == truth) & (predictions.predicted == predicted)
    )
    return found[::-1] if truth == predicted else found


def _most_confident_first(predictions: Predictions, chosen: np.ndarray) -> np.ndarray:
    positions = np.flatnonzero(chosen)
    order = np.argsort(-predictions.confidence[positions], kind="stable")
    found: np.ndarray = positions[order]
    return found
