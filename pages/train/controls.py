"""The controls of the Train page: the transport, the pace and the settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.live import refresh
from pages.shared.state import resources, view_options, visitor
from pages.shared.state.names import NAMES
from pages.shared.state.widgets import kept
from softmax.charts import percent
from softmax.training import (
    SUGGESTED_RATE,
    Choice,
    Progress,
    Range,
    State,
    Switch,
    bounds,
    is_prepared,
    prepared,
)

RATES = tuple(float(f"{m}e{e}") for e in range(-4, 4) for m in (1, 2, 4, 7))
BATCHES = (1, 8, 32, 64, 128, 256, 512, 1_024, 4_096, 16_384)
TRAIN_SIZES = (100, 1_000, 5_000, 20_000)
PENALTIES = (0.0, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1)


def transport(mine: visitor.Session) -> None:
    """Play or Pause, Step, Reset and the pace, with the count of steps at the end."""
    with st.container(key="transport", horizontal=True, vertical_alignment="center"):
        _play_or_pause(mine)
        if view_options.shows("step"):
            _steps(mine)
        if view_options.shows("reset"):
            st.button(
                "Reset", key="reset", on_click=visitor.reset, shortcut=view_options.key("reset")
            )
        if view_options.shows("pace"):
            _pace()
        _verdict(mine.progress)


def _steps(mine: visitor.Session) -> None:
    st.button(
        "Step", key="step_1", on_click=visitor.step, args=(1,), help="One batch",
        shortcut=view_options.key("step"), disabled=mine.over,
    )  # fmt: skip
    if not view_options.presents():
        _longer_steps(mine)


def _longer_steps(mine: visitor.Session) -> None:
    with st.popover(
        "More steps", key="longer_steps", help="Ten batches, or an epoch", disabled=mine.over
    ):
        st.button("Ten batches", key="step_10", on_click=visitor.step, args=(10,))
        epoch = mine.run.config.steps_per_epoch
        label = f"One epoch, {epoch:,} batches"
        st.button(label, key="step_epoch", on_click=visitor.step, args=(epoch,))


def _pace() -> None:
    st.session_state["pace_control"] = visitor.pace()
    visitor.undrawn().discard("pace")
    st.segmented_control(
        "Pace",
        options=list(visitor.PACES),
        default=visitor.pace(),
        required=True,
        key="pace_control",
        on_change=_set_pace,
        persist_state="session",
    )


def _play_or_pause(mine: visitor.Session) -> None:
    space = view_options.key("play")
    if mine.running:
        st.button("Pause", key="pause", type="primary", on_click=visitor.pause, shortcut=space)
    else:
        label = "Train again" if mine.over else "Play"
        st.button(label, key="play", type="primary", on_click=visitor.play, shortcut=space)


def _set_pace() -> None:
    if "pace" not in visitor.undrawn():
        visitor.change_pace(st.session_state["pace_control"])


def _verdict(progress: Progress) -> None:
    """What the final figure means, in a place that is kept free for it."""
    if progress.test is None:
        return
    share = percent(progress.test.accuracy)
    text = f"**{share}** of test images read"
    if best := refresh.ceiling(progress):
        text += f"  \nthe best fit reads {percent(best.test)}"
    with st.container(key="verdict"):
        st.markdown(text)


def trouble(mine: visitor.Session) -> None:
    """Why a run stopped by itself, and what to do."""
    progress = mine.progress
    if progress.state is State.DIVERGED:
        st.error(
            f"The loss stopped being a number at step {progress.step:,}: a learning rate of "
            f"{progress.diverged_at_rate:g} is too large here. The pictures are the last finite "
            "ones. Choose a smaller rate and train again."
        )


def settings() -> None:
    """The sidebar: what the next run is made of. Every change is kept at once."""
    if not view_options.shows("settings"):
        return
    config = visitor.settings()
    whole = len(resources.dataset().train)
    with st.sidebar:
        st.markdown("**Model**")
        _choice("Head", "head")
        _pick("L2 penalty", "l2", PENALTIES, "{:g}")
        st.divider()
        st.markdown("**Learning**")
        _choice("Optimizer", "optimizer")
        _rate()
        _choice("Schedule", "schedule")
        left, right = st.columns(2)
        with left:
            _pick("Batch size", "batch_size", (*BATCHES, config.train_size), "{:,}")
        with right:
            _number("Epochs", "epochs")
        _pick("Training images", "train_size", (*TRAIN_SIZES, whole), "{:,}")
        with st.container(key="deskew-row", horizontal=True, vertical_alignment="center"):
            switch, waiting = st.container(width="content"), st.empty()
            with switch:
                _switch("Deskew", "deskew", on_change=lambda: _straighten(waiting))
        st.divider()
        st.markdown("**Start**")
        left, right = st.columns(2)
        with left:
            _choice("Initial weights", "init")
        with right:
            _number("Seed", "seed")
        st.caption("Rate and pace change at once. The rest starts with the next Reset.")


def _choice(label: str, field: str) -> None:
    limits = bounds(field)
    assert isinstance(limits, Choice)
    st.selectbox(
        label,
        limits.options,
        index=limits.options.index(_present(field)),
        format_func=NAMES.__getitem__,
        key=f"set_{field}",
        on_change=_changed,
        args=(field,),
    )


def _pick(label: str, field: str, options: Sequence[float], form: str) -> None:
    """One of some usual values; the present one is always among them."""
    present = _present(field)
    largest = max(options)
    if field == "batch_size":
        largest = visitor.settings().train_size
    if field == "train_size":
        largest = len(resources.dataset().train)
    shown = sorted({option for option in options if option <= largest} | {present})
    st.selectbox(
        label,
        shown,
        index=shown.index(present),
        format_func=form.format,
        key=f"set_{field}",
        on_change=_changed,
        args=(field,),
    )


def _number(label: str, field: str) -> None:
    limits = bounds(field)
    assert isinstance(limits, Range)
    st.number_input(
        label,
        int(limits.low),
        int(limits.high),
        value=_present(field),
        key=f"set_{field}",
        on_change=_changed,
        args=(field,),
    )


def _switch(label: str, field: str, on_change: Callable[[], None]) -> None:
    assert isinstance(bounds(field), Switch)
    st.toggle(label, value=_present(field), key=f"set_{field}", on_change=on_change)


def _straighten(waiting: DeltaGenerator) -> None:
    """Keep the switch, and have the images straightened now, if nobody in this process has yet.

    That takes a second or two. Whoever presses something meanwhile ends this callback at the
    spinner's end, so that nothing may be left to do by then.
    """
    dataset, config = resources.dataset(), visitor.settings()
    config = config.replace(deskew=st.session_state["set_deskew"])
    if "deskew" in visitor.undrawn() or is_prepared(dataset, config):
        _changed("deskew")
        return
    with waiting, st.spinner("Straightening"):
        _changed("deskew")
        prepared(dataset, config)


def _rate() -> None:
    present = _present("learning_rate")
    st.select_slider(
        "Learning rate",
        sorted({*RATES, present}),
        value=present,
        format_func="{:g}".format,
        key="set_learning_rate",
        on_change=_changed,
        args=("learning_rate",),
    )


def _present(field: str) -> Any:
    """What the control of a field shows, which is now drawn."""
    visitor.undrawn().discard(field)
    return kept(f"set_{field}", getattr(visitor.settings(), field))


def _changed(field: str) -> None:
    """Keep a changed control, and bring the others into line with it."""
    config = visitor.settings()
    if field in visitor.undrawn():
        st.session_state[f"set_{field}"] = getattr(config, field)
        return
    changes = {field: st.session_state[f"set_{field}"]}
    match field:
        case "optimizer":
            changes["learning_rate"] = SUGGESTED_RATE[changes[field]]
        case "train_size":
            changes["batch_size"] = min(config.batch_size, changes[field])
        case "batch_size":  # from a list that was drawn for more images
            changes[field] = min(config.train_size, changes[field])
    visitor.change_settings(config.replace(**changes))
