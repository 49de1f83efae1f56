"""The confusion matrix and what is counted from it, against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from softmax.evaluation import (
    Predictions,
    confusion_matrix,
    images_of,
    misclassified,
    precision,
    recall,
)

from .random_predictions import random_predictions

DIGITS = range(10)


def reading_of(pairs: list[tuple[int, int]]) -> Predictions:
    """A predictions with these labels and classes read."""
    labels, predicted = np.array(pairs).T
    return Predictions(np.eye(10, dtype=np.float32)[predicted], labels.astype(np.uint8), "softmax")


pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=60)


@given(pairs)
def test_the_counts_and_shares_are_scikit_learns(drawn: list[tuple[int, int]]) -> None:
    predictions = reading_of(drawn)
    counts = confusion_matrix(predictions)
    both = (predictions.labels, predictions.predicted)
    assert (counts == metrics.confusion_matrix(*both, labels=DIGITS)).all()
    options = {"labels": DIGITS, "average": None, "zero_division": np.nan}
    for mine, theirs in ((recall, metrics.recall_score), (precision, metrics.precision_score)):
        assert mine(counts) == pytest.approx(theirs(*both, **options), nan_ok=True)


@given(pairs)
def test_the_counts_add_up(drawn: list[tuple[int, int]]) -> None:
    predictions = reading_of(drawn)
    counts = confusion_matrix(predictions)
    assert counts.sum() == len(drawn)
    assert counts.trace() == predictions.correct.sum()
    assert counts.sum() - counts.trace() == len(misclassified(predictions))


def test_each_cell_has_its_images_with_the_most_telling_first() -> None:
    predictions = random_predictions()
    counts, confidence = confusion_matrix(predictions), predictions.confidence
    seen = []
    for truth in DIGITS:
        for read_as in DIGITS:
            found = images_of(predictions, truth, read_as)
            assert len(found) == counts[truth, read_as]
            assert (predictions.labels[found] == truth).all()
            assert (predictions.predicted[found] == read_as).all()
            steps = np.diff(confidence[found])
            assert (steps >= 0).all() if truth == read_as else (steps <= 0).all()
            seen += found.tolist()
    assert sorted(seen) == list(range(len(predictions)))


def test_the_most_confident_mistake_comes_first() -> None:
    Z = np.zeros((4, 10), np.float32)
    Z[[0, 1, 2, 3], [4, 9, 9, 9]] = [5, 1, 3, 2]
    predictions = Predictions(Z, np.array([4, 4, 4, 9], np.uint8), "softmax")
    assert misclassified(predictions).tolist() == [2, 1]
    assert images_of(predictions, 4, 9).tolist() == [2, 1]
    assert images_of(predictions, 9, 9).tolist() == [3]
    assert images_of(predictions, 0, 1).size == 0
