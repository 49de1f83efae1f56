"""The middle of the Train page: curves on the left; on the right the pictures and the batch."""

from __future__ import annotations

import streamlit as st

from pages.ui import elements, figures, frame, live, present, theme
from pages.ui.session import Session
from softmax.charts import curves
from softmax.charts.curves import HEIGHT

HEIGHT_PRESENTED = 280


def show(session: Session) -> None:
    """Live while the run plays; where it stands, the curves are a plotly figure."""
    with st.container(key="training-columns"):
        if present.shows("curves"):
            left, right = st.columns(_shares(), gap="large")
            with left, st.container(key="curves", height=_height() + 2, border=False):
                _curves(session)
        else:
            right = st.container()
    with right:
        elements.show("pictures", key="live-pictures", data=_pictures(session))
        if present.shows("batch"):
            elements.show("batch", key="live-batch", data=live.batch(session, whole=True))
    live.feed(session, live.VIEW_S, _parts)


def _parts(session: Session) -> dict[str, dict[str, object]]:
    """What a tick repaints, of what is shown."""
    return {
        "strip": frame.numbers(session),
        "curves": _curve_data(session),
        "pictures": _pictures(session),
        **({"batch": live.batch(session)} if present.shows("batch") else {}),
    }


def _pictures(session: Session) -> dict[str, object]:
    shown = live.pictures(session.progress, live.followed(session))
    return {
        "title": "The ten pictures it is learning", "presented": present.presents(), **shown
    }  # fmt: skip


def _curve_data(session: Session) -> dict[str, object]:
    sizes = {"height": _height(), "lossOnly": present.presents()}
    return live.curves(session.progress) | sizes


def _curves(session: Session) -> None:
    presented = present.presents()
    elements.show("curves", key="live-curves", data=_curve_data(session))
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
    with st.container(key="curves-over"):
        figures.show(
            lambda: curves(session.progress, look, best.validation if best else None),
            "curves-figure",
            config={
                "displaylogo": False,
                "toImageButtonOptions": {"filename": "ten-pictures-curves", "scale": 2},
            },
            alt="Loss and accuracy on training and validation images against epochs",
        )
