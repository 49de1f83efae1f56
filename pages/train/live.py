"""The middle of the Train page: curves on the left; on the right the pictures and the batch."""

from __future__ import annotations

import streamlit as st

from pages.shared.components import elements, plotly_figure, theme
from pages.shared.layout import status_bar
from pages.shared.live import refresh
from pages.shared.state import view_options
from pages.shared.state.visitor import Session
from softmax.charts import curves
from softmax.charts.curves import HEIGHT

HEIGHT_PRESENTED = 280


def show(session: Session) -> None:
    """Live while the run plays; where it stands, the curves are a plotly figure."""
    with st.container(key="training-columns"):
        if view_options.shows("curves"):
            left, right = st.columns(_shares(), gap="large")
            with left, st.container(key="curves", height=_height() + 2, border=False):
                _curves(session)
        else:
            right = st.container()
    with right:
        elements.show("pictures", key="live-pictures", data=_pictures(session))
        if view_options.shows("batch"):
            elements.show("batch", key="live-batch", data=refresh.batch(session, whole=True))
    refresh.feed(session, refresh.VIEW_S, _parts)


def _parts(session: Session) -> dict[str, dict[str, object]]:
    """What a tick repaints, of what is shown."""
    return {
        "strip": status_bar.numbers(session),
        "curves": _curve_data(session),
        "pictures": _pictures(session),
        **({"batch": refresh.batch(session)} if view_options.shows("batch") else {}),
    }


def _pictures(session: Session) -> dict[str, object]:
    shown = refresh.pictures(session.progress, refresh.followed(session))
    return {
        "title": "The ten pictures it is learning", "presented": view_options.presents(), **shown
    }  # fmt: skip


def _curve_data(session: Session) -> dict[str, object]:
    sizes = {"height": _height(), "lossOnly": view_options.presents()}
    return refresh.curves(session.progress) | sizes


def _curves(session: Session) -> None:
    presented = view_options.presents()
    elements.show("curves", key="live-curves", data=_curve_data(session))
    if not session.running and len(session.progress.points) > 1 and not presented:
        _figure(session)


def _shares() -> list[float]:
    return [0.27, 0.73] if view_options.presents() else [0.37, 0.63]


def _height() -> int:
    """On a projector the loss alone stands beside the pictures, and all of it on one screen."""
    return HEIGHT_PRESENTED if view_options.presents() else HEIGHT


def _figure(session: Session) -> None:
    """The same curves once more, over the live ones, so that nothing is blank until it is drawn."""
    look = theme.present()
    best = refresh.ceiling(session.progress)
    with st.container(key="curves-over"):
        plotly_figure.show(
            lambda: curves(session.progress, look, best.validation if best else None),
            "curves-figure",
            config={
                "displaylogo": False,
                "toImageButtonOptions": {"filename": "ten-pictures-curves", "scale": 2},
            },
            alt="Loss and accuracy on training and validation images against epochs",
        )
