"""A chapter in the presenter's view, without a browser: its steps, the address, the next chapter."""

from __future__ import annotations

import pytest

from pages.learn import chapters
from tests.app.conftest import Visitor

CHAPTERS = pytest.mark.parametrize("chapter", chapters.all_chapters(), ids=lambda c: c.name)


def present(visitor: Visitor, page: str, **more: str) -> Visitor:
    visitor.open(page)
    visitor.at.query_params.clear()
    for name, value in ({"view": "present"} | more).items():
        visitor.at.query_params[name] = value
    return visitor.look()


@CHAPTERS
def test_each_step_is_one_sentence_that_fits_one_line(chapter: chapters.Chapter) -> None:
    assert 3 <= len(chapter.text.steps) <= 7
    for step in chapter.text.steps:
        assert step.sentence.endswith(".")
        assert step.sentence.count(". ") == 0
        assert len(step.sentence) <= 90


@pytest.mark.parametrize(
    ("asked", "shown"), [("2", 2), ("3", 3), ("99", 3), ("0", 1), ("-4", 1), ("x", 1), ("", 1)]
)
def test_the_address_says_the_step(visitor: Visitor, asked: str, shown: int) -> None:
    present(visitor, "learn_1_data", step=asked)
    assert visitor.shown("steps")[0]["step"] == shown
    assert not [m for m in visitor.at.markdown if "Not used from the link" in m.value]


@pytest.mark.parametrize(
    ("page", "by", "opens", "step"),
    [
        ("learn_1_data", 1, "learn_2_logistic", 1),
        ("learn_2_logistic", -1, "learn_1_data", 3),
        ("learn_9_together", 1, "learn_10_plane", 1),
        ("learn_10_plane", 1, "learn_11_limits", 1),
        ("learn_11_limits", 1, "train", None),
    ],
)
def test_after_the_last_step_comes_the_next_chapter(
    visitor: Visitor, page: str, by: int, opens: str, step: int | None
) -> None:
    present(visitor, page, step="2")
    visitor.at.session_state["lesson_leaves"] = (int(page.split("_")[1]), by)
    visitor.look()
    assert visitor.state.page == opens
    assert [shown["step"] for shown in visitor.shown("steps")] == ([step] if step else [])


def test_before_the_first_chapter_there_is_none(visitor: Visitor) -> None:
    present(visitor, "learn_1_data")
    visitor.at.session_state["lesson_leaves"] = (1, -1)
    visitor.look()
    assert visitor.state.page == "learn_1_data"


def test_elsewhere_there_are_no_steps(visitor: Visitor) -> None:
    assert not visitor.open("learn_4_softmax").shown("steps")
    assert not present(visitor, "train", step="2").shown("steps")


def test_an_event_of_the_chapter_before_changes_nothing(visitor: Visitor) -> None:
    present(visitor, "learn_2_logistic")
    visitor.at.session_state["lesson_leaves"] = (1, 1)
    visitor.look()
    assert visitor.state.page == "learn_2_logistic"
