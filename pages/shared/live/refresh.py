"""What moves while a run plays: when it is repainted, and with what data."""

from __future__ import annotations

import dataclasses
import functools
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.shared.components import elements, encoding
from pages.shared.state import resources
from pages.shared.state.visitor import (
    FOLLOWED_PACE,
    PACES,
    Session,
    pace,
)
from softmax.charts import symmetric_limit
from softmax.charts.curves import HEIGHT, accuracy_axis, loss_axis
from softmax.data import SIDE
from softmax.scheduling import Pool
from softmax.training import Progress, Snapshot

VIEW_S = 0.07
# The most runs that play, and the seconds between two ticks of a page then: so that together the
# pages ask for no more than the server can draw.
TICKS_S = ((2, 0.0), (4, 0.25), (12, 0.5), (40, 1.0))
SLOWEST_S = 2.0
# A tick that comes so many times later than it should makes the page tick half as often; so many
# in time take that back.
LATE = 1.8
TICKS_IN_TIME = 5
MOST_SLOWED = 8
GREYS = 0b1111_1000
# Faster than this the batch in hand is a flicker; it is shown a second at a time.
BATCH_S = 1.0


FULL = "The room is full: you are number {place}. Your run begins by itself."


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
    if session.place:
        return SLOWEST_S
    return slowed(fastest_s, session.pool)


def slowed(fastest_s: float, pool: Pool) -> float:
    """Seconds between two ticks of a page, as many runs as play now."""
    live = pool.live
    return next((max(fastest_s, s) for runs, s in TICKS_S if live <= runs), SLOWEST_S)


def feed(
    session: Session, fastest_s: float, parts: Callable[[Session], dict[str, dict[str, object]]]
) -> None:
    """While the run plays, repaint the elements that stand on the page with what ``parts`` gives
    for them by tag, all in one message of the page's one ticking fragment."""
    if not session.running:
        return

    @st.fragment(run_every=interval(session, fastest_s), key="feed")
    def tick() -> None:
        # Where the whole page is drawn, the elements have just been given the same.
        elements.feed("live-feed", parts(session) if _ticking() else {})
        keep_alive(session, fastest_s)

    with st.container(key="installer-feed"):
        tick()


def keep_alive(session: Session, fastest_s: float | None = None) -> None:
    """Called at each tick: the viewer is here."""
    session.heartbeat()
    if fastest_s is not None:
        _retime(interval(session, fastest_s))
    redraw_if_over("run", session.running)


def note_running(what: str, running: bool) -> None:
    """As what the page is about to show it, the run for example; before it does."""
    st.session_state[f"{what}_was_running"] = running


def redraw_if_over(what: str, running: bool) -> None:
    """Have the whole page drawn again where it shows as running what runs no more: what was live
    becomes a figure to look at closely, and other buttons stand there."""
    was_running = st.session_state.get(f"{what}_was_running", False)
    note_running(what, running)
    if was_running and not running:
        st.rerun()


def _retime(every_s: float | None) -> None:
    """Tick at another interval from now on: as more runs play or fewer, and more slowly where the
    ticks come late, because the machine has too much to do.

    Streamlit names the interval to the browser when the page is drawn, and has no call to change
    it. But the browser obeys a new one for the same fragment, so this is the message that
    st.fragment sends. Without it an open page would go on asking as often as when it was alone.
    """
    context, ticking = get_script_run_ctx(), _ticking()
    if not (context and ticking and every_s):  # the whole page is drawn, and names the interval
        st.session_state.pop("rhythms", None)
        return
    if len(ticking) > 1:  # two came together, and this does not know which of them it is
        return
    rhythms: dict[str, Rhythm] = st.session_state.setdefault("rhythms", {})
    # More runs may play by now than when the page was drawn, so the first tick always tells.
    rhythm = rhythms.setdefault(ticking[0], Rhythm(told_s=0.0))
    if rhythm.tick(every_s, time.monotonic()):
        message = ForwardMsg()
        message.auto_rerun.interval = rhythm.told_s
        message.auto_rerun.fragment_id = ticking[0]
        context.enqueue(message)


def _ticking() -> list[str]:
    """The fragments that this run repaints; none where the whole page is drawn."""
    context = get_script_run_ctx()
    return (context.fragment_ids_this_run if context else None) or []


@dataclass
class Rhythm:
    """How often an open page ticks: ``told_s`` is what the browser was told last."""

    told_s: float
    slowed: int = 1
    in_time: int = 0
    ticked_at: float | None = None

    def tick(self, every_s: float, now: float) -> bool:
        """Note a tick, of which there should be one every so many seconds.

        Returns:
            Whether the browser is to be told another interval, which is in ``told_s`` then.
        """
        late = self.ticked_at is not None and now - self.ticked_at > LATE * self.told_s
        self.ticked_at = now
        self.in_time = 0 if late else self.in_time + 1
        if late:
            self.slowed = min(2 * self.slowed, MOST_SLOWED)
        elif self.in_time >= TICKS_IN_TIME and self.slowed > 1:
            self.slowed, self.in_time = self.slowed // 2, 0
        before, self.told_s = self.told_s, max(every_s, min(SLOWEST_S, every_s * self.slowed))
        return self.told_s != before


def waiting(place: int) -> None:
    """A word where what the visitor wants to play waits for room."""
    if place:
        st.text(FULL.format(place=place))


def ceiling(progress: Progress) -> Ceiling | None:
    """What this model can reach, where that is known."""
    dataset, config = resources.dataset(), progress.config
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
        "weights": encoding.signed(progress.weights.W),
        "biases": [round(float(b), 3) for b in progress.weights.b],
        "gradient": None if gradient is None else encoding.signed(-gradient),
    }


def legend(weights: Snapshot, note: str) -> dict[str, object]:
    """The data of <ten-legend>."""
    return {"limit": symmetric_limit(weights.W), "note": note}


def digit(image: np.ndarray) -> dict[str, object]:
    """The data of <ten-digit>: one image (28, 28) uint8."""
    return {"pixels": encoding.encoded(image)}


def followed(session: Session) -> bool:
    """Whether the run stands, or goes slowly enough to look at each batch."""
    speed = PACES[pace()]
    return not session.running or (speed is not None and speed <= FOLLOWED_PACE)


def batch(session: Session, whole: bool = False) -> dict[str, object]:
    """The data of <ten-batch>, without the images where those on screen should stay a while."""
    progress = session.progress
    data: dict[str, object] = {
        "size": progress.config.batch_size,
        "step": progress.step + 1,
        "steps": progress.total_steps,
        "rate": f"{progress.learning_rate:.2g}",
    }
    now, shown_at = time.monotonic(), st.session_state.get("batch_shown_at", 0.0)
    if whole or followed(session) or now - shown_at >= BATCH_S:
        st.session_state["batch_shown_at"] = now
        view = progress.batch
        data |= {
            "sprite": _sprite(session.run.dataset.train.images[view.rows].tobytes()),
            "labels": view.labels.tolist(),
            "predicted": view.predicted.tolist(),
        }
    return data


@functools.lru_cache(maxsize=16)  # every visitor who comes sees the same first batch
def _sprite(pixels: bytes) -> str:
    """These images under each other in one grey PNG, as a data URI. In 32 greys, which at their
    size look like 256, and take a third less."""
    column = np.frombuffer(pixels, np.uint8).reshape(-1, SIDE)
    return encoding.png(column & GREYS, fast=True)
