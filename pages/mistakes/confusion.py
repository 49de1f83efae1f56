"""The confusion matrix, and which of its cells is chosen."""

import numpy as np

from pages.mistakes import misclassified
from pages.mistakes.evaluated_model import EvaluatedModel
from pages.shared.components import elements
from pages.shared.components.events import event, whole
from softmax.data import CLASSES
from softmax.evaluation import confusion_matrix, precision, recall
from softmax.numbers import percent

DIGIT = whole(0, CLASSES - 1)


def show(model: EvaluatedModel) -> None:
    """Rows are labels, columns predictions; a click on a cell shows its images."""
    predictions = model.test
    counts = confusion_matrix(predictions)
    wrong, total = int((~predictions.correct).sum()), len(predictions)
    elements.show(
        "confusion",
        key="confusion",
        data={
            "counts": counts.tolist(),
            "recall": _shares(recall(counts)),
            "precision": _shares(precision(counts)),
            "chosen": misclassified.chosen_cell(),
            "summary": f"{wrong:,} of {total:,} test images are misread, {percent(wrong / total)}.",
            "judged": f"Read by {model.name}.",
        },
        on={"chosen": event(_choose, DIGIT, DIGIT)},
    )


def _choose(label: int, predicted: int) -> None:
    cell = (label, predicted)
    misclassified.choose(None if cell == misclassified.chosen_cell() else cell)


def _shares(values: np.ndarray) -> list[float | None]:
    """As JSON, which has no NaN."""
    return [None if np.isnan(value) else round(float(value), 4) for value in values]
