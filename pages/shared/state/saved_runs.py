"""The visitor's shelf of runs, filled from the run as it pauses, ends or is reset."""

from __future__ import annotations

import functools
import weakref

import streamlit as st

from pages.shared.state import resources, run_names
from pages.shared.state.shelf import Shelf
from softmax.training import Run, State

STANDING = (State.PAUSED, State.FINISHED, State.DIVERGED)

# A visitor who loads the page again has lost the session, but may find the run again.
_shelves: weakref.WeakKeyDictionary[Run, Shelf] = weakref.WeakKeyDictionary()


def shelf() -> Shelf:
    """The visitor's shelf; an empty one until something was kept."""
    found: Shelf | None = st.session_state.get("shelf")
    if found is None:
        found = Shelf(functools.partial(run_names.name, default=resources.default_config()))
        st.session_state["shelf"] = found
    return found


def note(run: Run) -> None:
    """Keep what this run has been and, where it stands, what it is. Called whenever a page, or
    a command of the visitor's, fetches the run."""
    mine: Shelf | None = st.session_state.get("shelf")
    if run in _shelves and (mine is None or mine.untouched):
        st.session_state["shelf"] = _shelves[run]
    for progress, dataset in run.take_previous_trainings():
        shelf().note(progress, dataset)
    progress = run.progress
    if progress.state in STANDING and progress.step:
        shelf().note(progress, run.dataset)
    if "shelf" in st.session_state:
        _shelves[run] = shelf()
