"""What the tests of the Runs page share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from softmax.data import Dataset
from softmax.experiments import Experiment
from softmax.scheduling import shared
from softmax.training import Config, Run, State, name_of
from tests.app.conftest import TINY, Visitor, wait_until

FEW = Config(train_size=640, batch_size=64, epochs=2, learning_rate=0.01)


def named(config: Config) -> str:
    return name_of(config, Config())


def stepped(dataset: Dataset, config: Config = FEW, steps: int | None = 3) -> Run:
    run = Run(config, dataset)
    run.play(steps)
    run.advance()
    return run


def view(visitor: Visitor, name: str) -> Visitor:
    visitor.at.segmented_control(key="runs_view").set_value(name)
    return visitor.look()


def rows(visitor: Visitor) -> list[dict[str, object]]:
    (table,) = visitor.shown("runs")
    return table["rows"]


def experiment(visitor: Visitor, kind: str) -> object:
    return visitor.at.session_state["experiments"][kind].experiment


def until_over(visitor: Visitor, experiment: Experiment) -> None:
    """Poll it as a browser does: without heartbeats the pool would pause it."""
    wait_until(lambda: bool(visitor.look()) and experiment.state is State.FINISHED, "its end")


def tiny_settings(visitor: Visitor, config: Config = TINY) -> None:
    visitor.state.settings = config


@pytest.fixture(autouse=True)
def no_experiment_goes_on(visitor: Visitor) -> Iterator[None]:
    yield
    if "experiments" in visitor.at.session_state:
        for held in visitor.at.session_state["experiments"].values():
            shared().remove(held.token)
