"""The loss and accuracy curves; of a standing run also as a plotly figure, for who asks for it."""

import streamlit as st

from pages.shared.components import elements, theme
from pages.shared.live import run_data
from pages.shared.state import view_options
from pages.shared.state.run_handle import RunHandle
from softmax import charts
from softmax.charts.curves import HEIGHT

# On a projector the loss alone fits on one screen with the pictures.
HEIGHT_PRESENTED = 280


def show(mine: RunHandle) -> None:
    """The live curves, under the figure: so nothing is blank until plotly has drawn. A browser
    fetches plotly, 1.2 MB, only when somebody asks to look closely."""
    presents = view_options.presents()
    with st.container(key="curves", height=_height(presents) + 2, border=False):
        elements.show("curves", key="live-curves", data=data(mine))
        stands = not (mine.running or presents) and len(mine.progress.points) > 1
        if stands and _looks_closely():
            _figure(mine)


def _looks_closely() -> bool:
    """A button that opens the figure, and closes it again."""
    key = "curves_closely"
    closely = bool(st.session_state.get(key))
    with st.container(key="curves-closely"):
        st.button(
            "Back to the curves" if closely else "Look closely",
            key="look_closely",
            type="tertiary",
            on_click=st.session_state.__setitem__,
            args=(key, not closely),
        )
    return closely


def data(mine: RunHandle) -> dict[str, object]:
    """The data of <ten-curves>."""
    presents = view_options.presents()
    sizes = {"height": _height(presents), "lossOnly": presents}
    return run_data.curves(mine.progress) | sizes


def _height(presents: bool) -> int:
    return HEIGHT_PRESENTED if presents else HEIGHT


def _figure(mine: RunHandle) -> None:
    progress, look = mine.progress, theme.current()
    optimum = run_data.optimum_accuracy(progress)
    with st.container(key="curves-over"):
        st.plotly_chart(
            charts.curves(progress, look, optimum.validation if optimum else None),
            key="curves-figure",
            theme=None,
            config={
                "displaylogo": False,
                "modeBarButtonsToRemove": [
                    "pan2d",
                    "select2d",
                    "lasso2d",
                    "zoomIn2d",
                    "zoomOut2d",
                    "autoScale2d",
                ],
                "toImageButtonOptions": {"filename": "ten-pictures-curves", "scale": 2},
            },
            alt="Loss and accuracy on training and validation images against steps",
        )
