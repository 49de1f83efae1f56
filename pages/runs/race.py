"""Presets: six optimizers from the same start, by images seen and by processor time."""

from collections.abc import Callable

import streamlit as st

from pages.runs import line_chart, optimum
from pages.runs.line_chart import Line
from pages.shared.components import elements
from pages.shared.live import experiment
from pages.shared.state import resources
from softmax.experiments import Preset, Race, Track, progress_share
from softmax.experiments.race import Stage
from softmax.numbers import percent, plain
from softmax.training import SETTINGS, State

_name = SETTINGS["optimizer"].text
# Name, short name, and slot: full lines for mini-batches, dotted and dashed for the full batch.
LOOKS: dict[Preset, tuple[str, str, int]] = {
    "sgd": (_name("sgd"), "SGD", 1),
    "momentum": (_name("momentum"), "mom.", 0),
    "nesterov": (_name("nesterov"), "Nest.", 8),
    "adam": (_name("adam"), "Adam", 2),
    "gradient_descent": ("Full batch", "full", 5),
    "lbfgs": ("L-BFGS", "L-BFGS", 4),
}
RESULTS = ("images seen", "processor time", "validation", "test", "above the optimum")
# The left end of the time axis: a millisecond is about seven mini-batch steps.
FIRST_S = 1e-3


def show() -> None:
    """The race: its contenders, then its charts and results."""
    race = experiment.get("race", Race)
    with st.container(key="runs-race-head", horizontal=True, vertical_alignment="center"):
        over = race is not None and race.state is State.FINISHED
        experiment.controls("race", "Race again" if over else "Race them", begin, primary=True)
        st.markdown(_words(race))
    if race is None:
        data = _table(_new_race().progress, results=False)
        elements.show("runs", key="runs-contenders", data=data)
    else:
        experiment.watch("race", _charts)


def begin() -> None:
    """Start the race, with the default settings but each preset's optimizer and best rate."""
    experiment.start("race", _new_race())


def _new_race() -> Race:
    return Race(resources.default_config(), resources.dataset())


def _words(race: Race | None) -> str:
    if race is None:
        return (
            "Six ways down the same hill, each at the rate that suits it best. "
            "What does each buy for the images that it looks at, and for the time that it takes?"
        )
    if race.state is State.RUNNING:
        return "Whoever has used the least processor time moves next. Your own run waits meanwhile."
    if race.state is State.PAUSED:
        return f"Paused, {percent(progress_share(race.progress), 0)} of the way."
    config = race.config
    return (
        f"Batches of {config.batch_size:,} take {config.steps_per_epoch:,} small steps where the "
        "full batch takes one good one: they are near the end before it has begun."
    )


def _charts() -> None:
    race = experiment.get("race", Race)
    if race is None:
        return
    tracks = race.progress
    left, right = st.columns(2, gap="large")
    with left:
        elements.show("lines", key="runs-race-samples", data=_by_samples(tracks))
    with right:
        elements.show("lines", key="runs-race-time", data=_by_time(tracks))
    elements.show("runs", key="runs-race-table", data=_table(tracks))


def _by_samples(tracks: tuple[Track, ...]) -> dict[str, object]:
    """The data of <ten-lines>: validation loss against images seen."""
    least = min(track.config.batch_size for track in tracks)
    most = max(track.total_samples for track in tracks)
    x = line_chart.logarithmic(least, most, "images seen")
    lines = _lines(tracks, lambda stage: stage.samples)
    return line_chart.losses("By the images seen", "validation loss", lines, x)


def _by_time(tracks: tuple[Track, ...]) -> dict[str, object]:
    """The data of <ten-lines>: validation loss against seconds of processor time."""
    furthest = max(track.latest.cpu_s for track in tracks)
    x = line_chart.logarithmic(FIRST_S, max(furthest, 10 * FIRST_S), "seconds of processor time")
    lines = _lines(tracks, lambda stage: max(stage.cpu_s, FIRST_S))
    return line_chart.losses("By the time taken", "validation loss", lines, x)


def _lines(tracks: tuple[Track, ...], at: Callable[[Stage], float]) -> list[Line]:
    """A line for each track. A logarithmic axis has no 0, so the first stage is left out."""
    return [
        Line(*LOOKS[track.preset], [(at(stage), stage.validation) for stage in track.stages[1:]])
        for track in tracks
    ]


def _table(tracks: tuple[Track, ...], results: bool = True) -> dict[str, object]:
    """The data of <ten-runs>."""
    rows = []
    for track in tracks:
        name, _, slot = LOOKS[track.preset]
        values = [*_settings(track), *(_results(track) if results else ())]
        rows.append({"number": None, "slot": slot, "name": name, "state": "", "values": values})
    return {
        "columns": ["rate", "batch", "passes", *(RESULTS if results else ())],
        "rows": rows,
        "note": "The optimum is the least that the training objective can be, penalty included.",
    }


def _settings(track: Track) -> list[str]:
    config = track.config
    rate = "line search" if track.preset == "lbfgs" else plain(config.learning_rate)
    whole = config.batch_size == config.train_size
    return [rate, "all" if whole else f"{config.batch_size:,}", f"{config.epochs}"]


def _results(track: Track) -> list[str]:
    least = optimum.known(track.config, resources.dataset())
    gap = None if track.objective is None or least is None else track.objective - least
    return [
        f"{track.samples:,}",
        f"{track.latest.cpu_s:.2f} s",
        percent(track.latest.validation.accuracy),
        percent(track.test.accuracy) if track.test else "",
        f"{max(gap, 0):.4f}" if gap is not None else "",
    ]
