"""Chapter 5: labels as typed, their one-hot rows, and training on plain numbers instead."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from softmax.data import Dataset
from softmax.lesson.one_hot import (
    Label,
    WrongLabel,
    label_distances,
    least_squares,
    read_label,
    row_distances,
    teach_two_ways,
)

# -- the numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0), (" 3 ", 3), ("3.0", 3), ("3,0", 3), ("-0", 0), ("2e0", 2)]
)
def test_a_label_is_parsed(text: str, value: int) -> None:
    assert read_label(text, 4) == Label(text.strip(), value)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", WrongLabel.EMPTY),
        ("   ", WrongLabel.EMPTY),
        ("two", WrongLabel.NOT_A_NUMBER),
        ("nan", WrongLabel.NOT_A_NUMBER),
        ("1e999", WrongLabel.NOT_A_NUMBER),
        ("1.5", WrongLabel.FRACTION),
        ("-0.1", WrongLabel.FRACTION),
        ("-1", WrongLabel.NO_SUCH_CLASS),
        ("4", WrongLabel.NO_SUCH_CLASS),
        ("1e9", WrongLabel.NO_SUCH_CLASS),
    ],
)
def test_an_invalid_label_has_a_reason(text: str, wrong: WrongLabel) -> None:
    assert read_label(text, 4) == Label(text.strip(), None, wrong)


@given(st.text(max_size=30), st.integers(2, 10))
def test_any_text_has_either_a_class_or_a_reason(text: str, h: int) -> None:
    label = read_label(text, h)
    assert (label.value is None) != (label.wrong is None)
    assert label.value is None or 0 <= label.value < h


def test_distances_between_numbers_differ_and_between_rows_are_equal() -> None:
    assert label_distances([0, 1, 3]).tolist() == [[0, 1, 3], [1, 0, 2], [3, 2, 0]]
    r = math.sqrt(2)
    np.testing.assert_allclose(row_distances([0, 1, 3], 4), [[0, r, r], [r, 0, r], [r, r, 0]])


def test_least_squares_is_where_autograds_gradient_is_zero() -> None:
    random = np.random.default_rng(3)
    X, T = random.normal(size=(30, 5)), random.normal(size=(30, 2))
    found = least_squares(X, T, ridge=0.7)
    W, b = (torch.tensor(p, requires_grad=True) for p in (found.W, found.b))
    error = torch.tensor(X) @ W.T + b - torch.tensor(T)
    ((error**2).sum() + 0.7 * (W**2).sum()).backward()
    assert W.grad is not None
    assert b.grad is not None
    assert max(W.grad.abs().max().item(), b.grad.abs().max().item()) < 1e-10


def test_the_model_trained_on_rows_is_far_more_accurate(mnist: Dataset) -> None:
    ways = teach_two_ways(mnist.train.rows[:2_000] / 255, mnist.train.labels[:2_000], 10)
    X, y = mnist.test.rows[:2_000] / 255, mnist.test.labels[:2_000]
    by_number, by_row = (ways.number_classes(X) == y).mean(), (ways.row_classes(X) == y).mean()
    assert by_number < 0.3
    assert by_row > 0.7
    assert set(ways.number_classes(X)) <= set(range(10))
