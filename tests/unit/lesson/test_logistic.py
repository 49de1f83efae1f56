"""Chapter 2: one row of weights, and its evidence for an image."""

import math

import numpy as np
import pytest

from softmax.lesson import logistic as lesson

# -- the library --------------------------------------------------------------------------------


def test_evidence_by_hand() -> None:
    found = lesson.evidence(np.array([1.0, 0.5, 0.0]), np.array([2.0, -3.0, 9.0]), -0.25)
    np.testing.assert_array_equal(found.products, [2.0, -1.5, 0.0])
    assert (found.pro, found.con, found.b, found.z) == (2.0, -1.5, -0.25, 0.25)
    assert found.a == pytest.approx(1 / (1 + math.exp(-0.25)), rel=1e-15)


def test_score_by_hand() -> None:
    X = np.array([[2.0], [-1.0], [3.0], [-2.0], [-3.0]])
    y = np.array([True, True, False, False, False])
    how = lesson.score(X, y, np.array([1.0]), 0.0)
    assert how == lesson.Score(accuracy=0.6, always_no=0.6, found=0.5)
    assert lesson.score(X, np.zeros(5, dtype=bool), np.array([1.0]), 0.0).found == 0


def test_the_most_confident_mistakes_come_first() -> None:
    """z = 2, -1, 3, -4 and 0.5; yes where above 0. Wrong are the second, the third and the last."""
    X, y = np.array([[2.0], [-1.0], [3.0], [-4.0], [0.5]]), np.array([1, 1, 0, 0, 0], dtype=bool)
    assert lesson.misclassified(X, y, np.array([1.0]), 0.0).tolist() == [2, 1, 4]
    assert lesson.misclassified(X[:1], y[:1], np.array([1.0]), 0.0).size == 0
