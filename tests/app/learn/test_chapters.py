"""Every chapter of the lesson opens, whatever the run does, and its question can be answered."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.learn import chapters
from softmax.training import State
from tests.app.conftest import Visitor

CHAPTERS = pytest.mark.parametrize("chapter", chapters.all_chapters(), ids=lambda c: c.name)


def opened(visitor: Visitor, chapter: chapters.Chapter) -> Visitor:
    return visitor.open(chapter.url_path)


@CHAPTERS
@pytest.mark.parametrize("state", [State.READY, State.RUNNING, State.DIVERGED])
def test_a_chapter_in_a_state_of_the_run(
    visitor: Visitor, chapter: chapters.Chapter, state: State
) -> None:
    visitor.open("train").bring_to(state)
    opened(visitor, chapter)
    (progress,) = visitor.shown("progress")
    assert progress["number"] == chapter.number
    assert not visitor.at.error


@CHAPTERS
def test_exactly_one_option_of_a_question_is_right(
    visitor: Visitor, chapter: chapters.Chapter
) -> None:
    opened(visitor, chapter)
    question = visitor.at.radio(key=f"predict_{chapter.name}")
    assert question.value is None
    verdicts, replies = [], set()
    for option, own in zip(question.options, chapter.text.question.options, strict=True):
        visitor.at.radio(key=f"predict_{chapter.name}").set_value(option)
        visitor.look()
        said = [m.value for m in visitor.at.markdown]
        verdicts.append(any(text.startswith("**Yes.**") for text in said))
        assert verdicts[-1] != any(text.startswith("**Not quite.**") for text in said)
        replies |= {text for text in said if own.reply in text}
    assert len(replies) == len(question.options)
    assert verdicts == [i == chapter.text.question.right for i in range(len(question.options))]


def test_a_run_continues_in_a_chapter_and_can_be_paused_there(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.RUNNING).open("learn_1_data")
    (status,) = visitor.shown("strip")
    assert status["state"] == "running"
    visitor.click("strip_pause")
    assert visitor.run.state is State.PAUSED


@pytest.mark.parametrize("stopped", [False, True])
def test_a_stop_inside_a_chapter_skips_its_end(stopped: bool) -> None:
    """As a rerun does: in Streamlit, both are exceptions."""
    script = f"""
import streamlit as st
from pages.learn.chapter_frame import opened

with opened("softmax"):
    if {stopped}:
        st.stop()
"""
    at = AppTest.from_string(script, default_timeout=60).run()
    assert not at.exception
    assert "# Softmax" in [markdown.value for markdown in at.markdown]
    ends = {radio.key for radio in at.radio} | {button.key for button in at.button}
    assert ends == (set() if stopped else {"predict_softmax", "lesson_back", "lesson_next"})
