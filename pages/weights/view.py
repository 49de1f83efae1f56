"""The Weights page: the ten rows, one against another, and the time machine along the run.

While the run plays all of it is live; where it stands, a handle on the loss curve takes all of
it through the run's snapshots, in the browser alone.
"""

from __future__ import annotations

import streamlit as st

from pages.shared.components import elements, plotly_figure, theme
from pages.shared.live import refresh
from pages.shared.state import view_options
from pages.shared.state.visitor import Session, play
from pages.shared.state.widgets import choice
from pages.weights import aside, time_machine
from pages.weights.time_machine import History
from softmax.charts import CAPTION, GAP, heatmaps
from softmax.training import Snapshot

PIXELS, SMOOTH = "Pixels", "Smooth"
TICK_S = 0.15


def show(session: Session) -> None:
    """All of it, or an invitation where nothing has been learned yet."""
    if not session.started:
        _invitation()
        return
    st.fragment(_page, run_every=refresh.interval(session, TICK_S), key="weights-view")(session)


def _invitation() -> None:
    with st.container(key="invitation"):
        st.markdown("# Nothing learned yet")
        st.markdown(
            "All 7,840 weights are still where they start. Train the model, and each of its ten "
            "rows becomes a picture of what speaks for its digit and what speaks against it."
        )
        st.button("Train it now", key="train_now", type="primary", on_click=play)


def _page(session: Session) -> None:
    history = time_machine.of(session)
    with st.container(key="weights-columns"):
        left, right = st.columns([0.61, 0.39], gap="large")
    with left:
        smooth = _head()
        # What stands beside the rows says which of them are marked; so it comes first.
        rows = st.container(key="weights-rows")
        legend = st.container(key="weights-foot")
    with right, st.container(key="weights-aside"):
        marked = aside.show(session, history, smooth)
    with rows:
        _rows(history, marked, smooth)
        if history.still and not smooth and not view_options.presents():
            _figure(session.progress.weights, history.limit, marked)
    with legend:
        data = {"limit": history.limit, "note": _note(smooth)}
        elements.show("legend", key="weights-legend", data=data)
    time_machine.show(session, history, marked[0], aside.listener())
    refresh.keep_alive(session, TICK_S)


def _note(smooth: bool) -> str:
    """What is to be known of the rows as they stand there; a presenter's are always pictures."""
    if smooth:
        seen = "Smoothed for the eye only."
    else:
        seen = "" if view_options.presents() else "Point at a pixel for its weight."
    return f"Beside each digit stands its bias. {seen}"


def _head() -> bool:
    """The title, and whether the pictures are to be smooth."""
    with st.container(key="weights-head", horizontal=True, vertical_alignment="center"):
        st.markdown("# What each digit looks for")
        drawn_as = choice("Drawn as", [SMOOTH, PIXELS], SMOOTH, key="weights_drawn_as", shown=False)
    return drawn_as == SMOOTH


def _rows(history: History, marked: tuple[int, ...], smooth: bool) -> None:
    elements.show(
        "rows",
        key="weights-pictures",
        data={
            "moments": len(history.line),
            "steps": history.line.steps.tolist(),
            "weights": history.weights,
            "biases": history.line.b.ravel().round(3).tolist(),
            "marked": marked,
            "smooth": smooth,
            "gap": 100 * GAP,
            "caption": 100 * CAPTION,
        },
        on={"asked": aside.ask},
    )


def _figure(weights: Snapshot, limit: float, marked: tuple[int, ...]) -> None:
    """The rows once more, over the pictures, with the number of each pixel under the pointer."""
    with st.container(key="weights-figure"):
        plotly_figure.show(
            lambda: heatmaps(weights.W, weights.b, theme.present(), limit, marked),
            "weights-heatmaps",
            height="stretch",
            config={
                "displaylogo": False,
                "modeBarButtonsToRemove": ["pan2d", "zoomIn2d", "zoomOut2d", "autoScale2d"],
                "toImageButtonOptions": {"filename": "ten-pictures-weights", "scale": 2},
            },
            alt="The ten rows of the weight matrix as heatmaps",
        )
