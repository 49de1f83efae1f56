"""The fragment of the Weights page: the ten rows, a comparison beside them, the time machine.

It ticks while the run trains. Once the run stands, dragging along the loss curve shows its
snapshots in the browser alone.
"""

import streamlit as st

from pages.shared.live import ticks
from pages.shared.state.run_handle import RunHandle
from pages.shared.state.visitor import play
from pages.weights import contrast, example, extremes, history, rows, time_machine

TICK_S = 0.15


def invite() -> None:
    """Offer to train, while all weights are still at their initial values."""
    with st.container(key="invitation"):
        st.markdown("# Nothing learned yet")
        st.markdown(
            "All 7,840 weights are still where they start. Train the model, and each of its ten "
            "rows becomes a picture of what speaks for its digit and what speaks against it."
        )
        st.button("Train it now", key="train_now", type="primary", on_click=play)


def show(mine: RunHandle) -> None:
    """The live part of the page."""
    st.fragment(_parts, run_every=ticks.interval(mine, TICK_S), key="weights-view")(mine)


def _parts(mine: RunHandle) -> None:
    shown = history.of(mine)
    with st.container(key="weights-columns"):
        left, right = st.columns([0.61, 0.39], gap="large")
    with left:
        smooth = rows.heading()
        # Filled last: what is beside the rows decides which of them are marked.
        pictures = st.container(key="weights-rows")
        legend = st.container(key="weights-foot")
    with right, st.container(key="weights-aside"):
        if asked := extremes.asked():
            marked: tuple[int, ...] = asked[:1]
            extremes.show(shown, mine.run.dataset, *asked)
        else:
            marked = contrast.show(shown, smooth)
    with pictures:
        rows.show(shown, marked, smooth)
    with legend:
        rows.legend(shown.limit, smooth)
    with st.container(key="weights-time"):
        left, right = st.columns([0.72, 0.28], gap="large")
    with left:
        time_machine.show(shown, marked[0])
    with right, st.container(key="weights-mine"):
        example.show(mine, shown.timeline)
