"""The visitor's sweep, race and search: each is there once, and at most one of them is live.

They are advanced by the pool like a run, and alone: see ``session.only``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

import streamlit as st

from pages.shared.live import refresh
from pages.shared.state import visitor
from softmax.experiments import Experiment
from softmax.scheduling import shared
from softmax.training import State

Kind = Literal["sweep", "race", "search"]
E = TypeVar("E", bound=Experiment)

TICK_S = 0.2


@dataclass(frozen=True)
class _Held:
    token: str
    experiment: Experiment


def get(kind: Kind, of: type[E]) -> E | None:
    """The visitor's experiment of this kind, as it was started last."""
    held = _all().get(kind)
    return held.experiment if held and isinstance(held.experiment, of) else None


def start(kind: Kind, experiment: Experiment) -> None:
    """Begin, in place of an earlier one of its kind."""
    drop(kind)
    _all()[kind] = _Held(shared().add(experiment), experiment)
    resume(kind)


def resume(kind: Kind) -> None:
    """Go on, alone. Not if it was cancelled."""
    held = _all().get(kind)
    if held is None:
        return
    if held.token not in shared():  # not looked at for an hour, and so dropped
        held = _all()[kind] = _Held(shared().add(held.experiment), held.experiment)
    visitor.only(held.token)
    shared().play(held.token)


def pause(kind: Kind) -> None:
    """Stop it within one step."""
    if held := _all().get(kind):
        shared().pause(held.token)


def drop(kind: Kind) -> None:
    """Stop it and forget it."""
    if held := _all().pop(kind, None):
        shared().remove(held.token)


def running(kind: Kind) -> bool:
    """Whether it is live."""
    held = _all().get(kind)
    return held is not None and held.experiment.state is State.RUNNING


def watch(kind: Kind, draw: Callable[[], None]) -> None:
    """Draw now, and again and again while the experiment is live."""
    every = refresh.slowed(TICK_S, shared()) if running(kind) else None
    st.fragment(_tick, run_every=every, key=f"runs-{kind}")(kind, draw)


def _tick(kind: Kind, draw: Callable[[], None]) -> None:
    draw()
    if held := _all().get(kind):
        shared().heartbeat(held.token)
        refresh.waiting(shared().queue_position(held.token))
    refresh.redraw_if_over(kind, running(kind))


def controls(kind: Kind, begin: str, on_begin: Callable[[], None], primary: bool) -> None:
    """Begin, or Pause, or Go on and Cancel: whatever there is to do."""
    refresh.note_running(kind, running(kind))
    held = _all().get(kind)
    state = held.experiment.state if held else None
    if state is State.RUNNING:
        st.button("Pause", key=f"{kind}_pause", on_click=pause, args=(kind,), type="primary")
        st.button("Cancel", key=f"{kind}_cancel", on_click=drop, args=(kind,))
    elif state is State.PAUSED:
        st.button("Go on", key=f"{kind}_resume", on_click=resume, args=(kind,), type="primary")
        st.button("Cancel", key=f"{kind}_cancel", on_click=drop, args=(kind,))
    else:
        first = primary and held is None
        st.button(
            begin, key=f"{kind}_begin", on_click=on_begin, type="primary" if first else "secondary"
        )


def _all() -> dict[Kind, _Held]:
    found: dict[Kind, _Held] = st.session_state.setdefault("experiments", {})
    return found
