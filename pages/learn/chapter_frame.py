"""The frame of a chapter's page: status bar, progress, title; at the end a question, Back, Next."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

import streamlit as st

from pages.learn import presented
from pages.learn.chapters import Chapter, all_chapters, chapter
from pages.shared.components import elements
from pages.shared.components.events import event, whole
from pages.shared.components.lesson import CHAPTERS
from pages.shared.layout import lesson_memory, status_bar
from pages.shared.state import lesson_progress, view_options


@contextmanager
def opened(
    name: str, keys: bool = True, epilogue: Callable[[Chapter], None] | None = None
) -> Iterator[Chapter]:
    """Frame the page of a chapter. A rerun or stop inside, which is an exception, skips the end.

    Args:
        keys: the presenter's keys act on the visitor's run; without, on runs of the chapter.
        epilogue: drawn between the question and the buttons.
    """
    if "lesson_link" in st.session_state:
        st.switch_page(st.session_state.pop("lesson_link"))
    status_bar.show(compact=True, keys=keys)
    opening = chapter(name)
    if view_options.presents() and opening.text.steps:
        presented.show(opening)
    lesson_progress.mark_opened(name)
    lesson_memory.show()
    _progress(opening)
    st.markdown(f"# {opening.text.title}")
    yield opening
    _question(opening)
    if epilogue:
        epilogue(opening)
    _navigation(opening)


def _progress(opening: Chapter) -> None:
    """<ten-progress>: the number of this chapter, and links to all."""
    elements.show(
        "progress",
        key="lesson-progress",
        data={
            "number": opening.number,
            "minutes": opening.text.minutes,
            "chapters": [
                {
                    "title": each.text.title,
                    "address": each.url_path,
                    "done": lesson_progress.is_done(each.name),
                }
                for each in all_chapters()
            ],
        },
        on={"opened": event(_follow_link, whole(1, len(CHAPTERS)))},
    )


def _follow_link(number: int) -> None:
    """Open a chapter in the script run that follows: a callback cannot switch the page."""
    st.session_state["lesson_link"] = chapter(CHAPTERS[number - 1]).page


def _question(chapter: Chapter) -> None:
    """A prediction to make: each option has its answer, and one may try again."""
    question, key = chapter.text.question, f"predict_{chapter.name}"
    texts = [option.text for option in question.options]
    before = lesson_progress.current().answers.get(chapter.name)
    if before is None:
        st.session_state.pop(key, None)
    elif before < len(texts):
        st.session_state[key] = texts[before]

    def answer() -> None:
        lesson_progress.answered(chapter.name, texts.index(st.session_state[key]))

    with st.container(key=f"question-{chapter.name}"):
        st.markdown(f"**Predict.** {question.asked}")
        chosen = st.radio(
            question.asked, texts, index=None, key=key, label_visibility="collapsed",
            persist_state="session", on_change=answer,
        )  # fmt: skip
        if chosen is not None:
            i = texts.index(chosen)
            verdict = "**Yes.**" if i == question.right else "**Not quite.**"
            st.markdown(f"{verdict} {question.options[i].reply}")


def _navigation(chapter: Chapter) -> None:
    """Back, the chapter's task while it is not done, and Next, which is primary once it is."""
    with st.container(key="lesson-end", horizontal=True, vertical_alignment="center"):
        _link(chapter.number - 1, "back", primary=False)
        done = lesson_progress.is_done(chapter.name)
        st.caption("" if done else chapter.text.sections["Do"])
        _link(chapter.number + 1, "next", primary=done)


def _link(number: int, which: str, primary: bool) -> None:
    if number < 1:
        page, label = "learn/page.py", "All chapters"
    elif number > len(CHAPTERS):
        page, label = "train/page.py", "Train"
    else:
        other = chapter(CHAPTERS[number - 1])
        page, label = other.page, f"{number} {other.text.title}"
    kind: Literal["primary", "secondary"] = "primary" if primary else "secondary"
    if st.button(label, key=f"lesson_{which}", type=kind):
        st.switch_page(page)
