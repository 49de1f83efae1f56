"""Chapter 5: labels as typed, their one-hot rows, and training on plain numbers instead."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

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

from .conftest import given_to, sent

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


# -- the page -----------------------------------------------------------------------------------


def test_the_labels_of_the_lecture_note_become_four_rows(chapter: AppTest) -> None:
    assert not chapter.exception
    matrix = given_to(chapter, "one-hot")
    assert [row["label"] for row in matrix["rows"]] == [0, 1, 3, 2]
    assert matrix["h"] == 4
    assert matrix["shape"].endswith("4 × 4")
    assert matrix["notes"] == []


@pytest.mark.parametrize("text", ["", "two", "1.5", "-1", "7", "1e9", "nan", "$x_{", "{0}"])
def test_an_invalid_label_gets_a_note_and_the_others_keep_their_rows(
    chapter: AppTest, text: str
) -> None:
    chapter.session_state["one_hot_labels"] = ["0", "1", text, "2"]
    chapter.run()
    assert not chapter.exception
    matrix = given_to(chapter, "one-hot")
    assert [row["label"] for row in matrix["rows"]] == [0, 1, None, 2]
    (note,) = matrix["notes"]
    assert (text or "Sample 3") in note["text"]
    assert matrix["shape"].endswith("3 × 4")


def test_the_number_of_classes_decides_which_labels_have_a_column(
    chapter: AppTest,
) -> None:
    control = chapter.segmented_control(key="one_hot_width")
    control.set_value(3).run()
    assert not chapter.exception
    assert "3" in given_to(chapter, "one-hot")["notes"][0]["text"]
    chapter.segmented_control(key="one_hot_width").set_value(10).run()
    assert given_to(chapter, "one-hot")["notes"] == []
    assert given_to(chapter, "distances")["h"] == 10


def test_test_images_come_with_their_own_labels_and_a_changed_one_is_noticed(
    chapter: AppTest, mnist: Dataset
) -> None:
    chapter.button(key="one_hot_images").click().run()
    matrix = given_to(chapter, "one-hot")
    assert [row["label"] for row in matrix["rows"]] == mnist.test.labels[:4].tolist()
    assert all(row["picture"] for row in matrix["rows"])
    chapter.session_state["one_hot_labels"] = ["7", "2", "1", "5"]
    chapter.run()
    assert "labelled 0" in given_to(chapter, "one-hot")["notes"][0]["text"]
    chapter.button(key="one_hot_again").click().run()
    assert not chapter.exception
    assert [row["text"] for row in given_to(chapter, "one-hot")["rows"]] == ["0", "1", "3", "2"]


def test_both_models_are_trained_on_demand(chapter: AppTest) -> None:
    assert not sent(chapter, "two-answers")
    chapter.button(key="one_hot_teach").click().run()
    assert not chapter.exception
    by_number, by_row = given_to(chapter, "two-answers")["rows"]
    assert float(by_number["share"].removesuffix(" %")) < 30
    assert float(by_row["share"].removesuffix(" %")) > 80


def test_the_question_is_answered(chapter: AppTest) -> None:
    radio = chapter.radio(key="predict_one_hot")
    radio.set_value(radio.options[1]).run()
    assert any(e.value.startswith("**Yes.**") for e in chapter.markdown)
