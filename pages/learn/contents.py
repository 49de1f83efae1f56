"""The table of contents of the lesson, with the reader's progress."""

import streamlit as st

from pages.learn import progress
from pages.learn.chapters import all_chapters


def show() -> None:
    """A link to each chapter, with its length in minutes or that its task is done."""
    chapters = all_chapters()
    minutes = sum(chapter.text.minutes for chapter in chapters)
    with st.container(key="contents"):
        st.markdown("# From a pixel to the learning rule")
        st.markdown(
            f"Nine short chapters, about {minutes} minutes in all. Each has one thing to do, and "
            "every number in it is computed while you look."
        )
        for chapter in chapters:
            with st.container(key=f"contents-{chapter.name}", horizontal=True):
                st.page_link(chapter.page, label=f"**{chapter.number}**  {chapter.text.title}")
                done = progress.is_done(chapter.name)
                st.caption("done" if done else f"{chapter.text.minutes} min")
