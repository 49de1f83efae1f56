"""One image, the visitor's drawing or a test image, as each snapshot classifies it."""

import random

import numpy as np
import streamlit as st

from pages.shared.components import elements, encoding
from pages.shared.state import drawing
from pages.shared.state.run_handle import RunHandle
from softmax.data import SIDE, Split
from softmax.training import Timeline


def show(mine: RunHandle, timeline: Timeline) -> None:
    """The drawing on the pad; without one, the test image that was taken, or an offer of one."""
    run, image, label = mine.run, drawing.drawn(), None
    x = drawing.seen(image, run.config.deskew)
    if x is None:
        x, label = _test_image(run.dataset.test)
    drawn = x is not None and label is None
    now = drawing.own().past[-1]
    if drawn and now.untouched and now.source:
        st.markdown(f"## {now.source.kind}, labelled {now.source.label}")
    elif x is None or drawn:
        st.markdown("## My drawing")
    else:
        st.markdown(f"## A test image, labelled {label}")
    if x is None:
        st.markdown("Nothing is on the pad of the Draw page.")
    else:
        elements.show(
            "mine",
            key="weights-drawing",
            data={
                "moments": len(timeline),
                "pixels": encoding.grey(x),
                "probabilities": timeline.probabilities(x.ravel()).round(5).tolist(),
            },
        )
    with st.container(key="weights-mine-foot", horizontal=True):
        if not drawn:
            name = "Take a test image" if x is None else "Another"
            st.button(name, key="weights_test", on_click=_choose, args=(len(run.dataset.test),))
        st.page_link("draw/page.py", label="Draw another" if drawn else "Draw one")


def _choose(images: int) -> None:
    st.session_state["weights_test_image"] = random.randrange(images)


def _test_image(test: Split) -> tuple[np.ndarray | None, int | None]:
    """The chosen test image, (28, 28) in 0..1, and its label; None if there is none."""
    index = st.session_state.get("weights_test_image")
    if index is None or index >= len(test):
        return None, None
    return test.images[index, 0].reshape(SIDE, SIDE) / 255, int(test.labels[index])
