"""The weights through time: packed once for the browser, and the time machine that shows them."""

from __future__ import annotations

import random
import weakref
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages.shared.components import elements, encoding
from pages.shared.components.encoding import Signed
from pages.shared.state import drawing
from pages.shared.state.visitor import Session
from softmax.charts import symmetric_limit
from softmax.data import SIDE
from softmax.drawing import preprocess
from softmax.training import Progress, Run, Timeline, moments


@dataclass(frozen=True, eq=False)
class History:
    """The moments that can be shown: many of a run that stands, the present one of a live run.

    ``weights`` are all rows of all moments on one scale, the one that fits the latest;
    ``losses`` are validation losses at ``loss_steps``, and where the run stands those are the
    steps of the moments.
    """

    still: bool
    line: Timeline
    limit: float
    weights: Signed
    loss_steps: list[int]
    losses: list[float]

    @property
    def id(self) -> int:
        """Another number for another history."""
        return zlib.crc32(self.line.W[-1].tobytes()) if self.still else 0


# Of each run at its latest rest; forgotten with it.
_histories: weakref.WeakKeyDictionary[Progress, History] = weakref.WeakKeyDictionary()


def of(session: Session) -> History:
    """The history to show now."""
    progress = session.progress
    return _present(progress) if session.running else _whole(session.run, progress)


def _present(progress: Progress) -> History:
    line = Timeline.of((progress.weights,), progress.config.head)
    limit = symmetric_limit(line.W)
    return History(
        still=False,
        line=line,
        limit=limit,
        weights=encoding.signed(line.W, limit),
        loss_steps=[point.step for point in progress.points],
        losses=[round(point.validation.loss, 4) for point in progress.points],
    )


def _whole(run: Run, progress: Progress) -> History:
    """A run that stands publishes no new Progress, so this is done once for each rest."""
    if progress not in _histories:
        line = moments(run)
        measured = {point.step: point.validation.loss for point in progress.points}
        limit = symmetric_limit(line.W[-1])
        _histories[progress] = History(
            still=True,
            line=line,
            limit=limit,
            weights=encoding.signed(line.W, limit),
            loss_steps=line.steps.tolist(),
            losses=line.losses(run.dataset.validation, measured).round(4).tolist(),
        )
    return _histories[progress]


def show(
    session: Session, history: History, digit: int, listener: Callable[[], None] | None
) -> None:
    """The time machine, with row ``digit`` below its axis; beside it the visitor's drawing.

    Args:
        listener: called when the visitor has come to another moment, if somebody is to hear of it.
    """
    with st.container(key="weights-time"):
        left, right = st.columns([0.72, 0.28], gap="large")
    with left:
        elements.show(
            "time",
            key="weights-machine",
            data={
                "history": history.id,
                "live": not history.still,
                "moments": len(history.line),
                "steps": history.loss_steps,
                "losses": history.losses,
                "small": encoding.signed(history.line.W[:, digit], history.limit),
                "digit": digit,
                "heard": listener is not None,
            },
            on=listener and {"settled": listener},
        )
    with right, st.container(key="weights-mine"):
        _mine(session, history)


def _mine(session: Session, history: History) -> None:
    image = drawing.drawn()
    x = None if image is None else preprocess(image, deskewed=session.run.config.deskew)
    label = None
    if x is None:
        x, label = _test_image(session)
    title = "My drawing" if label is None else f"A test image, labelled {label}"
    st.markdown(f"## {title}")
    if x is None:
        st.markdown("Nothing is on the pad of the Draw page.")
    else:
        elements.show(
            "mine",
            key="weights-drawing",
            data={
                "moments": len(history.line),
                "pixels": encoding.grey(x),
                "probabilities": history.line.probabilities(x.ravel()).round(5).tolist(),
            },
        )
    mine = x is not None and label is None
    with st.container(key="weights-mine-foot", horizontal=True):
        if not mine:
            name = "Take a test image" if x is None else "Another"
            st.button(name, key="weights_test", on_click=_draw_lots, args=(session,))
        st.page_link("draw/page.py", label="Draw another" if mine else "Draw one")


def _draw_lots(session: Session) -> None:
    st.session_state["weights_test_image"] = random.randrange(len(session.run.dataset.test))


def _test_image(session: Session) -> tuple[np.ndarray | None, int | None]:
    """The test image that the visitor has taken, (28, 28) in 0..1, with its label."""
    test = session.run.dataset.test
    index = st.session_state.get("weights_test_image")
    if index is None or index >= len(test):
        return None, None
    return test.images[index, 0].reshape(SIDE, SIDE) / 255, int(test.labels[index])
