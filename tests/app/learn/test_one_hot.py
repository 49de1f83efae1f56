"""Chapter 5: labels as typed, their one-hot rows, and training on plain numbers instead."""

import pytest
from streamlit.testing.v1 import AppTest

from softmax.data import Dataset

from .conftest import given_to, sent

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
