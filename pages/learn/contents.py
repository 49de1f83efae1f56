"""The table of contents of the lesson, with the reader's progress."""

import streamlit as st

from pages.learn.chapters import Chapter, all_chapters, chapter
from pages.shared.state import lesson_progress


def show() -> None:
    """A link to each chapter, with its summary, and its length or that its task is done."""
    chapters = all_chapters()
    minutes = sum(each.text.minutes for each in chapters)
    with st.container(key="contents"):
        with st.container(key="contents-head", horizontal=True, vertical_alignment="center"):
            st.markdown("# From a pixel to the learning rule")
            _continue()
        st.markdown(
            f"{len(chapters)} chapters, about {minutes} minutes in all. Each has one thing to do, "
            "and every number in it is computed while you look."
        )
        for each in chapters:
            _row(each)
        if lesson_progress.current().at:
            _forget()


def _row(chapter: Chapter) -> None:
    with st.container(key=f"contents-{chapter.name}", horizontal=True):
        st.page_link(chapter.page, label=f"**{chapter.number}**  {chapter.text.title}")
        st.markdown(chapter.text.summary)
        done = lesson_progress.is_done(chapter.name)
        st.caption("✓ done" if done else f"{chapter.text.minutes} min")


def _continue() -> None:
    name = lesson_progress.to_continue_with()
    begun = bool(lesson_progress.current().at)
    if begun and not name:
        st.markdown("All chapters are done.")
        return
    onward = chapter(name) if begun else all_chapters()[0]
    label = f"{'Continue' if begun else 'Begin'} with chapter {onward.number}"
    if st.button(label, key="contents_onward", type="primary"):
        st.switch_page(onward.page)


def _forget() -> None:
    """What is kept, and a button to begin anew."""
    with st.container(key="contents-foot", horizontal=True, vertical_alignment="center"):
        st.caption("Your marks and answers are kept in this browser only.")
        with st.popover("Forget my progress"):
            st.markdown("The marks and answers of all chapters go, here and in this browser.")
            st.button("Forget it all", key="contents_forget", on_click=lesson_progress.forget)
