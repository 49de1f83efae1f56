"""Measures of a classifier: confusion matrix, calibration, selective classification."""

from softmax.evaluation.abstention import Answers, answers_at
from softmax.evaluation.calibration import (
    Bin,
    expected_calibration_error,
    fit_temperature,
    reliability,
)
from softmax.evaluation.confusion import (
    confusion_matrix,
    images_of,
    misclassified,
    precision,
    recall,
)
from softmax.evaluation.interval import Comparison, compare, wilson
from softmax.evaluation.predictions import Predictions, predict

__all__ = [
    "Answers",
    "Bin",
    "Comparison",
    "Predictions",
    "answers_at",
    "compare",
    "confusion_matrix",
    "expected_calibration_error",
    "fit_temperature",
    "images_of",
    "misclassified",
    "precision",
    "predict",
    "recall",
    "reliability",
    "wilson",
]
