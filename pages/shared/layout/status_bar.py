"""The status bar: the state of the run and its numbers, at the top of every page."""

import streamlit as st

from pages.shared.components import elements
from pages.shared.live import ticks
from pages.shared.presenting import bar
from pages.shared.state import view_options, visitor
from pages.shared.state.run_handle import RunHandle
from softmax.numbers import loss, percent
from softmax.training import Progress, State

TITLES = {
    State.READY: "Ready",
    State.RUNNING: "Training",
    State.PAUSED: "Paused",
    State.FINISHED: "Finished",
    State.DIVERGED: "Diverged",
}
TICK_S = 0.25
# Log-sum-exp keeps the loss finite at any learning rate; so many times the first loss counts as
# too large a step.
FAR_ABOVE = 3
# Short enough for one line on a phone, which has its room below the bar.
TOO_LARGE = "The step is too large: try a smaller rate."
FAILED = "A step failed; the server's log says why. Reset begins anew."


def show(compact: bool = False, transport: bool = True, keys: bool = True) -> None:
    """The run's state and numbers.

    Args:
        compact: on a phone, a single line.
        transport: with a button to pause or go on; the Train page has larger ones of its own,
            and shows the bar also before anything has begun.
        keys: whether the presenter's keys act on this run; a page that trains others has them
            for those.
    """
    mine = visitor.run()
    keys = keys and view_options.presents()
    if transport and keys:
        bar.remote(mine)
    with st.container(key="strip"):
        if not view_options.shows("strip") or (transport and not mine.started):
            return
        if transport:
            with st.container(key="strip-row", horizontal=True, vertical_alignment="center"):
                _numbers(mine, compact)
                _button(mine, view_options.key("play") if keys else None)
        else:
            # Repainted by the page's own feed.
            elements.show_fed("strip", key="strip-element", data=numbers(mine, compact))


def _numbers(mine: RunHandle, compact: bool) -> None:
    @st.fragment(run_every=ticks.interval(mine, TICK_S), key="strip-numbers")
    def tick() -> None:
        elements.show("strip", key="strip-element", data=numbers(mine, compact))
        ticks.keep_alive(mine, TICK_S)

    tick()


def _button(mine: RunHandle, shortcut: str | None) -> None:
    if mine.running:
        st.button("Pause", key="strip_pause", on_click=visitor.pause, shortcut=shortcut)
    elif mine.run.state is State.PAUSED:
        st.button("Play", key="strip_play", on_click=visitor.play, shortcut=shortcut)


def numbers(mine: RunHandle, compact: bool = False) -> dict[str, object]:
    """The data of <ten-strip> for a visitor."""
    return describe(mine.progress, compact, mine.queue_position, mine.timed_out, mine.failed)


def describe(
    progress: Progress,
    compact: bool = False,
    queue_position: int = 0,
    timed_out: bool = False,
    failed: bool = False,
) -> dict[str, object]:
    """The data of <ten-strip>.

    Args:
        compact: on a phone, a single line.
        queue_position: the run's number among those that wait for capacity; 0 if it does not.
        timed_out: the run was paused because it had trained for the longest time allowed.
        failed: the run was paused because a step raised an exception.
    """
    latest, config = progress.latest, progress.config
    final = (
        {"value": percent(progress.test.accuracy), "label": "test accuracy"}
        if progress.test
        else {"value": _speed(progress.samples_per_s), "label": "samples per second"}
    )
    presented = view_options.presents()
    seen = {"value": f"{progress.samples:,}", "label": "samples seen"}
    return {
        "state": "waiting" if queue_position else progress.state,
        "title": "Waiting" if queue_position else TITLES[progress.state],
        "note": _note(progress, queue_position, timed_out, failed),
        "compact": compact,
        "done": progress.step / progress.total_steps,
        "cells": [
            {"value": f"{progress.epoch:.1f}", "of": f"of {config.epochs}", "label": "epoch"},
            *([] if presented else [seen]),
            {"value": loss(latest.train.loss), "label": "training loss"},
            {
                "value": percent(latest.validation.accuracy),
                "label": "validation accuracy",
                "key": True,
            },
            *([] if presented and not progress.test else [final]),
        ],
    }


def _speed(samples_per_s: float | None) -> str:
    return "–" if samples_per_s is None else f"{samples_per_s:,.0f}"


def _note(progress: Progress, queue_position: int, timed_out: bool, failed: bool) -> str:
    """What is not as one would expect."""
    if queue_position:
        return ticks.FULL.format(place=queue_position)
    if failed:
        return FAILED
    if timed_out:
        return "Paused, to make room for others: it had played for long. Play goes on."
    return TOO_LARGE if _too_large(progress) else ""


def _too_large(progress: Progress) -> bool:
    first, latest = progress.points[0].train.loss, progress.latest.train.loss
    return progress.state is not State.DIVERGED and latest > FAR_ABOVE * first
