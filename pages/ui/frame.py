"""What every page shows: the styles, the elements, and the strip with the state of the run."""

from __future__ import annotations

import functools
import runpy
import threading
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

from pages.ui import (
    address,
    crowd,
    drawings,
    elements,
    figures,
    live,
    log,
    present,
    presenter,
    session,
    takeaway,
)
from softmax.charts import percent
from softmax.training import Progress, State

APP = Path(__file__).parents[2] / "app.py"
STYLES = Path(__file__).parent / "styles"
TITLES = {
    State.READY: "Ready",
    State.RUNNING: "Training",
    State.PAUSED: "Paused",
    State.FINISHED: "Finished",
    State.DIVERGED: "Diverged",
}
STRIP_S = 0.25
# By log-sum-exp the loss stays a number whatever the learning rate; this many times the loss that
# it began with is no learning.
FAR_ABOVE = 3
TOO_LARGE = "The step is too large: the loss is far above where it began. Try a smaller rate."
FAILED = "A step failed; the server's log says why. Reset begins anew."


_opened = threading.local()


def enter() -> None:
    """To be called first in every page: makes sure that it runs inside app.py.

    Until st.navigation has been called once in the process, Streamlit takes the pages folder
    for a list of stand-alone pages; the first visitors after a start who come by a link to a
    page would get it bare. Then app.py is run in its place, and finds the page by its address.
    It has run for this visitor if it has in this thread, which Streamlit starts for each.
    """
    if not hasattr(_opened, "here"):
        runpy.run_path(str(APP), run_name="__main__")
        st.stop()


def open_page(page: str) -> None:
    """Styles, elements and what every page carries; called once by app.py, before the page at
    this address."""
    _opened.here = True
    crowd.mend()
    log.begin()
    session.enter(page)
    st.html(Styles())
    elements.install()
    with st.container(key="installer-tab"):
        elements.show(
            "tab",
            key="tab",
            data=session.remembered() | {"drawing": drawings.name()},
            on={"found": session.find, "drew": drawings.find},
        )
    live.note_running("run", session.current().running)
    address.restore(page)
    address.write()
    takeaway.button()
    _words(page)


def _words(page: str) -> None:
    """What is to be said above the strip. In a place that is always there, also when it is empty:
    else Streamlit would make everything below it anew when a word comes or goes."""
    with st.container(key="words"):
        address.word(page)
        takeaway.brought_in()
        present.remark()
        if word := session.notice():
            with st.container(key="notice"):
                st.text(word)


class Styles:
    """All sheets as one message. As an object that shows itself, because Streamlit looks through
    every line of a text for its margin, at every run."""

    @staticmethod
    @functools.cache
    def _repr_html_() -> str:
        sheets = "\n".join(sheet.read_text() for sheet in sorted(STYLES.glob("*.css")))
        return f"<style>{sheets}</style>"


def preload_plotly() -> None:
    """Fetch plotly's script (4.6 MB) now, by a chart that nobody sees, and not at the moment
    when a figure is wanted. The first run of the page does that for all that follow."""
    if not st.session_state.get("plotly_preloaded"):
        st.session_state["plotly_preloaded"] = True
        with st.container(key="preloader"):
            figures.show(_nothing, "preloaded-figure", height=50)


@functools.cache
def _nothing() -> go.Figure:
    return go.Figure()


def strip(compact: bool = False, transport: bool = True, keys: bool = True) -> None:
    """The run's state and numbers.

    Args:
        compact: on a phone, a single line.
        transport: with a button to pause or go on; the Train page has larger ones of its own,
            and shows the strip also before anything has begun.
        keys: the presenter's keys act on this run; a page that plays others has them for those.
    """
    mine = session.current()
    keys = keys and present.presents()
    if transport and keys:
        presenter.remote(mine)
    with st.container(key="strip"):
        if not present.shows("strip") or (transport and not mine.started):
            return
        if transport:
            with st.container(key="strip-row", horizontal=True, vertical_alignment="center"):
                _numbers(mine, compact)
                _button(mine, present.key("play") if keys else None)
        else:
            # Fed with the rest of the page.
            elements.show("strip", key="strip-element", data=numbers(mine, compact))


def _numbers(mine: session.Session, compact: bool) -> None:
    @st.fragment(run_every=live.interval(mine, STRIP_S), key="strip-numbers")
    def tick() -> None:
        elements.show("strip", key="strip-element", data=numbers(mine, compact))
        live.keep_alive(mine, STRIP_S)

    tick()


def _button(mine: session.Session, shortcut: str | None) -> None:
    if mine.running:
        st.button("Pause", key="strip_pause", on_click=session.pause, shortcut=shortcut)
    elif mine.run.state is State.PAUSED:
        st.button("Play", key="strip_play", on_click=session.play, shortcut=shortcut)


def numbers(mine: session.Session, compact: bool = False) -> dict[str, object]:
    """The data of <ten-strip> for a visitor."""
    return describe(mine.progress, compact, mine.place, mine.overtime, mine.failed)


def describe(
    progress: Progress,
    compact: bool = False,
    place: int = 0,
    overtime: bool = False,
    failed: bool = False,
) -> dict[str, object]:
    """The data of <ten-strip>.

    Args:
        compact: on a phone, a single line.
        place: the run's number among those that wait for room; 0 if it does not wait.
        overtime: the run was paused because it had played for too long.
        failed: the run was paused because a step raised an exception.
    """
    latest, config = progress.latest, progress.config
    final = (
        {"value": percent(progress.test.accuracy), "label": "test accuracy"}
        if progress.test
        else {"value": f"{progress.samples_per_s:,.0f}", "label": "samples per second"}
    )
    presented = present.presents()
    seen = {"value": f"{progress.samples:,}", "label": "samples seen"}
    return {
        "state": "waiting" if place else progress.state,
        "title": "Waiting" if place else TITLES[progress.state],
        "note": _note(progress, place, overtime, failed),
        "compact": compact,
        "done": progress.step / progress.total_steps,
        "cells": [
            {"value": f"{progress.epoch:.1f}", "of": f"of {config.epochs}", "label": "epoch"},
            *([] if presented else [seen]),
            {"value": f"{latest.train.loss:.3f}", "label": "training loss"},
            {
                "value": percent(latest.validation.accuracy),
                "label": "validation accuracy",
                "key": True,
            },
            *([] if presented and not progress.test else [final]),
        ],
    }


def _note(progress: Progress, place: int, overtime: bool, failed: bool) -> str:
    """A word on what is not as one would expect."""
    if place:
        return live.FULL.format(place=place)
    if failed:
        return FAILED
    if overtime:
        return "Paused, to make room for others: it had played for long. Play goes on."
    return TOO_LARGE if _too_large(progress) else ""


def _too_large(progress: Progress) -> bool:
    first, latest = progress.points[0].train.loss, progress.latest.train.loss
    return progress.state is not State.DIVERGED and latest > FAR_ABOVE * first
