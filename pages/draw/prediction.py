"""The middle of the Draw page: the pad, what the model sees in it, and what it answers."""

from __future__ import annotations

import numpy as np
import streamlit as st

from pages.draw import canvas, explanation, perturbation
from pages.shared.components import elements, encoding, theme
from pages.shared.live import refresh
from pages.shared.state import current_model, drawing
from pages.shared.state.visitor import Session
from softmax.drawing import preprocess
from softmax.training import Progress

ANSWER_S = 0.5


def show(session: Session) -> None:
    """The answer follows the pen, and the run where it is still learning."""
    st.fragment(_columns, run_every=refresh.interval(session, ANSWER_S), key="draw-view")(session)


def _columns(session: Session) -> None:
    look = theme.present()
    mine = drawing.current(look)
    with st.container(key="draw-columns"):
        left, right = st.columns([0.23, 0.77], gap="large")
    with left:
        st.markdown("## Draw a digit")
        image = canvas.show(mine, look)
        canvas.buttons(mine, look)
        _label(mine)
    model, name = current_model.model(session)
    x = None if image is None else preprocess(image, deskewed=model.config.deskew)
    with right:
        data = describe(model, image, x, mine.version)
        # That the page is run again is all that another theme takes: see pad.current.
        elements.show("answer", key="answer", data=data, on={"themed": lambda: None})
        st.caption(f"Answered by {name}.")
    if image is None or x is None:
        explanation.invite()
    else:
        explanation.show(model.model, image, x.ravel(), model.config.deskew)
        perturbation.show(model.model, x)
    refresh.keep_alive(session, ANSWER_S)


def _label(mine: drawing.Pad) -> None:
    if mine.label is not None:
        st.markdown(f"A test image, labelled **{mine.label}**")


def describe(
    model: Progress, image: np.ndarray | None, seen: np.ndarray | None, version: int
) -> dict[str, object]:
    """The data of <ten-answer>: the answer, and the weights to compute the next one with."""
    numbers = np.concatenate([model.weights.W.ravel(), model.weights.b]).astype("<f4")
    data: dict[str, object] = {
        "weights": encoding.encoded(numbers),
        "head": model.config.head,
        "deskewed": model.config.deskew,
        "x": None,
        "z": None,
        "p": None,
    }
    if seen is not None:
        x = seen.ravel()
        z = model.model.logits(x)
        data |= {
            "x": x.round(4).tolist(),
            "z": z.round(6).tolist(),
            "p": model.model.predict_proba(x).round(8).tolist(),
        }
    ink = 0 if image is None else int(image[..., 3].astype(np.int64).sum())
    data["answer_id"] = f"{version}-{ink}"
    return data
