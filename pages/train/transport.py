"""The transport: Play or Pause, Step, Reset and the step rate; and why a run stopped by itself."""

import streamlit as st

from pages.shared.live import run_data
from pages.shared.state import setting_widgets, view_options, visitor
from pages.shared.state.run_handle import RunHandle
from pages.shared.state.step_rate import STEP_RATES
from softmax.numbers import percent, plain
from softmax.training import Progress, State

PACE = "How many steps the run makes in a second; Full is as fast as the server can."


def show(mine: RunHandle) -> None:
    """The buttons and the step rate, with the final figure at the end."""
    with st.container(key="transport", horizontal=True, vertical_alignment="center"):
        _play_or_pause(mine)
        if view_options.shows("step"):
            _steps(mine)
        if view_options.shows("reset"):
            key = view_options.key("reset")
            st.button("Reset", key="reset", on_click=visitor.reset, shortcut=key)
        if view_options.shows("pace"):
            _step_rate()
        _test_accuracy(mine.progress)
    _divergence(mine.progress)


def _play_or_pause(mine: RunHandle) -> None:
    space = view_options.key("play")
    if mine.running:
        st.button("Pause", key="pause", type="primary", on_click=visitor.pause, shortcut=space)
    else:
        label = "Train again" if mine.over else "Play"
        st.button(label, key="play", type="primary", on_click=visitor.play, shortcut=space)


def _steps(mine: RunHandle) -> None:
    st.button(
        "Step", key="step_1", on_click=visitor.step, args=(1,), help="One batch",
        shortcut=view_options.key("step"), disabled=mine.over,
    )  # fmt: skip
    if view_options.presents():
        return
    with st.popover(
        "More steps", key="longer_steps", help="Ten batches, or an epoch", disabled=mine.over
    ):
        st.button("Ten batches", key="step_10", on_click=visitor.step, args=(10,))
        epoch = mine.run.config.steps_per_epoch
        label = f"One epoch, {epoch:,} batches"
        st.button(label, key="step_epoch", on_click=visitor.step, args=(epoch,))


def _step_rate() -> None:
    label = visitor.current().step_rate
    st.session_state[setting_widgets.key("pace")] = label
    st.segmented_control(
        "Pace",
        options=list(STEP_RATES),
        default=setting_widgets.draw("pace", label),
        required=True,
        help=PACE,
        key=setting_widgets.key("pace"),
        on_change=_change_step_rate,
        persist_state="session",
    )


def _change_step_rate() -> None:
    if not setting_widgets.is_stale("pace"):
        visitor.current().change_step_rate(st.session_state[setting_widgets.key("pace")])


def _test_accuracy(progress: Progress) -> None:
    """The test accuracy at the end of a run, with that of the lowest loss if known."""
    if progress.test is None:
        return
    text = f"**{percent(progress.test.accuracy)}** test accuracy"
    if optimum := run_data.optimum_accuracy(progress):
        text += f"  \n{percent(optimum.test)} at the lowest loss"
    with st.container(key="verdict"):
        st.markdown(text)


def _divergence(progress: Progress) -> None:
    if progress.state is State.DIVERGED:
        st.error(
            f"The loss stopped being a number at step {progress.step:,}: a learning rate of "
            f"{plain(progress.diverged_at_rate or 0)} is too large here. The pictures are the last "
            "finite ones. Choose a smaller rate and train again."
        )
