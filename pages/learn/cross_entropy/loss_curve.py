"""The curve -log a, with a point for each sample."""

import streamlit as st

from pages.learn.chapters import Chapter
from pages.learn.cross_entropy.samples import samples, set_output, step_row
from pages.shared.components import elements
from softmax.lesson.cross_entropy import with_probability


def draggable(chapter: Chapter) -> None:
    """<ten-log-curve>: the probability of each true class; the chosen point can be dragged."""
    row = step_row()
    elements.show(
        "log-curve",
        key="loss-curve",
        data={
            "points": [float(s.a[s.label]) if s.readable else None for s in samples()],
            "chosen": -1 if row is None else row,
            "words": "a, the probability of the true class",
        },
        on={"pulled": _dragged},
    )
    st.caption(chapter.text.sections["Curve"])


def _dragged() -> None:
    i, value, *_ = st.session_state["loss-curve"]["pulled"]
    sample = samples()[i]
    set_output(i, with_probability(sample.a, sample.label, float(value)))
