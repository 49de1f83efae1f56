"""The curve -log a, with a point for each sample."""

import streamlit as st

from pages.learn.chapters import Chapter
from pages.learn.cross_entropy.samples import N, samples, set_output, step_row
from pages.shared.components import elements
from pages.shared.components.events import event, number, whole
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
        # A key pressed at the end of the axis sends more; that is clipped.
        on={"pulled": event(_dragged, whole(0, N - 1), number(-1, 2))},
    )
    st.caption(chapter.text.sections["Curve"])


def _dragged(i: int, value: float) -> None:
    sample = samples()[i]
    set_output(i, with_probability(sample.a, sample.label, float(value)))
