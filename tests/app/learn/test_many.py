"""Chapter 3: images of two digits, models trained on them, and the page in each state."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.learn import chapters
from pages.learn.many import ten_sigmoids, two_digits
from pages.shared.state import resources
from softmax.lesson.many import (
    pairs,
    position,
)
from softmax.maths import softmax

from .conftest import sent

# -- the page -------------------------------------------------------------------------------------


def text(app: AppTest) -> str:
    return " ".join(str(m.value) for m in app.markdown)


def test_the_ten_outputs_do_not_sum_to_one(chapter: AppTest) -> None:
    assert not chapter.exception
    a = resources.sigmoid_model().model.predict_proba(many_image(8, 0))
    assert abs(a.sum() - 1) > 0.2


def many_image(digit: int, number: int) -> np.ndarray:
    test = resources.dataset().test
    return test.rows[position(test, digit, number)] / 255


def test_the_formula_adds_up_with_any_image_and_term(chapter: AppTest) -> None:
    for digit in "058":
        chapter.segmented_control(key="many_digit").set_value(digit).run()
        for term in ten_sigmoids.TERMS:
            chapter.segmented_control(key="many_term").set_value(term).run()
            assert not chapter.exception
            assert any("colorbox" in str(latex.value) for latex in chapter.latex)
    chapter.button(key="many_another").click().run()
    assert not chapter.exception


def test_composing_completes_the_chapter(chapter: AppTest) -> None:
    assert not chapter.session_state["lesson"].done
    chapter.segmented_control(key="many_left").set_value("3").run()
    assert not chapter.exception
    assert "many" in chapter.session_state["lesson"].done


@pytest.mark.parametrize("trained_on", two_digits.TRAINED_ON)
def test_both_models_are_given_the_same_pair(chapter: AppTest, trained_on: str) -> None:
    chapter.segmented_control(key="many_taught").set_value(trained_on).run()
    assert not chapter.exception
    test = resources.dataset().test
    seen = pairs(test, np.array([position(test, 0, 0)]), np.array([position(test, 7, 0)]))
    sigmoids, soft = (
        (resources.sigmoid_model().model, resources.default_model().model)
        if trained_on == "One digit"
        else (two_digits.trained_on_pairs("sigmoid"), two_digits.trained_on_pairs("softmax"))
    )
    said = text(chapter)
    assert f"{sigmoids.predict_proba(seen.X[0])[0]:.2f} for the 0" in said
    np.testing.assert_allclose(soft.predict_proba(seen.X[0]), softmax(soft.logits(seen.X[0])))
    assert f"{soft.predict_proba(seen.X[0])[7]:.2f}" in said


def test_the_same_digit_twice_is_one_yes(chapter: AppTest) -> None:
    chapter.segmented_control(key="many_left").set_value("7").run()
    chapter.button(key="many_other").click().run()
    assert not chapter.exception
    assert "still a single 1" in text(chapter)


def test_the_choices_are_still_there_after_a_visit_elsewhere(chapter: AppTest) -> None:
    chosen = {
        "many_digit": "3", "many_left": "4", "many_right": "9", "many_term": ten_sigmoids.TERMS[2],
        "many_taught": two_digits.TRAINED_ON[0],
    }  # fmt: skip
    for key, value in chosen.items():
        chapter.segmented_control(key=key).set_value(value).run()
    for button in ("many_another", "many_other"):
        chapter.button(key=button).click().run()
    before, composed = many_images(chapter)
    chapter.switch_page("learn/softmax/page.py").run()
    chapter.switch_page(chapters.chapter("many").page).run()
    assert not chapter.exception
    assert {key: chapter.segmented_control(key=key).value for key in chosen} == chosen
    assert many_images(chapter) == [before, composed]


def many_images(chapter: AppTest) -> list[dict]:
    """The image of one digit and that of two, as they are on the page."""
    return sent(chapter, "composed")


def test_the_question_reveals_its_answer(chapter: AppTest) -> None:
    chapter.radio(key="predict_many").set_value("Nothing at all.").run()
    assert "**Yes.**" in text(chapter)
