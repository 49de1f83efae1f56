"""The learning-rate sweep: many rates trained together, and the loss that each one ends with."""

import math

import streamlit as st

from pages.shared.components import elements
from pages.shared.components.events import event, number
from pages.shared.components.widgets import choice
from pages.shared.live import experiment
from pages.shared.state import resources, visitor
from softmax.experiments import Sweep, spread
from softmax.numbers import loss, percent, plain
from softmax.training import SETTINGS, SUGGESTED_RATE, Config, Range, State, name_of, prepared

COUNTS = (8, 16, 24, 32)
DEFAULT_COUNT = 16
# Decades around the optimizer's suggested rate, far enough up to see runs diverge.
BELOW, ABOVE = 2, 3
LOSS_TICKS = (0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 20, 50, 100, 1_000, 10_000)
POINTS = "runs-sweep-points"


def show() -> None:
    """The sweep of the current settings: its controls, its points, its best rate."""
    sweep = experiment.get("sweep", Sweep)
    with st.container(key="runs-sweep-head", horizontal=True, vertical_alignment="center"):
        choice("Rates", COUNTS, DEFAULT_COUNT, key="sweep_count")
        again = sweep is not None and sweep.state is State.FINISHED
        experiment.controls("sweep", "Sweep again" if again else "Sweep", _begin, primary=True)
    with st.container(key="runs-sweep-words"):
        st.markdown(_words(sweep))
    if sweep is not None:
        experiment.watch("sweep", _chart)
        _offer(sweep)


def _begin() -> None:
    """Sweep the settings of the Train page, around the rate suggested for their optimizer."""
    config, limits = visitor.current().usable_settings(), SETTINGS["learning_rate"].bounds
    assert isinstance(limits, Range)
    middle = SUGGESTED_RATE[config.optimizer]
    rates = spread(
        max(limits.low, middle / 10**BELOW), min(limits.high, middle * 10**ABOVE),
        st.session_state.get("sweep_count", DEFAULT_COUNT),
    )  # fmt: skip
    dataset = prepared(visitor.current().images_for(config), config)
    experiment.start("sweep", Sweep(config.replace(learning_rate=middle), dataset, rates))


def _words(sweep: Sweep | None) -> str:
    if sweep is None:
        return (
            f"**{_described(visitor.current().settings)}.** Everything as set on the Train page "
            "but the learning rate: 8 to 32 rates are trained together, on the same images in the "
            "same order, as one tall matrix. It costs about two thirds of one after the other."
        )
    if sweep.state is State.RUNNING:
        note = "All rates are trained at once; your own run waits until you play it again."
    elif sweep.state is State.PAUSED:
        note = "Paused."
    else:
        note = "Choose a point, and its rate goes into the settings of the Train page."
    return f"**{_described(sweep.config)}.** {note}"


def _described(config: Config) -> str:
    """The config in words, without its rate."""
    default = resources.default_config().replace(learning_rate=config.learning_rate)
    optimizer, _rate, *others = name_of(config, default).split(", ")
    return ", ".join([optimizer, *others])


def _chart() -> None:
    if st.session_state.pop("sweep_rate_taken", False):
        st.rerun()  # a click reruns the fragment alone; the offer below it changes too
    sweep = experiment.get("sweep", Sweep)
    if sweep is not None:
        elements.show(
            "sweep",
            key=POINTS,
            data=_points(sweep),
            on={"rate": event(_take_sent, number(0, math.inf))},
        )


def _points(sweep: Sweep) -> dict[str, object]:
    """The data of <ten-sweep>."""
    progress = sweep.progress
    finite = [end for end in progress.losses.tolist() if math.isfinite(end)]
    low = min([*finite, progress.start_loss]) * 0.9
    high = max([*finite, progress.start_loss]) * 1.25
    return {
        "points": [
            {"rate": rate, "loss": end if math.isfinite(end) else None, "diverging": diverging}
            for rate, end, diverging in zip(
                progress.rates, progress.losses.tolist(), progress.diverging.tolist(),
                strict=True,
            )
        ],
        "best": progress.best if progress.step else None,
        "start": progress.start_loss,
        "low": low,
        "high": high,
        "ticks": [tick for tick in LOSS_TICKS if low < tick < high],
        "present": visitor.current().settings.learning_rate,
        "done": progress.done,
        "final": sweep.state is State.FINISHED,
        "note": f"after {progress.step:,} of {progress.config.total_steps:,} steps",
    }  # fmt: skip


def _offer(sweep: Sweep) -> None:
    """The best rate, and a button that sets it on the Train page."""
    progress = sweep.progress
    if sweep.state is not State.FINISHED or not math.isfinite(progress.losses.min()):
        return
    rate, settings = progress.rates[progress.best], visitor.current().settings
    diverged = int(progress.diverging.sum())
    with st.container(key="runs-sweep-offer", horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{plain(rate)}** ends lowest: validation loss "
            f"**{loss(float(progress.losses.min()))}**, "
            f"{percent(progress.accuracies[progress.best])} read correctly. "
            + (f"{diverged} of {len(progress.rates)} rates diverged: the step is too large."
               if diverged else "None diverged.")
        )  # fmt: skip
        if settings.optimizer != sweep.config.optimizer:
            name = SETTINGS["optimizer"].text(sweep.config.optimizer)
            st.markdown(f"The settings have another optimizer now than this sweep ({name}).")
        elif settings.learning_rate in progress.rates:
            st.markdown(f"The Train page is set to **{plain(settings.learning_rate)}**.")
            st.page_link("train/page.py", label="To the Train page")
        else:
            st.button(f"Train with {plain(rate)}", key="sweep_take", on_click=_take, args=(rate,))


def _take_sent(rate: float) -> None:
    """Callback of a click on a point: take its rate, if it is one of the sweep's."""
    sweep = experiment.get("sweep", Sweep)
    if sweep is not None and rate in sweep.progress.rates:
        _take(float(rate))
        st.session_state["sweep_rate_taken"] = True


def _take(rate: float) -> None:
    """Set the rate and its optimizer, which belong together."""
    sweep = experiment.get("sweep", Sweep)
    if sweep is None:
        return
    mine = visitor.current()
    settings = mine.settings.replace(learning_rate=rate, optimizer=sweep.config.optimizer)
    mine.change_settings(settings)
