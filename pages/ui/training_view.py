"""The middle of the Train page: curves on the left; on the right the pictures and the batch."""

from __future__ import annotations

import streamlit as st

from pages.ui import elements, frame, live, theme
from pages.ui.session import Session
from softmax.charts import curves
from softmax.charts.curves import HEIGHT


def show(session: Session) -> None:
    """Live while the run plays; where it stands, the curves are a plotly figure."""
    progress = session.progress
    with st.container(key="training-columns"):
        left, right = st.columns([0.37, 0.63], gap="large")
    with left, st.container(key="curves", height=HEIGHT + 2, border=False):
        elements.show("curves", key="live-curves", data=live.curves(progress))
        if not session.running and len(progress.points) > 1:
            _figure(session)
    with right:
        elements.show("pictures", key="live-pictures", data=_pictures(session))
        elements.show("batch", key="live-batch", data=live.batch(session, whole=True))
    live.feed(session, live.VIEW_S, _parts)


def _pictures(session: Session) -> dict[str, object]:
    shown = live.pictures(session.progress, live.followed(session))
    return {"title": "The ten pictures it is learning", **shown}


def _parts(session: Session) -> dict[str, dict[str, object]]:
    """What a tick repaints."""
    return {
        "strip": frame.numbers(session),
        "curves": live.curves(session.progress),
        "pictures": _pictures(session),
        "batch": live.batch(session),
    }


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
