"""The reader's progress: chapters visited, and chapters whose task is done."""

import streamlit as st


def mark_done(name: str) -> None:
    """Note that the reader has done the task of this chapter."""
    _names("lesson_done").add(name)


def is_done(name: str) -> bool:
    """Whether the reader has done the task of this chapter."""
    return name in _names("lesson_done")


def mark_visited(name: str) -> None:
    """Note that the reader has opened this chapter."""
    _names("lesson_visited").add(name)


def is_visited(name: str) -> bool:
    """Whether the reader has opened this chapter."""
    return name in _names("lesson_visited")


def _names(key: str) -> set[str]:
    found: set[str] = st.session_state.setdefault(key, set())
    return found
