"""Gradient descent on pixels 0..255 and on pixels 0..1, side by side at the same learning rate."""

import functools

import numpy as np
import streamlit as st

from pages.learn.chapters import Chapter
from pages.shared.components import elements, encoding
from pages.shared.components.widgets import choice
from pages.shared.state import resources
from softmax.data import CLASSES
from softmax.lesson import data as lesson
from softmax.lesson import descent
from softmax.lesson.descent import Descent
from softmax.maths import one_hot
from softmax.numbers import percent, tick

TRAIN_SIZE, VALIDATION_SIZE = 1_000, 500
STEPS, STEPS_PER_TICK, TICK_S = 40, 2, 0.15
RATES = {"0.5": 0.5, "0.01": 0.01, "0.00001": 1e-5}
SCALES = {"0 to 255": 255.0, "0 to 1": 1.0}
# An answer with a larger probability than this counts as sure.
CERTAIN = 0.999
LOSS_AXIS = {
    "log": True, "low": 0.1, "high": 1e6,
    "ticks": [[at, tick(at)] for at in (0.1, 10.0, 1e3, 1e5)],
}  # fmt: skip


def comparison(chapter: Chapter) -> None:
    """The controls, both descents live, and at the end what the chosen rate shows."""
    st.markdown("## Why to scale")
    words, controls = st.columns([0.62, 0.38], gap="large", vertical_alignment="bottom")
    with words:
        chapter.prose("Scaling")
    with controls, st.container(key="data-race", horizontal=True, vertical_alignment="bottom"):
        choice("Learning rate, for both", list(RATES), "0.5", key="data_rate", on_change=_reset)
        st.button("Train both", key="data_train", on_click=_train)
    run_every = TICK_S if _is_training() else None
    st.fragment(_live, run_every=run_every, key="data-race-view")()
    if _descents()[0].steps >= STEPS:
        chapter.prose(f"Rate {st.session_state['data_rate']}")


def _live() -> None:
    if _is_training():
        _advance()
    both = _descents()
    for column, scale, one in zip(st.columns(2, gap="large"), SCALES, both, strict=True):
        with column:
            elements.show("descent", key=f"data-descent-{scale[-1]}", data=_described(scale, one))
    if _is_training() and both[0].steps >= STEPS:
        st.session_state["data_training"] = False
        st.rerun()


def _described(scale: str, one: Descent) -> dict[str, object]:
    X, labels = _validation(SCALES[scale])
    how = lesson.judged(one, X, labels, CERTAIN)
    return {
        "title": f"Pixels {scale}",
        "losses": [float(f"{loss:.5g}") for loss in one.losses],
        "steps": STEPS,
        "axis": LOSS_AXIS,
        "end": _short(one.loss),
        "numbers": [
            [_short(one.loss), "loss"],
            [percent(how.accuracy), f"of {VALIDATION_SIZE} other images right"],
            [percent(how.sure, 0), "answers over 99.9 % sure"],
        ],
        "weights": encoding.signed(one.W),
    }


def _short(loss: float) -> str:
    """Two decimals for a small number, thousands separators for a large one."""
    return f"{loss:.2f}" if loss < 100 else f"{loss:,.0f}"


def _is_training() -> bool:
    return bool(st.session_state.get("data_training"))


def _advance() -> None:
    rate = RATES[st.session_state["data_rate"]]
    both = _descents()
    for _ in range(min(STEPS_PER_TICK, STEPS - both[0].steps)):
        both = tuple(
            descent.step(one, *_training(scale), rate)
            for one, scale in zip(both, SCALES.values(), strict=True)
        )
    st.session_state["data_descents"] = both


def _descents() -> tuple[Descent, ...]:
    if "data_descents" not in st.session_state:
        _reset()
    found: tuple[Descent, ...] = st.session_state["data_descents"]
    return found


def _reset() -> None:
    st.session_state["data_descents"] = tuple(
        descent.begin(*_training(scale)) for scale in SCALES.values()
    )
    st.session_state["data_training"] = False


def _train() -> None:
    _reset()
    st.session_state["data_training"] = True


@functools.cache
def _training(scale: float) -> tuple[np.ndarray, np.ndarray]:
    """Images on 0..scale, (N, 784), with their one-hot labels (N, 10)."""
    train = resources.dataset().train
    return train.rows[:TRAIN_SIZE] * (scale / 255), one_hot(train.labels[:TRAIN_SIZE], CLASSES)


@functools.cache
def _validation(scale: float) -> tuple[np.ndarray, np.ndarray]:
    """Validation images on 0..scale, (N, 784), with their labels (N,)."""
    validation = resources.dataset().validation
    rows, labels = validation.rows[:VALIDATION_SIZE], validation.labels[:VALIDATION_SIZE]
    return rows * (scale / 255), labels
