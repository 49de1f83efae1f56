"""A reader who tries everything: each option of each switch, each step, each answer."""

from __future__ import annotations

import pytest

from pages.learn import chapters
from pages.learn.gradient import steps
from tests.app.conftest import Visitor

# Options of the switches (those of a copied run are disabled), and answers to the question.
STATES = {
    "data": 10 + 5 + 3 + 3,
    "logistic": 10 + 4 + 3,
    "many": 4 + 10 + 10 + 10 + 2 + 3,
    "softmax": 3 + 9 + 3,
    "one_hot": 9 + 3,
    "cross_entropy": 6 + 3,
    "gradient": 4 + 3,
    "rule": 2 + 3 + 5 + 3,
    "together": 3,
    "plane": 3,
    "limits": 2 + 3,
}
# Buttons of the frame, which every page has.
FRAME = ("lesson_", "strip_", "remote_", "present", "export", "next_page", "follow_now")


def sound(visitor: Visitor, where: str) -> None:
    visitor.look()
    assert not visitor.at.error, where
    assert all("{" not in caption.value for caption in visitor.at.caption), where
    prose = [m.value for m in visitor.at.markdown if "$" not in m.value]
    assert all("{" not in text for text in prose), where


@pytest.mark.parametrize("chapter", chapters.all_chapters(), ids=lambda chapter: chapter.name)
def test_each_state_of_a_chapter_can_be_walked_through(
    visitor: Visitor, chapter: chapters.Chapter
) -> None:
    visitor.open(chapter.url_path)
    walked = 0
    for key in [switch.key for switch in visitor.at.segmented_control if not switch.disabled]:
        for option in visitor.at.segmented_control(key=key).options:
            visitor.at.segmented_control(key=key).set_value(option)
            sound(visitor, f"{key}: {option}")
            walked += 1
    (question,) = visitor.at.radio
    for option in question.options:
        visitor.at.radio[0].set_value(option)
        sound(visitor, option)
        walked += 1
    assert walked == STATES[chapter.name]
    # Its length counts an action for each control at least.
    controls = {key for key in visitor.buttons if key and not key.startswith(FRAME)}
    controls |= {widget.key for widget in (*visitor.at.segmented_control, *visitor.at.slider)}
    assert len(controls) + 1 <= chapter.text.actions


def test_the_gradient_has_a_text_for_each_step(visitor: Visitor) -> None:
    visitor.open("learn_7_gradient")
    told = []
    for step in range(steps.LAST + 1):
        told += [m.value for m in visitor.at.markdown if m.value.startswith("**Step ")]
        assert told[-1].startswith(f"**Step {step + 1} of {steps.LAST + 1}.**")
        if step < steps.LAST:
            visitor.click("gradient_on")
    assert len(set(told)) == len(told) == 11
    assert visitor.at.session_state["lesson"].done == {"gradient"}
