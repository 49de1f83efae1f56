"""The visitor's experiments: at most one of each kind, and one of all that trains.

The pool advances them like runs. ``Visitor.train_only`` pauses whatever else the visitor trains.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

import streamlit as st

from pages.shared.live import ticks
from pages.shared.state import visitor
from softmax.experiments import Experiment
from softmax.scheduling import shared
from softmax.training import State

Kind = Literal["sweep", "race", "search", "network"]
E = TypeVar("E", bound=Experiment)

TICK_S = 0.2


@dataclass(frozen=True)
class _Pooled:
    token: str
    experiment: Experiment


def _all() -> dict[Kind, _Pooled]:
    found: dict[Kind, _Pooled] = st.session_state.setdefault("experiments", {})
    return found


def get(kind: Kind, of: type[E]) -> E | None:
    """The visitor's latest experiment of this kind."""
    pooled = _all().get(kind)
    return pooled.experiment if pooled and isinstance(pooled.experiment, of) else None


def start(kind: Kind, experiment: Experiment) -> None:
    """Replace the earlier experiment of this kind by a new one, and run it."""
    drop(kind)
    _all()[kind] = _Pooled(shared().add(experiment), experiment)
    resume(kind)


def resume(kind: Kind) -> None:
    """Go on, unless it was cancelled meanwhile."""
    pooled = _all().get(kind)
    if pooled is None:
        return
    if pooled.token not in shared():  # dropped by the pool after an hour without a heartbeat
        pooled = _all()[kind] = _Pooled(shared().add(pooled.experiment), pooled.experiment)
    visitor.current().train_only(pooled.token)
    shared().play(pooled.token)


def pause(kind: Kind) -> None:
    """Stop it within one step."""
    if pooled := _all().get(kind):
        shared().pause(pooled.token)


def drop(kind: Kind) -> None:
    """Stop it and forget it."""
    if pooled := _all().pop(kind, None):
        shared().remove(pooled.token)


def running(kind: Kind) -> bool:
    """Whether it is live."""
    return _state(kind) is State.RUNNING


def _state(kind: Kind) -> State | None:
    pooled = _all().get(kind)
    return pooled.experiment.state if pooled else None


def watch(kind: Kind, draw: Callable[[], None], fastest_s: float = TICK_S) -> None:
    """A fragment that calls ``draw``, again at each tick while the experiment is live."""
    every_s = ticks.slowed(fastest_s, shared()) if running(kind) else None
    st.fragment(_tick, run_every=every_s, key=f"runs-{kind}")(kind, draw)


def _tick(kind: Kind, draw: Callable[[], None]) -> None:
    draw()
    if pooled := _all().get(kind):
        shared().heartbeat(pooled.token)
        ticks.waiting(shared().queue_position(pooled.token))
    ticks.redraw_if_over(kind, running(kind))


def controls(
    kind: Kind,
    begin: str,
    on_begin: Callable[[], None],
    primary: bool,
    shortcut: str | None = None,
) -> None:
    """The buttons that apply now: begin; or Pause, or Go on, and Cancel. The key ``shortcut``
    presses the first."""
    ticks.note_running(kind, running(kind))
    state = _state(kind)
    if state is State.RUNNING:
        label, act, args = "Pause", pause, (kind,)
    elif state is State.PAUSED:
        label, act, args = "Go on", resume, (kind,)
    else:
        look: Literal["primary", "secondary"] = (
            "primary" if primary and state is None else "secondary"
        )
        st.button(begin, key=f"{kind}_begin", on_click=on_begin, type=look, shortcut=shortcut)
        return
    key = f"{kind}_{act.__name__}"
    st.button(label, key=key, on_click=act, args=args, type="primary", shortcut=shortcut)
    st.button("Cancel", key=f"{kind}_cancel", on_click=drop, args=(kind,))
