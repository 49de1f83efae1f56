"""The visitor's two runs, ten sigmoids and a softmax, played and paused together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from pages.learn.chapters import Chapter
from pages.shared.live import ticks
from pages.shared.state import lesson_progress, resources, view_options, visitor
from pages.shared.state.run_handle import RunHandle
from softmax.maths import Head
from softmax.scheduling import shared
from softmax.training import Run, State

HEADS: tuple[Head, Head] = ("sigmoid", "softmax")
NAMES = ("ten sigmoids", "softmax")
# Slow enough to watch; the runs take about a quarter of a minute.
STEPS_PER_S: float | None = 100


@dataclass(frozen=True)
class Pair:
    """Both runs, and the commands to them."""

    sides: tuple[RunHandle, RunHandle]

    @property
    def running(self) -> bool:
        return any(side.running for side in self.sides)

    @property
    def started(self) -> bool:
        return any(side.started for side in self.sides)

    @property
    def finished(self) -> bool:
        return all(side.run.state is State.FINISHED for side in self.sides)

    @property
    def queue_position(self) -> int:
        """Of the run that is next in the pool's queue; 0 if neither waits."""
        return min(filter(None, (side.queue_position for side in self.sides)), default=0)

    def heartbeat(self) -> None:
        for side in self.sides:
            side.heartbeat()

    def owned(self) -> Pair:
        """The same, with runs of the visitor's own in place of shared ones."""
        if all(side.token for side in self.sides):
            return self
        pool = shared()
        runs = [Run(side.run.config, resources.dataset()) for side in self.sides]
        tokens = [pool.add(run, STEPS_PER_S) for run in runs]
        st.session_state["together_tokens"] = tokens
        return _pair(tokens, runs)

    def play(self) -> None:
        """Continue; finished runs begin again with another seed, so with other batches."""
        mine = self.owned()
        if mine.finished:
            seed = mine.sides[0].run.config.seed + 1
            for side in mine.sides:
                side.run.reseed(seed)
        visitor.current().train_only(*(side.token for side in mine.sides))
        for side in mine.sides:
            side.pool.set_step_rate(side.token, STEPS_PER_S)
            side.pool.play(side.token)

    def pause(self) -> None:
        for side in self.sides:
            side.pause()


def _pair(tokens: Sequence[str], runs: Sequence[Run]) -> Pair:
    first, second = (
        RunHandle(token, run, shared()) for token, run in zip(tokens, runs, strict=True)
    )
    return Pair((first, second))


def current() -> Pair:
    """The visitor's pair; two shared untrained runs before the first command, and if the pool
    has dropped a run of the pair."""
    pool = shared()
    tokens: list[str] = st.session_state.get("together_tokens", [])
    runs = [run for run in map(pool.get, tokens) if run]
    if len(runs) < len(HEADS):
        for token in st.session_state.pop("together_tokens", ()):
            pool.remove(token)
        tokens = [""] * len(HEADS)
        config = resources.default_config()
        runs = [resources.blank(config.replace(head=head)) for head in HEADS]
    pair = _pair(tokens, runs)
    pair.heartbeat()
    if pair.finished:
        lesson_progress.mark_done("together")
    return pair


def _play() -> None:
    # The pair may have been dropped since the button was drawn.
    current().play()


def _pause() -> None:
    current().pause()


def transport(chapter: Chapter, pair: Pair) -> None:
    """Play or pause, by the presenter's key too, and a caption on what a step is."""
    ticks.note_running("together", pair.running)
    space = view_options.key("play") if view_options.presents() else None
    with st.container(key="together-transport", horizontal=True, vertical_alignment="center"):
        if pair.running:
            st.button("Pause", key="together_pause", on_click=_pause, shortcut=space)
        elif pair.finished:
            label = "Train again, other batches"
            st.button(label, key="together_again", on_click=_play, shortcut=space)
        else:
            label = "Go on" if pair.started else "Train both"
            st.button(label, key="together_play", type="primary", on_click=_play, shortcut=space)
    config = pair.sides[0].run.config
    step = chapter.text.sections["Step"]
    st.caption(step.format(n=config.batch_size, all=f"{config.train_size:,}"))


def interval(pair: Pair, fastest_s: float) -> float | None:
    """Seconds between two repaints while a run trains, or None."""
    side = next((side for side in pair.sides if side.running), pair.sides[0])
    return ticks.interval(side, fastest_s)


def keep_alive(pair: Pair) -> None:
    """Renew the leases of both runs; once they have stopped, rerun the page."""
    pair.heartbeat()
    ticks.redraw_if_over("together", pair.running)
