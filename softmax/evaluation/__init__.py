"""How well a model reads: its mistakes, how sure it is of them, and what it should not answer."""

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
    mistakes,
    precision,
    recall,
)
from softmax.evaluation.predictions import Reading, read

__all__ = [
    "Answers",
    "Bin",
    "Reading",
    "answers_at",
    "confusion_matrix",
    "expected_calibration_error",
    "fit_temperature",
    "images_of",
    "mistakes",
    "precision",
    "read",
    "recall",
    "reliability",
]
