from __future__ import annotations

import math

import numpy as np
import pytest

from softmax.maths import Model

# Three classes, two features; the logits of x = (1, 0) are (0, ln 2, ln 5).
W = np.array([[0, 1], [math.log(2), 0], [math.log(5), -1]])
b = np.zeros(3)


def test_softmax_outputs_are_one_distribution() -> None:
    assert Model(W, b).predict_proba([1, 0]) == pytest.approx([1 / 8, 2 / 8, 5 / 8])


def test_sigmoid_outputs_are_separate_probabilities() -> None:
    # 1/(1 + 1/k) = k/(k + 1) for k = 1, 2, 5
    outputs = Model(W, b, "sigmoid").predict_proba([1, 0])
    assert outputs == pytest.approx([1 / 2, 2 / 3, 5 / 6])


@pytest.mark.parametrize("head", ["softmax", "sigmoid"])
def test_predict_is_the_most_probable_class(head: str) -> None:
    model = Model(W, b, head)
    X = np.array([[1, 0], [0, 1]])
    assert model.predict(X).tolist() == [2, 0]
    assert model.predict(X[0]) == 2
    assert model.predict_proba(X).argmax(axis=1).tolist() == [2, 0]


def test_the_shapes_of_the_outputs() -> None:
    model = Model(W, b)
    assert model.logits(np.zeros((4, 2))).shape == (4, 3)
    assert model.logits(np.zeros(2)).shape == (3,)


def test_float32_weights_are_computed_with_in_float64() -> None:
    model = Model(W.astype(np.float32), b.astype(np.float32))
    assert model.predict_proba(np.ones((1, 2), np.float32)).dtype == np.float64


@pytest.mark.parametrize("shapes", [((3,), (3,)), ((3, 2), (2,)), ((3, 2), (3, 1))])
def test_shapes_that_do_not_fit_are_refused(shapes: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(ValueError, match=r"are not \(h, m\) and \(h,\)"):
        Model(np.zeros(shapes[0]), np.zeros(shapes[1]))


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_weights_that_are_not_finite_are_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="not all finite"):
        Model(W, np.array([0, bad, 0]))
    with pytest.raises(ValueError, match="not all finite"):
        Model(np.where(W == 0, bad, W), b)
