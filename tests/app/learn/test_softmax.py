"""Chapter 4: the columns, the formula and the overflow."""

import pytest
import torch
from streamlit.testing.v1 import AppTest

from pages.learn import chapters
from pages.shared.state import resources

from .conftest import given_to, sent


def rows(at: AppTest) -> list[dict]:
    return given_to(at, "columns")["rows"]


def tables(at: AppTest) -> list[list[dict]]:
    return [table["rows"] for table in sent(at, "table")]


def test_the_rows_are_those_of_torch(chapter: AppTest) -> None:
    assert not chapter.exception
    z, e, a = (row["values"] for row in rows(chapter))
    assert z == [1.0, 2.0, -1.0]
    # e^1, e^2 and e^-1, and their shares of their sum, 10.475
    assert e == pytest.approx([2.71828, 7.38906, 0.36788], abs=1e-5)
    assert a == pytest.approx(torch.softmax(torch.tensor(z, dtype=torch.float64), 0).tolist())
    assert rows(chapter)[2]["sum"] == "1.00"


@pytest.mark.parametrize("count", ["2", "7", "10"])
def test_any_number_of_classes_from_two_to_ten(chapter: AppTest, count: str) -> None:
    chapter.segmented_control(key="softmax_classes").set_value(count).run()
    assert not chapter.exception
    assert all(len(row["values"]) == int(count) for row in rows(chapter))


def test_the_logits_of_a_real_image_are_the_models_own(chapter: AppTest) -> None:
    chapter.button(key="softmax_image").click().run()
    assert not chapter.exception
    x = resources.dataset().test.rows[0] / 255
    expected = resources.default_model().model.logits(x)
    assert rows(chapter)[0]["values"] == pytest.approx(expected.round(1).tolist())
    assert any("labelled **7**" in e.value for e in chapter.markdown)


def test_naive_softmax_of_1000_is_nan_and_the_proper_one_is_not(chapter: AppTest) -> None:
    naive, proper = tables(chapter)[-1]
    assert naive["values"][0] == "not a number"
    # softmax of (1000, 999, 0) is that of (1, 0, -999): e / (e + 1) = 0.731
    assert proper["values"] == ["0.731", "0.269", "0.000"]


@pytest.mark.parametrize(("large", "first"), [(0, "0.422"), (700, "0.731"), (710, "not a number")])
def test_naive_softmax_is_right_up_to_a_logit_of_709(
    chapter: AppTest, large: int, first: str
) -> None:
    """By hand: 1 / (1 + 1/e + 1) = 0.422 at (0, -1, 0), and e / (e + 1) where the 0 is far off."""
    chapter.slider(key="softmax_large").set_value(large).run()
    assert not chapter.exception
    naive, proper = tables(chapter)[-1]
    assert naive["values"][0] == first
    assert proper["values"][0] == {"0.422": "0.422"}.get(first, "0.731")
    formula = chapter.latex[-1].value
    assert rf"e^{{{large}}}" in formula
    assert (r"\infty" in formula) == (large > 709)


@pytest.mark.parametrize("shift", [-500, 0, 500])
def test_a_constant_changes_nothing(chapter: AppTest, shift: int) -> None:
    chapter.slider(key="softmax_shift").set_value(shift).run()
    before, after = tables(chapter)[0]
    assert before["values"] == after["values"]
    assert rf"{{$e^{{{shift}}}$}}" in chapter.latex[1].value


def test_the_question_answers_when_an_option_is_chosen(chapter: AppTest) -> None:
    question = chapters.chapter("softmax").text.question
    answer = question.options[question.right].reply
    wrong = next(o for i, o in enumerate(question.options) if i != question.right)
    chapter.radio(key="predict_softmax").set_value(wrong.text).run()
    assert any("Not quite" in e.value and wrong.reply in e.value for e in chapter.markdown)
    assert not any(answer in e.value for e in chapter.markdown)
    chapter.radio(key="predict_softmax").set_value(question.options[question.right].text).run()
    assert any("Yes" in e.value and answer in e.value for e in chapter.markdown)


def test_the_definition_for_any_class_comes_before_the_numbers(chapter: AppTest) -> None:
    formula = chapter.latex[0].value
    assert "a_j &=" in formula
    assert formula.index("e^{z_j}") < formula.index(r"\sum_k e^{z_k}") < formula.index("e^{1.00}")


def test_next_and_back_lead_to_the_neighbours(chapter: AppTest) -> None:
    chapter.button(key="lesson_next").click().run()
    assert not chapter.exception
    assert any("One-hot" in e.value for e in chapter.markdown)
