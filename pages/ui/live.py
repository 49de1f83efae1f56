"""What moves while a run plays: when it is repainted, and with what data."""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages.ui import loading, packing
from pages.ui.session import FOLLOWED_PACE, PACES, Session, pace
from softmax.charts import symmetric_limit
from softmax.charts.curves import HEIGHT, accuracy_axis, loss_axis
from softmax.data import SIDE
from softmax.training import Progress, Snapshot

VIEW_S = 0.07
# With more live runs than this a page that is opened or changed ticks more slowly, so that
# together they ask for no more than the server can draw.
FREE_RUNS = 2
SLOWEST_S = 2.0
# Faster than this the batch in hand is a flicker; it is shown a second at a time.
BATCH_S = 1.0


@dataclass(frozen=True)
class Ceiling:
    """The accuracy of the best fit of a model, on validation and on test images. No figure on
    validation where ordinary runs end above it: then it is no ceiling to draw."""

    validation: float | None
    test: float


# Of softmax regression on MNIST, by whether the digits are straightened;
# `python -m benchmarks.ceiling`, and the same with --deskew (there validation is 96.1 %, and
# runs end between 96.1 and 96.4).
CEILINGS = {False: Ceiling(0.942, 0.925), True: Ceiling(None, 0.957)}


def interval(session: Session, fastest_s: float) -> float | None:
    """Seconds between two repaints while the run plays; None when nothing moves."""
    if not session.running:
        return None
    return min(SLOWEST_S, fastest_s * max(1.0, session.pool.live / FREE_RUNS))


def keep_alive(session: Session) -> None:
    """Called at each tick: the viewer is here. When the run has ended the whole page is drawn
    again, because what was live becomes a figure to look at closely."""
    session.heartbeat()
    if st.session_state.get("was_running") and not session.running:
        st.session_state["was_running"] = False
        st.rerun()
    st.session_state["was_running"] = session.running


def ceiling(progress: Progress) -> Ceiling | None:
    """What this model can reach, where that is known."""
    dataset, config = loading.dataset(), progress.config
    measured = dataset.is_mnist and config.head == "softmax"
    whole = config.train_size == len(dataset.train)
    return CEILINGS[config.deskew] if measured and whole else None


def curves(progress: Progress) -> dict[str, object]:
    """The data of <ten-curves>."""
    best = ceiling(progress)
    return {
        "points": [
            [round(v, 4) for v in (
                p.step / progress.config.steps_per_epoch, p.train.loss, p.validation.loss,
                p.train.accuracy, p.validation.accuracy,
            )]
            for p in progress.points
        ],
        "epochs": progress.config.epochs,
        "loss": dataclasses.asdict(loss_axis(progress.points)),
        "accuracy": dataclasses.asdict(accuracy_axis(progress.points)),
        "ceiling": best.validation if best else None,
        "height": HEIGHT,
    }  # fmt: skip


def pictures(progress: Progress, followed: bool) -> dict[str, object]:
    """The data of <ten-pictures>; with the gradient where one can follow it."""
    gradient = progress.batch.gradient if followed else None
    return {
        "weights": packing.signed(progress.weights.W),
        "biases": [round(float(b), 3) for b in progress.weights.b],
        "gradient": None if gradient is None else packing.signed(-gradient),
    }


def legend(weights: Snapshot, note: str) -> dict[str, object]:
    """The data of <ten-legend>."""
    return {"limit": symmetric_limit(weights.W), "note": note}


def digit(image: np.ndarray) -> dict[str, object]:
    """The data of <ten-digit>: one image (28, 28) uint8."""
    return {"pixels": packing.encoded(image)}


def followed(session: Session) -> bool:
    """Whether the run stands, or goes slowly enough to look at each batch."""
    speed = PACES[pace()]
    return not session.running or (speed is not None and speed <= FOLLOWED_PACE)


def batch(session: Session) -> dict[str, object]:
    """The data of <ten-batch>, without the images where those on screen should stay a while."""
    progress = session.progress
    data: dict[str, object] = {
        "size": progress.config.batch_size,
        "step": progress.step + 1,
        "steps": progress.total_steps,
        "rate": f"{progress.learning_rate:.2g}",
    }
    now, shown_at = time.monotonic(), st.session_state.get("batch_shown_at", 0.0)
    if followed(session) or now - shown_at >= BATCH_S:
        st.session_state["batch_shown_at"] = now
        view = progress.batch
        data |= {
            "sprite": _sprite(session.run.dataset.train.images[view.rows]),
            "labels": view.labels.tolist(),
            "predicted": view.predicted.tolist(),
        }
    return data


def _sprite(images: np.ndarray) -> str:
    """The images under each other in one grey PNG, as a data URI."""
    return packing.png(images.reshape(-1, SIDE), compress_level=1)
