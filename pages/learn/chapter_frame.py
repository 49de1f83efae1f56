"""The frame of a chapter's page: status bar, progress, title; at the end a question, Back, Next."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

import streamlit as st

from pages.learn import progress
from pages.learn.chapters import CHAPTERS, Chapter, chapter
from pages.shared.components import elements
from pages.shared.layout import status_bar


@contextmanager
def opened(
    name: str, keys: bool = True, epilogue: Callable[[Chapter], None] | None = None
) -> Iterator[Chapter]:
    """Frame the page of a chapter. A rerun or stop inside, which is an exception, skips the end.

    Args:
        keys: the presenter's keys act on the visitor's run; without, on runs of the chapter.
        epilogue: drawn between the question and the buttons.
    """
    status_bar.show(compact=True, keys=keys)
    opening = chapter(name)
    progress.mark_visited(name)
    elements.show(
        "progress",
        key="lesson-progress",
        data={
            "number": opening.number,
            "of": len(CHAPTERS),
            "visited": [progress.is_visited(each) for each in CHAPTERS],
            "minutes": opening.text.minutes,
        },
    )
    st.markdown(f"# {opening.text.title}")
    yield opening
    _question(opening)
    if epilogue:
        epilogue(opening)
    _navigation(opening)


def _question(chapter: Chapter) -> None:
    """A prediction to make: each option has its answer, and one may try again."""
    question = chapter.text.question
    with st.container(key=f"question-{chapter.name}"):
        st.markdown(f"**Predict.** {question.asked}")
        texts = [option.text for option in question.options]
        chosen = st.radio(
            question.asked, texts, index=None, key=f"predict_{chapter.name}",
            label_visibility="collapsed", persist_state="session",
        )  # fmt: skip
        if chosen is not None:
            i = texts.index(chosen)
            verdict = "**Yes.**" if i == question.right else "**Not quite.**"
            st.markdown(f"{verdict} {question.options[i].reply}")


def _navigation(chapter: Chapter) -> None:
    """Back, the chapter's task while it is not done, and Next, which is primary once it is."""
    with st.container(key="lesson-end", horizontal=True, vertical_alignment="center"):
        _link(chapter.number - 1, "back", primary=False)
        done = progress.is_done(chapter.name)
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
