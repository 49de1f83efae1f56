"""What to do after the lesson."""

import streamlit as st

from pages.learn.chapters import Chapter


def links(chapter: Chapter) -> None:
    """Links to the pages on which a reader goes on."""
    with st.container(key="together-onward"):
        chapter.prose("Onward")
        with st.container(key="together-links", horizontal=True):
            st.page_link("train/page.py", label="Train a model")
            st.page_link("weights/page.py", label="Look at its weights")
            st.page_link("draw/page.py", label="Draw a digit")
