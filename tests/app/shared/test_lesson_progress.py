"""The reader's progress in the lesson: what is kept, merged, forgotten and shown."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pages.learn import chapters
from pages.shared.components.lesson import CHAPTERS
from pages.shared.state import lesson_progress
from pages.shared.state.lesson_progress import Progress, read
from tests.app.conftest import Visitor

SOME = Progress(2, "many", {"data", "many"}, {"data": 1, "logistic": 0})


def test_what_is_written_can_be_read() -> None:
    assert read(SOME.written()) == SOME
    assert Progress().written() == ""
    assert len(Progress(9, "rule", set(CHAPTERS), dict.fromkeys(CHAPTERS, 2)).written()) < (
        lesson_progress.MOST_CHARACTERS
    )


@pytest.mark.parametrize(
    "text",
    [
        "", "nonsense", "[]", "null", "3", '"x"', "{}", '{"since":-1}', '{"since":true}',
        '{"at":["data"],"done":"data","answers":[1]}', '{"at":{},"done":[{}],"answers":{"x":1}}',
        '{"done":["learned"],"answers":{"data":-1,"many":"1","rule":1.5}}', "[" * 5_000,
        "9" * 6_000,
    ],
)  # fmt: skip
def test_malformed_records_are_empty(text: str) -> None:
    assert read(text) == Progress()


def test_two_tabs_are_merged_unless_one_has_forgotten_since() -> None:
    other = Progress(2, "data", {"softmax"}, {"data": 2, "softmax": 1})
    assert SOME.merged(other) == Progress(
        2, "many", {"data", "many", "softmax"}, {"data": 1, "logistic": 0, "softmax": 1}
    )
    assert Progress(2).merged(SOME) == SOME
    later = Progress(3)
    assert SOME.merged(later) == later.merged(SOME) == later


@pytest.mark.parametrize(
    ("at", "done", "onward"),
    [
        ("", set(), ""),
        ("softmax", set(), "softmax"),
        ("softmax", {"softmax"}, "one_hot"),
        ("softmax", {"softmax", "one_hot"}, "cross_entropy"),
        ("together", {"together"}, "plane"),
        ("plane", {"plane"}, "limits"),
        ("limits", {"limits"}, "data"),
        ("together", set(CHAPTERS), ""),
    ],
)
def test_the_chapter_to_continue_with(
    at: str, done: set[str], onward: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = {"lesson": Progress(0, at, done)}
    monkeypatch.setattr(lesson_progress.st, "session_state", state)
    assert lesson_progress.to_continue_with() == onward


def kept(visitor: Visitor) -> dict[str, Any]:
    (data,) = visitor.shown("lesson_memory")
    return data


def test_answers_and_marks_come_back_in_a_new_session_and_can_be_forgotten() -> None:
    first, second = Visitor(), Visitor()
    first.open("learn_1_data")
    radio = first.at.radio(key="predict_data")
    wrong, right = radio.options[0], radio.options[chapters.chapter("data").text.question.right]
    radio.set_value(wrong)
    first.look()
    first.at.radio(key="predict_data").set_value(right)
    first.look().open("learn")
    text = kept(first)["progress"]
    assert json.loads(text)["answers"] == {"data": 1}
    assert kept(first)["merged"] == ""

    # What the browser's element sends in a new session.
    second.open("start")
    assert kept(second)["progress"] == ""
    second.at.session_state["lesson"] = Progress().merged(read(text))
    second.look()
    links = [link.proto.label for link in second.at.get("page_link")]
    assert "Continue with chapter 1" in links
    second.open("learn")
    assert second.at.button(key="contents_onward").label == "Continue with chapter 1"
    second.open("learn_1_data")
    assert second.at.radio(key="predict_data").value == right
    second.open("learn").click("contents_forget")
    assert second.at.button(key="contents_onward").label == "Begin with chapter 1"
    assert json.loads(kept(second)["progress"])["since"] == 1
    second.open("learn_1_data")
    assert second.at.radio(key="predict_data").value is None


def test_an_answer_to_an_older_question_is_left_out(visitor: Visitor) -> None:
    visitor.open("learn_2_logistic")
    visitor.at.session_state["lesson"].answers["logistic"] = 7
    visitor.look()
    assert visitor.at.radio(key="predict_logistic").value is None


def test_the_contents_mark_what_is_done(visitor: Visitor) -> None:
    visitor.open("learn")
    captions = [caption.value for caption in visitor.at.caption]
    assert captions == [f"{each.text.minutes} min" for each in chapters.all_chapters()]
    visitor.at.session_state["lesson"] = Progress(0, "data", set(CHAPTERS))
    visitor.look()
    assert [c.value for c in visitor.at.caption][:9] == ["✓ done"] * 9
    assert "contents_onward" not in visitor.buttons
