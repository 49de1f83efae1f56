"""The fragment of the Draw page: runs at each stroke, and ticks while the visitor's run trains."""

import streamlit as st

from pages.draw import canvas, explanation, perturbation, prediction, preparation
from pages.shared.live import ticks
from pages.shared.state import current_model, drawing
from pages.shared.state.run_handle import RunHandle

TICK_S = 0.5
INVITATIONS = {
    "Why this digit": "Every pixel adds its share to a logit. Here the shares of your drawing "
    "are laid open, for any digit or between any two, down to the last decimal.",
    "The preparation decides": "The same drawing, prepared in five ways, and what is read in "
    "each. It is where most of the misreading comes from.",
    "Push it a little": "Move it, turn it, take a thicker pen, and see how far the answer holds.",
}


def show(mine: RunHandle) -> None:
    """The pad, the prediction, and below them three explanations of it."""
    st.fragment(_parts, run_every=ticks.interval(mine, TICK_S), key="draw-view")(mine)


def _parts(mine: RunHandle) -> None:
    with st.container(key="draw-columns"):
        left, right = st.columns([0.23, 0.77], gap="large")
    with left:
        image, version = canvas.show()
    progress, name = current_model.model(mine)
    model, deskewed = progress.model, progress.config.deskew
    x = drawing.seen(image, deskewed)
    now = drawing.own().past[-1]
    with right:
        prediction.show(progress, name, image, x, version, now.untouched)
    if image is None or x is None:
        _invite()
    else:
        with st.container(key="explanation"):
            left, right = st.columns(2, gap="large")
        with left:
            explanation.show(model, x.ravel(), drawing.own())
        with right:
            preparation.show(model, image, deskewed, now.untouched)
        perturbation.show(model, x)


def _invite() -> None:
    """What will be explained once something is drawn."""
    with st.container(key="explanation-invitation"):
        columns = st.columns(len(INVITATIONS), gap="large")
        for column, (heading, text) in zip(columns, INVITATIONS.items(), strict=True):
            with column:
                st.header(heading, anchor=False)
                st.caption(text)
