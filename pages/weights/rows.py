"""The ten rows of W as pictures, and as a plotly figure to read single weights from."""

import streamlit as st

from pages.shared.components import elements, encoding, theme
from pages.shared.components.widgets import choice
from pages.shared.state import view_options
from pages.weights import extremes
from pages.weights.history import History
from softmax.charts import CAPTION, GAP, heatmaps

PIXELS, SMOOTH = "Pixels", "Smooth"


def heading() -> bool:
    """The title and a switch; returns whether the pictures are to be smooth."""
    with st.container(key="weights-head", horizontal=True, vertical_alignment="center"):
        st.markdown("# What each digit looks for")
        drawn_as = choice("Drawn as", [SMOOTH, PIXELS], SMOOTH, key="weights_drawn_as", shown=False)
    return drawn_as == SMOOTH


def show(history: History, marked: tuple[int, ...], smooth: bool) -> None:
    """The pictures, with some digits ``marked``; a click asks for the row's extreme images."""
    elements.show(
        "rows",
        key="weights-pictures",
        data={
            "moments": len(history.timeline),
            "steps": history.timeline.steps.tolist(),
            "weights": history.weights,
            "biases": encoding.encoded(history.timeline.b.astype("<f4")),
            "marked": marked,
            "smooth": smooth,
            "gap": 100 * GAP,
            "caption": 100 * CAPTION,
        },
        on={"asked": extremes.ASK},
    )
    if not (history.live or smooth or view_options.presents()):
        _figure(history, marked)


def legend(limit: float, smooth: bool) -> None:
    """The colour scale, and what the pictures show."""
    if smooth:
        note = "Smoothed for the eye only."
    else:
        note = "" if view_options.presents() else "Point at a pixel for its weight."
    data = {"limit": limit, "note": f"Beside each digit stands its bias. {note}"}
    elements.show("legend", key="weights-legend", data=data)


def _figure(history: History, marked: tuple[int, ...]) -> None:
    """Heatmaps of the latest weights, laid over the pictures: each pixel's weight on hover."""
    W, b = history.timeline.W[-1], history.timeline.b[-1]
    with st.container(key="weights-figure"):
        st.plotly_chart(
            heatmaps(W, b, theme.current(), history.limit, marked),
            key="weights-heatmaps",
            height="stretch",
            theme=None,
            config={
                "displaylogo": False,
                "modeBarButtonsToRemove": ["pan2d", "zoomIn2d", "zoomOut2d", "autoScale2d"],
                "toImageButtonOptions": {"filename": "ten-pictures-weights", "scale": 2},
            },
            alt="The ten rows of the weight matrix as heatmaps",
        )
