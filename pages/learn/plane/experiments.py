"""The plane, which the browser computes by itself, and experiments that set it up."""

import streamlit as st

from pages.learn.chapters import Chapter
from pages.shared.components import elements
from pages.shared.components.events import event, whole
from pages.shared.state import lesson_progress

# By the section of the chapter's text: the points and settings that an experiment begins with.
# What is not named has its default (DEFAULTS in training.js).
EXPERIMENTS: dict[str, dict[str, object]] = {
    "Bias": {"points": "collinear", "bias": False},
    "Rate": {"points": "overlapping", "rate": 10, "l2": 0.1},
    "Growth": {"points": "blobs", "l2": 0, "rate": 3},
    "Ring": {"points": "ring"},
    "Squares": {"points": "ring", "kind": "squares"},
    "Product": {"points": "xor", "kind": "product"},
}
# What a step on the projector begins with, by the part of the plane that it shows.
PARTS: dict[str, dict[str, object]] = {
    "point": {"points": "blobs"},
    "heads": {"points": "collinear"},
    "growth": EXPERIMENTS["Growth"],
    "ring": EXPERIMENTS["Ring"],
    "squares": EXPERIMENTS["Squares"],
}


def plane() -> None:
    """<ten-plane>: points to drag, and both heads trained on them."""
    turn, name = st.session_state.get("plane_tried", (0, ""))
    elements.show(
        "plane",
        key="plane-plane",
        data={"turn": turn, "scene": EXPERIMENTS.get(name, {}), "parts": PARTS},
        on={"touched": event(lambda once: _done(), whole(1, 1))},
    )


def to_try(chapter: Chapter) -> None:
    """The experiments, each a paragraph and a button that sets the plane up for it."""
    with st.container(key="plane-experiments"):
        st.markdown("## Six things to try")
        # The style sheet places them in as many columns as there is room for.
        for column, name in zip(st.columns(len(EXPERIMENTS)), EXPERIMENTS, strict=True):
            with column:
                chapter.prose(name)
                st.button("Set it up", key=f"plane_try_{name}", on_click=_try, args=(name,))


def _try(name: str) -> None:
    turn, _ = st.session_state.get("plane_tried", (0, ""))
    st.session_state["plane_tried"] = (turn + 1, name)
    _done()


def _done() -> None:
    lesson_progress.mark_done("plane")
