"""Beside the ten rows: one of them against another, or the test images that one of them likes."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import streamlit as st

from pages.shared.components import elements, encoding
from pages.shared.state.visitor import Session
from pages.shared.state.widgets import kept
from pages.weights.time_machine import History
from softmax.charts import symmetric_limit
from softmax.data import CLASSES, Dataset, Split
from softmax.evaluation import predict
from softmax.maths import Model, extremes
from softmax.training import Timeline

FIRST, SECOND = 3, 8
SHOWN = 9
LIKES_S = 1.5

Groups = list[dict[str, object]]


def ask() -> None:
    """A row was clicked: note which, and the step of the weights that were on the screen."""
    digit, step, _ = st.session_state["weights-pictures"]["asked"]
    if digit in range(CLASSES):  # what a browser sends may be anything, and this is shown
        st.session_state["weights_asked"] = (int(digit), step)


def listener() -> Callable[[], None] | None:
    """What is to hear of another moment; nothing where the browser can show it by itself."""
    return _follow if "weights_asked" in st.session_state else None


def _follow() -> None:
    if asked := st.session_state.get("weights_asked"):  # not if Back was pressed before that came
        step = st.session_state["weights-machine"]["settled"][0]
        st.session_state["weights_asked"] = (asked[0], step)


def _close() -> None:
    st.session_state.pop("weights_asked", None)


def show(session: Session, history: History, smooth: bool) -> tuple[int, ...]:
    """One of the two; returns the digits of the rows that it is about."""
    asked = st.session_state.get("weights_asked")
    if asked is None:
        return _against(history, smooth)
    digit, step = asked
    _likes(session, history, digit, step)
    return (digit,)


# -- one against the other ------------------------------------------------------------------------


def _against(history: History, smooth: bool) -> tuple[int, ...]:
    st.markdown("# One against the other")
    first, second = _pair()
    W, b = history.line.W, history.line.b
    differences = W[:, first] - W[:, second]
    limit = symmetric_limit(differences[-1])
    elements.show(
        "against",
        key="weights-against",
        data={
            "moments": len(history.line),
            "first": first,
            "second": second,
            "weights": encoding.signed(differences, limit),
            "biases": (b[:, first] - b[:, second]).round(4).tolist(),
            "smooth": smooth,
        },
    )
    words = [f"for {second}", f"for {first}"]
    elements.show("legend", key="weights-against-legend", data={"limit": limit, "words": words})
    st.markdown(_meaning(history.line, first, second))
    return first, second


def _pair() -> tuple[int, int]:
    with st.container(key="weights-pair", horizontal=True, vertical_alignment="center"):
        digits = list(range(CLASSES))
        first = st.selectbox(
            "One digit", digits, index=kept("weights_first", FIRST),
            key="weights_first", label_visibility="collapsed", persist_state="session",
        )  # fmt: skip
        st.markdown("against")
        others = [digit for digit in digits if digit != first]
        key = f"weights_second_{first}"
        usual = kept(key, SECOND if first != SECOND else FIRST)
        second = st.selectbox(
            "The other digit", others, index=others.index(usual), key=key,
            label_visibility="collapsed", persist_state="session",
        )  # fmt: skip
        st.markdown(f"$W_{first} - W_{second}$")
    return first, second


def _meaning(line: Timeline, first: int, second: int) -> str:
    what = "the log-odds of" if line.head == "softmax" else "how far the logits differ,"
    only = "All that softmax sees" if line.head == "softmax" else "Between the two"
    return (
        f"{only}: this picture times the image, plus the biases, is {what} {first} "
        f"against {second}."
    )


# -- what a row likes -----------------------------------------------------------------------------


def _likes(session: Session, history: History, digit: int, step: int) -> None:
    with st.container(key="weights-likes-head", horizontal=True, vertical_alignment="center"):
        st.markdown(f"# What row {digit} likes")
        st.button("Back", key="weights_back", on_click=_close, help="To one against the other")
    dataset = session.run.dataset
    shown_step, groups = (
        _ranked(history.line, digit, step, dataset)
        if history.still
        else _now_and_then(history.line, digit, dataset)
    )
    elements.show("likes", key="weights-likes", data={"digit": digit, "groups": groups})
    st.markdown(
        f"Of the {len(dataset.test):,} test images, by their logit z of {digit} after step "
        f"{shown_step:,}. Below each its label; framed where the model reads another digit."
    )


def _now_and_then(line: Timeline, digit: int, dataset: Dataset) -> tuple[int, Groups]:
    """Of a live run, once in LIKES_S: to read all test images takes longer than a tick should."""
    before = st.session_state.get("weights_likes_live")
    if before and before[0] == digit and time.monotonic() - before[1] < LIKES_S:
        kept: tuple[int, Groups] = before[2]
        return kept
    ranked = _ranked(line, digit, int(line.steps[-1]), dataset)
    st.session_state["weights_likes_live"] = (digit, time.monotonic(), ranked)
    return ranked


def _ranked(line: Timeline, digit: int, step: int, dataset: Dataset) -> tuple[int, Groups]:
    """Those that it likes most and those least, at this step or, where that is gone, the last."""
    steps = line.steps.tolist()
    k = steps.index(step) if step in steps else len(steps) - 1
    Z = predict(Model(line.W[k], line.b[k], line.head), dataset.test).logits
    extreme = extremes(Z[:, digit], SHOWN)
    return steps[k], [_group(dataset.test, Z, digit, rows) for rows in extreme]


def _group(test: Split, Z: np.ndarray, digit: int, rows: np.ndarray) -> dict[str, object]:
    return {
        "pixels": encoding.encoded(test.rows[rows]),
        "labels": test.labels[rows].tolist(),
        "read": Z[rows].argmax(axis=1).tolist(),
        "z": Z[rows, digit].round(3).tolist(),
    }
