"""The test images with the highest and the lowest logit of one row."""

import time

import numpy as np
import streamlit as st

from pages.shared.components import encoding
from pages.shared.components.events import event, whole
from pages.shared.state import image_links
from pages.weights.history import History
from softmax.data import CLASSES, Dataset, Split
from softmax.evaluation import predict
from softmax.maths import Model, extremes
from softmax.training import Timeline

SHOWN = 9
LIVE_S = 1.5
# The digit of the row and the step of the weights that a click has asked for.
ASKED = "weights_asked"

Groups = list[dict[str, object]]


def asked() -> tuple[int, int] | None:
    """The row (its digit) and the step to show; None for no row."""
    found: tuple[int, int] | None = st.session_state.get(ASKED)
    return found


def _ask(digit: int, step: int) -> None:
    st.session_state[ASKED] = (digit, step)


def _follow(step: int) -> None:
    if found := asked():  # None if Back was pressed meanwhile
        st.session_state[ASKED] = (found[0], step)


# A click on a row, and a new step of the time machine: any step, as that shown may be gone.
STEP = whole(0, 2**53)
ASK = event(_ask, whole(0, CLASSES - 1), STEP)
FOLLOW = event(_follow, STEP)


def _close() -> None:
    st.session_state.pop(ASKED, None)


def show(history: History, dataset: Dataset, digit: int, step: int) -> None:
    """The images by the row's logit at ``step``, or at the current step of a live run."""
    with st.container(key="weights-likes-head", horizontal=True, vertical_alignment="center"):
        st.markdown(f"# What row {digit} likes")
        st.button("Back", key="weights_back", on_click=_close, help="To one against the other")
    rank = _ranked_live if history.live else _ranked
    shown_step, groups = rank(history.timeline, digit, step, dataset.test)
    image_links.show("likes", "weights-likes", {"digit": digit, "groups": groups}, "test")
    st.markdown(
        f"Of the {len(dataset.test):,} test images, those with the highest and the lowest logit "
        f"z of {digit} after step {shown_step:,}. Below each its label; framed where the model "
        "reads another digit."
    )


def _ranked_live(timeline: Timeline, digit: int, step: int, test: Split) -> tuple[int, Groups]:
    """At most once in LIVE_S: a tick has no time to classify all test images."""
    before = st.session_state.get("weights_extremes_live")
    if before and before[0] == digit and time.monotonic() - before[1] < LIVE_S:
        found: tuple[int, Groups] = before[2]
        return found
    found = _ranked(timeline, digit, step, test)
    st.session_state["weights_extremes_live"] = (digit, time.monotonic(), found)
    return found


def _ranked(timeline: Timeline, digit: int, step: int, test: Split) -> tuple[int, Groups]:
    """The highest and the lowest at this step; at the latest if there is no snapshot of it."""
    steps = timeline.steps.tolist()
    k = steps.index(step) if step in steps else len(steps) - 1
    Z = predict(Model(timeline.W[k], timeline.b[k], timeline.head), test).logits
    return steps[k], [_group(test, Z, digit, rows) for rows in extremes(Z[:, digit], SHOWN)]


def _group(test: Split, Z: np.ndarray, digit: int, rows: np.ndarray) -> dict[str, object]:
    return {
        "pixels": encoding.encoded(test.rows[rows]),
        "rows": rows.tolist(),
        "labels": test.labels[rows].tolist(),
        "read": Z[rows].argmax(axis=1).tolist(),
        "z": Z[rows, digit].tolist(),
    }
