"""The browser's memory of the lesson, on the pages that show the reader's progress."""

import streamlit as st

from pages.shared.components import elements
from pages.shared.components.events import event, text
from pages.shared.state import lesson_progress


def show() -> None:
    """<ten-lesson-memory>, which is invisible."""
    with st.container(key="installer-lesson"):
        elements.show(
            "lesson-memory",
            key="lesson-memory",
            data=lesson_progress.to_keep(),
            on={"kept": event(lesson_progress.merge_kept, text)},
        )
