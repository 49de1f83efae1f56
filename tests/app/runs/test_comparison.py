"""Runs, Kept: curves, table and weights of the saved runs."""

from __future__ import annotations

import numpy as np
import pytest

from pages.runs import table
from pages.shared.state.saved_runs import SavedRuns
from softmax.charts import symmetric_limit
from softmax.data import Dataset
from softmax.training import State
from tests.app.conftest import Visitor
from tests.app.runs.conftest import named, rows, stepped, view
from tests.app.shared.test_hurry import Hurried


def test_only_rates_at_which_steps_were_taken_are_shown(small: Dataset) -> None:
    saved = SavedRuns(named)
    run = stepped(small)
    run.set_learning_rate(0.5)
    run.set_learning_rate(0.7)
    saved.save(run.progress, small)
    assert table.rates_used(saved.runs[0]) == [0.01]
    run.play(1)
    run.advance()
    run.set_learning_rate(0.9)
    saved.save(run.progress, small)
    assert table.rates_used(saved.runs[0]) == [0.01, 0.7]


def test_an_empty_page_invites_to_train(visitor: Visitor) -> None:
    visitor.open("runs")
    assert "is kept here" in visitor.at.markdown[-1].value
    assert not visitor.shown("runs")
    assert visitor.at.button(key="runs_race").label == "Race the presets"
    visitor.click("runs_train")
    assert visitor.run.state is State.RUNNING
    assert "on its way" in visitor.at.markdown[-1].value
    assert "runs_train" not in visitor.buttons


@pytest.mark.parametrize("state", [State.PAUSED, State.FINISHED, State.DIVERGED])
def test_a_run_that_is_not_training_is_on_the_page(visitor: Visitor, state: State) -> None:
    visitor.open("train").bring_to(state).open("runs")
    (row,) = rows(visitor)
    assert (row["state"], row["number"]) == (state.value, 1)
    assert row["training"] == visitor.run.progress.training
    losses, accuracies = visitor.shown("lines")
    assert len(losses["lines"]) == len(accuracies["lines"]) == 1
    assert len(losses["lines"][0]["points"]) == len(visitor.run.progress.points)
    assert not visitor.shown("versus"), "a single run has nothing to compare with"


def test_losses_of_different_kinds_have_charts_of_their_own(visitor: Visitor) -> None:
    """A softmax run's 0.216 and a sigmoid run's 0.568 cannot be compared."""
    visitor.open("train").bring_to(State.FINISHED).look()
    visitor.run.reset(visitor.run.config.replace(head="sigmoid"))
    visitor.run.play(2)
    visitor.run.advance()
    visitor.open("runs")
    softmax, sigmoid, accuracies = visitor.shown("lines")
    assert softmax["title"] == "Validation loss, softmax"
    assert sigmoid["title"] == "Validation loss, ten sigmoids"
    assert [len(chart["lines"]) for chart in (softmax, sigmoid, accuracies)] == [1, 1, 2]
    assert softmax["note"] != sigmoid["note"]
    (table,) = visitor.shown("runs")
    assert "different losses" in table["note"]


def test_a_live_run_is_added_when_it_is_paused(visitor: Visitor) -> None:
    visitor.open("train").click("step_1")
    visitor.wait_for(State.PAUSED)
    visitor.bring_to(State.RUNNING).open("runs")
    (table,) = visitor.shown("runs")
    assert "joins them when it is paused" in table["note"]
    visitor.run.pause()
    visitor.look()
    assert len(rows(visitor)) == 1


def test_reset_and_train_again_save_the_run_before(visitor: Visitor) -> None:
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


def test_two_runs_are_shown_side_by_side(visitor: Visitor) -> None:
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


def test_the_table_renames_pins_and_deletes() -> None:
    visitor = Hurried()
    visitor.open("train").bring_to(State.FINISHED).open("runs")
    training = rows(visitor)[0]["training"]

    def send(name: str, *values: object) -> list[dict[str, object]]:
        visitor.say(visitor.answer(runs=(name, [*values, 1])))
        return rows(visitor)

    assert send("rename", training, "mine")[0]["name"] == "mine"
    assert send("pin", training, True)[0]["pinned"]
    assert not send("remove", training)
    assert send("undo")[0]["name"] == "mine"
    visitor.leave()


def test_the_view_is_kept_from_page_to_page(visitor: Visitor) -> None:
    view(visitor.open("runs"), "Presets")
    visitor.open("train").open("runs")
    assert visitor.at.segmented_control(key="runs_view").value == "Presets"
