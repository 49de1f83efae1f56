"""The middle of the Train page: curves on the left; on the right the pictures and the batch."""

from __future__ import annotations

import streamlit as st

from pages.ui import elements, live, present, theme
from pages.ui.session import Session
from softmax.charts import curves
from softmax.charts.curves import HEIGHT

HEIGHT_PRESENTED = 280


def show(session: Session) -> None:
    """Live while the run plays; where it stands, the curves are a plotly figure."""
    st.fragment(_columns, run_every=live.interval(session, live.VIEW_S), key="training-view")(
        session
    )


def _columns(session: Session) -> None:
    progress = session.progress
    with st.container(key="training-columns"):
        if present.shows("curves"):
            left, right = st.columns(_shares(), gap="large")
            with left, st.container(key="curves", height=_height() + 2, border=False):
                _curves(session)
        else:
            right = st.container()
    with right:
        elements.show(
            "pictures",
            key="live-pictures",
            data={
                "title": "The ten pictures it is learning",
                "presented": present.presents(),
                **live.pictures(progress, live.followed(session)),
            },
        )
        if present.shows("batch"):
            elements.show("batch", key="live-batch", data=live.batch(session))
    live.keep_alive(session)


def _curves(session: Session) -> None:
    presented = present.presents()
    data = live.curves(session.progress) | {"height": _height(), "lossOnly": presented}
    elements.show("curves", key="live-curves", data=data)
    if not session.running and len(session.progress.points) > 1 and not presented:
        _figure(session)


def _shares() -> list[float]:
    return [0.27, 0.73] if present.presents() else [0.37, 0.63]


def _height() -> int:
    """On a projector the loss alone stands beside the pictures, and all of it on one screen."""
    return HEIGHT_PRESENTED if present.presents() else HEIGHT


def _figure(session: Session) -> None:
    """The same curves once more, over the live ones, so that nothing is blank until it is drawn."""
    look = theme.present()
    best = live.ceiling(session.progress)
    figure = curves(session.progress, look, best.validation if best else None)
    with st.container(key="curves-over"):
        st.plotly_chart(
            figure,
            key="curves-figure",
            theme=None,
            config={
                "displaylogo": False,
                "toImageButtonOptions": {"filename": "ten-pictures-curves", "scale": 2},
            },
            alt="Loss and accuracy on training and validation images against epochs",
        )
