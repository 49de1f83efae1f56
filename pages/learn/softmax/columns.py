"""Logits to drag, with their exponentials and probabilities; a column for each class."""

import numpy as np
import streamlit as st

from pages.learn import tex
from pages.shared.components import elements
from pages.shared.components.events import event, number, whole
from pages.shared.components.widgets import choice
from pages.shared.live import run_data
from pages.shared.state import image_links, lesson_progress, resources
from softmax.data import CLASSES
from softmax.maths import softmax
from softmax.numbers import fixed

# A logit can be dragged to plus or minus this, or as far as the largest logit of an image.
MIN_RANGE = 6.0
# What is dragged beyond that is clipped; no pointer is farther out than this.
FAR = 1e6
START = (1.0, 2.0, -1.0)
CLASS_COUNTS = tuple(str(h) for h in range(2, CLASSES + 1))


def logits() -> np.ndarray:
    """The logits on the page, (2..10,)."""
    found: list[float] = st.session_state.setdefault("softmax_logits", list(START))
    return np.array(found)


def chosen_class() -> int:
    """The class that the formula is about: by default that of the largest logit."""
    chosen: int = st.session_state.get("softmax_chosen", int(logits().argmax()))
    return min(chosen, len(logits()) - 1)


def controls() -> None:
    """The number of classes, or the logits of a real image."""
    with st.container(key="softmax-source", horizontal=True, vertical_alignment="center"):
        default = str(len(START))
        choice("Classes", CLASS_COUNTS, default, key="softmax_classes", on_change=_resize)
        st.button("Logits of a test image", key="softmax_image", on_click=_next_image)


def draggable() -> None:
    """<ten-columns>: z, e^z and a; the logits can be dragged."""
    z = logits()
    a, e = softmax(z), np.exp(z)
    end, column = _range(z), whole(0, len(z) - 1)
    elements.show(
        "columns",
        key="softmax-columns",
        data={
            "labels": [str(j) for j in range(len(z))],
            "chosen": chosen_class(),
            "rows": [
                {"symbol": "z", "part": "z", "name": "logit", "note": "any number",
                 "values": z.tolist(), "signed": True, "drag": [-end, end], "decimals": 1},
                {"symbol": "eᶻ", "part": "e", "name": "exponential", "note": "always positive",
                 "values": e.tolist(), "step": "exponentiate", "decimals": 2,
                 "sum": tex.as_text(tex.amount(e.sum()))},
                {"symbol": "a", "part": "a", "name": "probability", "note": "between 0 and 1",
                 "values": a.tolist(), "step": "divide by the sum", "decimals": 3,
                 "sum": fixed(float(a.sum()), 2)},
            ],
        },
        on={
            "pulled": event(_dragged, column, number(-FAR, FAR)),
            "chosen": event(_choose_class, column),
        },
    )  # fmt: skip


def image() -> None:
    """The test image whose logits are shown, if they are those of one."""
    number = st.session_state.get("softmax_picture")
    if number is None:
        return
    test = resources.dataset().test
    with st.container(key="softmax-picture", horizontal=True, vertical_alignment="center"):
        data = run_data.digit(test.images[number, 0]) | {
            "row": number,
            "says": f"A test image, labelled {test.labels[number]}",
        }
        image_links.show("digit", "softmax-digit", data, "test")
        st.markdown(f"A test image, labelled **{test.labels[number]}**, and its logits.")


def _range(z: np.ndarray) -> float:
    return max(MIN_RANGE, float(np.ceil(np.abs(z).max())))


def _resize() -> None:
    _set([*logits(), *np.zeros(CLASSES)][: int(st.session_state["softmax_classes"])])
    st.session_state["softmax_picture"] = None


def _next_image() -> None:
    """The default model's logits for a test image, another one at each press."""
    test = resources.dataset().test
    number = (st.session_state.get("softmax_image_number", -1) + 1) % len(test)
    st.session_state["softmax_image_number"] = st.session_state["softmax_picture"] = number
    _set(resources.default_model().model.logits(test.rows[number] / 255).round(1).tolist())
    st.session_state["softmax_classes"] = str(CLASSES)
    st.session_state.pop("softmax_chosen", None)


def _dragged(j: int, value: float) -> None:
    z = logits()
    if j < len(z):  # there may be fewer since
        end = _range(z)
        z[j] = np.clip(value, -end, end)
        _set(z.tolist())
        st.session_state["softmax_chosen"] = j
        st.session_state["softmax_picture"] = None
        lesson_progress.mark_done("softmax")


def _choose_class(j: int) -> None:
    st.session_state["softmax_chosen"] = j


def _set(z: list[float]) -> None:
    st.session_state["softmax_logits"] = [float(v) + 0.0 for v in z]  # no negative zeros
