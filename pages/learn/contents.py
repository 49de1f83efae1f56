"""The list of the chapters, with what has been read."""

from __future__ import annotations

import streamlit as st

from pages.learn.chapters import all_chapters, is_done


def show() -> None:
    """A link to each chapter, its length, and whether its one thing was done."""
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
                state = "done" if is_done(chapter.name) else f"{chapter.text.minutes} min"
                st.caption(state)
