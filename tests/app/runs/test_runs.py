"""The Runs page: what is kept, and the four views in each of their states."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import numpy as np
import pytest

from pages.runs import line_chart, optimum, table
from pages.runs.line_chart import Line
from pages.shared.state import resources, run_names, saved_runs
from pages.shared.state.saved_runs import LIMIT, MAX_PINNED, SavedRuns
from softmax.charts import symmetric_limit
from softmax.data import Dataset
from softmax.experiments import (
    PRESETS,
    Experiment,
    Optimum,
    Race,
    Sweep,
    objective_at,
)
from softmax.scheduling import shared
from softmax.training import (
    Config,
    Metrics,
    Run,
    State,
)
from tests.app.conftest import HOPELESS, TINY, Visitor, wait_until

FEW = Config(train_size=640, batch_size=64, epochs=2, learning_rate=0.01)


def named(config: Config) -> str:
    return run_names.name(config, Config())


@pytest.fixture
def shelf() -> SavedRuns:
    return SavedRuns(named)


def stepped(dataset: Dataset, config: Config = FEW, steps: int | None = 3) -> Run:
    run = Run(config, dataset)
    run.play(steps)
    run.advance()
    return run


def fill(shelf: SavedRuns, dataset: Dataset, count: int) -> list[int]:
    """So many runs, by their trainings."""
    runs = [stepped(dataset, FEW.replace(seed=seed)) for seed in range(count)]
    for run in runs:
        shelf.save(run.progress, dataset)
    return [run.progress.training for run in runs]


# -- the shelf ----------------------------------------------------------------------------------


def test_a_run_paused_twice_is_one_that_is_brought_up_to_date(
    shelf: SavedRuns, small: Dataset
) -> None:
    run = stepped(small)
    for _ in range(2):
        shelf.save(run.progress, small)
    run.play(2)
    run.advance()
    shelf.save(run.progress, small)
    (entry,) = shelf.runs
    assert entry.progress.step == 5
    assert np.array_equal(entry.progress.weights.W, run.progress.weights.W)
    assert entry.progress.batch.gradient is None
    assert entry.dataset is small


def test_one_without_a_step_is_not_kept(shelf: SavedRuns, small: Dataset) -> None:
    shelf.save(Run(FEW, small).progress, small)
    assert shelf.runs == ()


def test_a_run_that_is_over_stays_as_it_ended(shelf: SavedRuns, small: Dataset) -> None:
    run = stepped(small, steps=None)
    shelf.save(run.progress, small)
    run.set_learning_rate(0.5)  # for the next one; but it is written to the run's config
    shelf.save(run.progress, small)
    (entry,) = shelf.runs
    assert entry.progress.config == FEW


def test_a_paused_run_is_called_by_its_present_rate_unless_it_was_named(
    shelf: SavedRuns, small: Dataset
) -> None:
    run = stepped(small)
    shelf.save(run.progress, small)
    run.set_learning_rate(0.5)
    shelf.save(run.progress, small)
    assert shelf.runs[0].name.startswith("Momentum, rate 0.5")
    shelf.rename(shelf.runs[0].training, "mine")
    run.set_learning_rate(0.7)
    shelf.save(run.progress, small)
    assert shelf.runs[0].name == "mine"


def test_the_oldest_that_is_not_pinned_goes(shelf: SavedRuns, small: Dataset) -> None:
    trainings = fill(shelf, small, LIMIT)
    shelf.pin(trainings[0], True)
    (newest,) = fill(shelf, small, 1)
    found = [entry.training for entry in shelf.runs]
    assert found == [trainings[0], *trainings[2:], newest]
    assert sorted(entry.slot for entry in shelf.runs) == list(range(LIMIT))


def test_one_place_is_always_left_for_the_next(shelf: SavedRuns, small: Dataset) -> None:
    trainings = fill(shelf, small, LIMIT)
    for training in trainings:
        shelf.pin(training, True)
    assert sum(entry.pinned for entry in shelf.runs) == MAX_PINNED
    assert not shelf.may_pin
    (newest,) = fill(shelf, small, 1)
    assert newest in [entry.training for entry in shelf.runs]
    shelf.pin(trainings[0], False)
    assert shelf.may_pin


def test_names_are_tidied_and_an_empty_one_brings_the_first_back(
    shelf: SavedRuns, small: Dataset
) -> None:
    (training,) = fill(shelf, small, 1)
    first = shelf.runs[0].name
    shelf.rename(training, "  my \n  <b>best</b>  ")
    assert shelf.runs[0].name == "my <b>best</b>"
    shelf.rename(training, "x" * 500)
    assert shelf.runs[0].name == "x" * 60
    shelf.rename(training, "   ")
    assert shelf.runs[0].name == first
    shelf.rename(-1, "nobody")


def test_two_of_the_same_kind_are_told_apart(shelf: SavedRuns, small: Dataset) -> None:
    for _ in range(3):
        shelf.save(stepped(small).progress, small)
    first, second, third = (entry.name for entry in shelf.runs)
    assert (second, third) == (f"{first} (2)", f"{first} (3)")


def test_a_deleted_run_can_be_brought_back_where_it_was(shelf: SavedRuns, small: Dataset) -> None:
    trainings = fill(shelf, small, 3)
    before = shelf.runs
    shelf.delete(trainings[1])
    assert [entry.training for entry in shelf.runs] == [trainings[0], trainings[2]]
    assert shelf.deleted is before[1]
    shelf.undo()
    assert [entry.training for entry in shelf.runs] == trainings
    assert shelf.deleted is None
    shelf.undo()
    assert len(shelf.runs) == 3


def test_undo_after_others_came_makes_room_like_any_other(shelf: SavedRuns, small: Dataset) -> None:
    first, *_ = fill(shelf, small, LIMIT)
    shelf.delete(first)
    fill(shelf, small, 1)
    shelf.undo()
    assert len(shelf.runs) == LIMIT
    assert first in [entry.training for entry in shelf.runs]
    assert len({entry.slot for entry in shelf.runs}) == LIMIT


def test_undo_pins_no_more_than_may_be_pinned(shelf: SavedRuns, small: Dataset) -> None:
    trainings = fill(shelf, small, LIMIT)
    for training in trainings[:MAX_PINNED]:
        shelf.pin(training, True)
    shelf.delete(trainings[0])
    shelf.pin(trainings[-1], True)
    shelf.undo()
    assert sum(entry.pinned for entry in shelf.runs) == MAX_PINNED
    (newest,) = fill(shelf, small, 1)
    assert newest in [entry.training for entry in shelf.runs]


def test_a_deleted_run_stays_away_until_it_goes_on(shelf: SavedRuns, small: Dataset) -> None:
    run = stepped(small)
    shelf.save(run.progress, small)
    shelf.delete(run.progress.training)
    shelf.save(run.progress, small)
    assert shelf.runs == ()
    run.play(1)
    run.advance()
    shelf.save(run.progress, small)
    assert len(shelf.runs) == 1
    shelf.undo()
    assert len(shelf.runs) == 1, "it is back already"


# -- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "Momentum, rate 0.4"),
        ({"optimizer": "adam", "learning_rate": 0.015}, "Adam, rate 0.015"),
        ({"batch_size": 1_024, "l2": 0.0}, "Momentum, rate 0.4, batch 1,024, L2 0"),
        ({"deskew": True}, "Momentum, rate 0.4, deskewed"),
        (
            {"head": "sigmoid", "schedule": "constant", "seed": 3, "epochs": 10},
            "Momentum, rate 0.4, ten sigmoids, constant rate, 10 epochs, seed 3",
        ),
    ],
)
def test_a_name_says_what_differs(changes: dict[str, object], expected: str) -> None:
    assert run_names.name(Config(**changes), Config()) == expected


def test_the_table_has_the_fields_that_differ() -> None:
    configs = [Config(), Config(batch_size=32), Config(l2=0.01, batch_size=32)]
    assert run_names.differing(configs, Config()) == ["batch_size", "l2"]
    assert run_names.differing([Config()], Config()) == []
    assert run_names.value(configs[1], "batch_size") == "32"
    assert run_names.value(configs[2], "l2") == "0.01"
    assert run_names.value(configs[0], "optimizer") == "Momentum"


def test_only_rates_at_which_steps_were_taken_are_told(shelf: SavedRuns, small: Dataset) -> None:
    run = stepped(small)
    run.set_learning_rate(0.5)
    run.set_learning_rate(0.7)
    shelf.save(run.progress, small)
    assert table.rates_used(shelf.runs[0]) == [0.01]
    run.play(1)
    run.advance()
    run.set_learning_rate(0.9)
    shelf.save(run.progress, small)
    assert table.rates_used(shelf.runs[0]) == [0.01, 0.7]


# -- charts -------------------------------------------------------------------------------------


def test_axes_hold_every_line_and_a_single_point_is_one() -> None:
    drawn = [
        Line("a", "1", 0, [(0.0, Metrics(2.3, 0.1)), (5e4, Metrics(0.15, 0.97))]),
        Line("b", "2", 1, [(1e4, Metrics(9.0, 0.5))]),
    ]
    x = line_chart.linear(5e4, "samples seen")
    assert [label for _, label in x["ticks"]] == ["0", "10k", "20k", "30k", "40k", "50k"]
    chart = line_chart.losses("t", "n", drawn, x)
    assert chart["y"]["low"] < 0.15
    assert chart["y"]["high"] > 9
    assert [len(line["points"]) for line in chart["lines"]] == [2, 1]
    high = line_chart.accuracies("t", "n", drawn, x, 0.942)
    assert high["y"]["high"] >= 0.97
    assert high["ceiling"] == {"value": 0.942, "name": "94.2 % is the best fit"}


def test_a_chart_without_lines_has_axes_all_the_same() -> None:
    x = line_chart.logarithmic(128, 2.75e6, "images seen")
    assert [label for _, label in x["ticks"]] == ["1k", "10k", "100k", "1M"]
    assert line_chart.losses("t", "n", [], x)["lines"] == []


# -- the page: kept runs ------------------------------------------------------------------------


def rows(visitor: Visitor) -> list[dict[str, object]]:
    (table,) = visitor.shown("runs")
    return table["rows"]


def view(visitor: Visitor, name: str) -> Visitor:
    visitor.at.segmented_control(key="runs_view").set_value(name)
    return visitor.look()


def test_an_empty_page_says_what_will_be_here_and_trains(visitor: Visitor) -> None:
    visitor.open("runs")
    assert "is kept here" in visitor.at.markdown[-1].value
    assert not visitor.shown("runs")
    assert visitor.at.button(key="runs_race").label == "Race the presets"
    visitor.click("runs_train")
    assert visitor.run.state is State.RUNNING
    assert "on its way" in visitor.at.markdown[-1].value
    assert "runs_train" not in visitor.buttons


@pytest.mark.parametrize("state", [State.PAUSED, State.FINISHED, State.DIVERGED])
def test_a_run_that_stands_is_on_the_page(visitor: Visitor, state: State) -> None:
    visitor.open("train").bring_to(state).open("runs")
    (row,) = rows(visitor)
    assert (row["state"], row["number"]) == (state.value, 1)
    assert row["training"] == visitor.run.progress.training
    losses, accuracies = visitor.shown("lines")
    assert len(losses["lines"]) == len(accuracies["lines"]) == 1
    assert len(losses["lines"][0]["points"]) == len(visitor.run.progress.points)
    assert not visitor.shown("versus"), "one has nothing to stand beside"


def test_a_running_one_joins_when_it_is_paused(visitor: Visitor) -> None:
    visitor.open("train").click("step_1")
    visitor.wait_for(State.PAUSED)
    visitor.bring_to(State.RUNNING).open("runs")
    (table,) = visitor.shown("runs")
    assert "joins them when it is paused" in table["note"]
    visitor.run.pause()
    visitor.look()
    assert len(rows(visitor)) == 1


def test_a_reset_and_a_replay_lose_nothing(visitor: Visitor) -> None:
    visitor.open("train").click("step_1")
    visitor.wait_for(State.PAUSED)
    visitor.bring_to(State.RUNNING)
    visitor.look().click("reset")  # while it runs
    visitor.click("step_1")
    visitor.wait_for(State.PAUSED)
    visitor.click("reset")
    visitor.bring_to(State.FINISHED).look().click("play")  # train again
    visitor.run.pause()
    visitor.open("runs")
    assert len(rows(visitor)) >= 3
    assert len({row["training"] for row in rows(visitor)}) == len(rows(visitor))


def test_two_runs_stand_side_by_side(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.FINISHED).look()
    first = visitor.run.progress
    visitor.bring_to(State.PAUSED).open("runs")
    second = visitor.run.progress
    assert [row["state"] for row in rows(visitor)] == ["finished", "paused"]
    (table,) = visitor.shown("runs")
    assert {"batch", "images", "epochs"} <= set(table["columns"])
    assert "optimizer" not in table["columns"], "in which they do not differ"
    assert all(len(row["values"]) == len(table["columns"]) for row in table["rows"])
    (versus,) = visitor.shown("versus")
    W, V = first.weights.W, second.weights.W
    assert versus["limit"] == symmetric_limit(np.stack([W, V]))
    assert [row["name"] for row in versus["rows"][:2]] == [row["name"] for row in rows(visitor)]


def test_the_table_commands_the_shelf(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, mnist: Dataset
) -> None:
    """The callbacks, on what the browser sends (which has the time as its last value)."""
    own = SavedRuns(named)
    state: dict[str, object] = {"saved_runs": own}
    monkeypatch.setattr(saved_runs.st, "session_state", state)
    monkeypatch.setattr(table.st, "session_state", state)
    run = stepped(mnist, TINY, 1)
    own.save(run.progress, mnist)
    training = run.progress.training
    state[table.TABLE] = {
        "rename": [training, "mine", 1.0],
        "pin": [training, True, 2.0],
        "remove": [training, 3.0],
    }
    table._rename()
    table._pin()
    assert (own.runs[0].name, own.runs[0].pinned) == ("mine", True)
    table._remove()
    assert own.runs == ()
    table._undo()
    assert own.runs[0].name == "mine"
    state[table.TABLE] = {"remove": ["<script>", 4.0]}
    table._remove()
    assert len(own.runs) == 1


def test_who_finds_the_run_again_finds_the_shelf(
    monkeypatch: pytest.MonkeyPatch, mnist: Dataset
) -> None:
    state: dict[str, object] = {}
    monkeypatch.setattr(saved_runs.st, "session_state", state)
    run = stepped(mnist, TINY, 1)
    saved_runs.record(run)
    own = saved_runs.current()
    state.clear()  # the page was loaded again
    saved_runs.record(run)
    assert saved_runs.current() is own
    state.clear()
    assert not saved_runs.current().runs  # on Runs, which is drawn before the tab tells its run
    saved_runs.record(run)
    assert saved_runs.current() is own
    assert len(own.runs) == 1
    del run
    gc.collect()
    assert own not in saved_runs._saved_with.values()


# -- the page: the sweep ------------------------------------------------------------------------


def experiment(visitor: Visitor, kind: str) -> object:
    return visitor.at.session_state["experiments"][kind].experiment


def until_over(visitor: Visitor, experiment: Experiment) -> None:
    """Look at it again and again, as a browser does: left alone, the pool would park it."""
    wait_until(lambda: bool(visitor.look()) and experiment.state is State.FINISHED, "its end")


def tiny_settings(visitor: Visitor, config: Config = TINY) -> None:
    visitor.state.settings = config


def test_a_sweep_from_the_first_press_to_the_settings(visitor: Visitor) -> None:
    visitor.open("runs")
    tiny_settings(visitor)
    view(visitor, "Learning rate")
    assert not visitor.shown("sweep")
    visitor.at.segmented_control(key="sweep_count").set_value(8)
    visitor.look().click("sweep_begin")
    sweep = experiment(visitor, "sweep")
    assert isinstance(sweep, Sweep)
    until_over(visitor, sweep)
    visitor.look()
    (picture,) = visitor.shown("sweep")
    assert len(picture["points"]) == 8
    assert picture["final"]
    wild = [point["rate"] for point in picture["points"] if point["diverging"]]
    assert wild == [
        r for r, w in zip(sweep.progress.rates, sweep.progress.diverging, strict=True) if w
    ]
    visitor.click("sweep_take")
    rate = sweep.progress.rates[sweep.progress.best]
    assert visitor.state.settings == TINY.replace(learning_rate=rate)
    assert f"set to **{rate:g}**" in visitor.at.markdown[-1].value
    visitor.open("train")
    assert visitor.at.select_slider(key="set_learning_rate").value == rate


def test_a_sweep_can_be_paused_and_cancelled(visitor: Visitor) -> None:
    visitor.open("runs")
    tiny_settings(visitor, Config(epochs=100))
    view(visitor, "Learning rate").click("sweep_begin")
    sweep = experiment(visitor, "sweep")
    assert isinstance(sweep, Sweep)
    assert sweep.state is State.RUNNING
    visitor.click("sweep_pause")
    assert sweep.state is State.PAUSED
    (picture,) = visitor.shown("sweep")
    assert not picture["final"]
    visitor.click("sweep_resume")
    assert sweep.state is State.RUNNING
    visitor.click("sweep_cancel")
    assert sweep.state is State.PAUSED
    assert not visitor.shown("sweep")
    assert "sweep_begin" in visitor.buttons


def test_a_sweep_and_the_run_are_never_live_together(visitor: Visitor) -> None:
    visitor.open("train").click("play").open("runs")
    tiny_settings(visitor, Config(epochs=100))
    view(visitor, "Learning rate").click("sweep_begin")
    sweep = experiment(visitor, "sweep")
    assert isinstance(sweep, Sweep)
    assert visitor.run.state is not State.RUNNING
    assert sweep.state is State.RUNNING
    visitor.click("strip_play")
    assert sweep.state is State.PAUSED
    assert visitor.run.state is State.RUNNING
    visitor.look().click("sweep_resume")
    assert visitor.run.state is not State.RUNNING
    visitor.click("sweep_cancel")


def test_a_rate_from_the_browser_counts_only_if_it_was_swept(visitor: Visitor) -> None:
    visitor.open("runs")
    tiny_settings(visitor)
    view(visitor, "Learning rate").click("sweep_begin")
    sweep = experiment(visitor, "sweep")
    assert isinstance(sweep, Sweep)
    until_over(visitor, sweep)
    assert -1.0 not in sweep.progress.rates
    assert visitor.look().state.settings == TINY


# -- the page: the race -------------------------------------------------------------------------


def test_the_presets_are_shown_before_and_after_their_race(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "default_config", lambda: TINY)
    visitor.open("runs").click("runs_race")
    race = experiment(visitor, "race")
    assert isinstance(race, Race)
    until_over(visitor, race)
    visitor.look()
    by_samples, by_time = visitor.shown("lines")
    assert len(by_samples["lines"]) == len(by_time["lines"]) == len(PRESETS)
    assert all(line["points"] for line in by_samples["lines"])
    assert len(rows(visitor)) == len(PRESETS)
    assert all(row["values"][-2].endswith(" %") for row in rows(visitor))
    visitor.click("race_begin")
    again = experiment(visitor, "race")
    assert again is not race
    assert isinstance(again, Race)
    until_over(visitor, again)


def test_before_a_race_its_contenders_stand_there(visitor: Visitor) -> None:
    view(visitor.open("runs"), "Presets")
    assert [row["values"][:2] for row in rows(visitor)][:1] == [["2", "128"]]
    assert rows(visitor)[-1]["values"][0] == "line search"
    assert not visitor.shown("lines")


# -- the page: the best fit ---------------------------------------------------------------------


def test_the_best_fit_is_measured_or_found(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, mnist: Dataset
) -> None:
    monkeypatch.setattr(optimum, "_found", {})
    visitor.open("train").bring_to(State.FINISHED).open("runs")
    view(visitor, "Best fit")
    (gaps,) = visitor.shown("gaps")
    (row,) = gaps["rows"]
    weights = visitor.run.progress.weights
    objective = objective_at(weights.W, weights.b, TINY, mnist)
    assert row["objective"] == round(objective, 4)
    assert (row["optimum"], row["gap"]) == (None, None), "nobody has looked for that of 100 images"
    visitor.click("search_begin")
    search = experiment(visitor, "search")
    assert isinstance(search, Optimum)
    until_over(visitor, search)
    visitor.look()
    ((row,),) = [gaps["rows"] for gaps in visitor.shown("gaps")]
    assert row["optimum"] == round(search.progress.objective, 4)
    assert row["gap"] == pytest.approx(row["objective"] - row["optimum"], abs=1e-9)
    assert row["gap"] > 0
    assert not {key for key in visitor.buttons if key.startswith("search_")}


def test_the_default_penalty_is_known_without_a_search(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.PAUSED).open("runs")
    view(visitor, "Best fit")
    ((row,),) = [gaps["rows"] for gaps in visitor.shown("gaps")]
    assert row["optimum"] == 0.2627
    assert row["test"] == "", "a paused run has no figure on the test images"
    assert "search_begin" not in visitor.buttons


def test_without_a_run_the_best_fit_says_so(visitor: Visitor) -> None:
    view(visitor.open("runs"), "Best fit")
    assert not visitor.shown("gaps")
    assert "Nothing to measure yet" in visitor.at.markdown[-1].value


def test_a_view_is_remembered_on_coming_back(visitor: Visitor) -> None:
    view(visitor.open("runs"), "Presets")
    visitor.open("train").open("runs")
    assert visitor.at.segmented_control(key="runs_view").value == "Presets"


def test_a_diverged_run_is_compared_like_any_other(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.DIVERGED).open("runs")
    view(visitor, "Best fit")
    assert visitor.run.config == HOPELESS
    ((row,),) = [gaps["rows"] for gaps in visitor.shown("gaps")]
    assert np.isfinite(row["objective"])


@pytest.fixture(autouse=True)
def no_experiment_goes_on(visitor: Visitor) -> Iterator[None]:
    yield
    if "experiments" in visitor.at.session_state:
        for held in visitor.at.session_state["experiments"].values():
            shared().remove(held.token)
