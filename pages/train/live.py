"""The live parts of the Train page: the curves, the ten pictures and the current mini-batch."""

import streamlit as st

from pages.shared.components import elements, terms
from pages.shared.live import run_data
from pages.shared.state import image_links, view_options
from pages.shared.state.run_handle import RunHandle
from pages.train import curves

# The elements that frames repaint.
PARTS = ("curves", "pictures", "batch")


def show(mine: RunHandle) -> None:
    """All of them; frames repaint them while the run trains."""
    with st.container(key="training-columns"):
        if view_options.shows("curves"):
            shares = [0.27, 0.73] if view_options.presents() else [0.37, 0.63]
            left, right = st.columns(shares, gap="large")
            with left:
                curves.show(mine)
                if not view_options.presents():
                    _words(mine)
        else:
            right = st.container()
    with right:
        elements.show("pictures", key="live-pictures", data=_pictures(mine))
        if view_options.shows("batch"):
            image_links.show("batch", "live-batch", run_data.batch(mine.progress), "train")


def _words(mine: RunHandle) -> None:
    """The words of the curves."""
    dotted = ("dotted line",) if run_data.optimum_accuracy(mine.progress) else ()
    terms.show("curves-words", "loss", "train", "validation", *dotted)


def _pictures(mine: RunHandle) -> dict[str, object]:
    title = {"title": "The ten pictures it is learning", "presented": view_options.presents()}
    return title | run_data.pictures(mine.progress, run_data.followed(mine))
