"""Runs whose numbers no longer fit a float, on every page."""

from __future__ import annotations

import json
import math

import pytest

from pages.learn.rule import choices
from pages.shared.components import elements
from softmax.scheduling import shared
from softmax.training import Config, State
from tests.app.conftest import Visitor
from tests.app.runs.conftest import view

WILD = Config(learning_rate=1e6, optimizer="momentum", momentum=0.999, l2=10.0, schedule="constant")


def test_numbers_that_are_not_finite_reach_a_browser_as_json() -> None:
    data = {"a": [math.inf, -math.inf, math.nan], "b": 'NaN "Infinity\\', "Infinity": 1.5}
    packed = elements._packed(data)
    found = json.loads(packed, parse_constant=pytest.fail)
    assert found["a"] == [math.inf, -math.inf, None]
    assert (found["b"], found["Infinity"]) == (data["b"], 1.5)


@pytest.mark.parametrize(
    ("config", "steps"), [(WILD, None), (WILD, 2), (Config(learning_rate=7000.0, l2=0.01), 10)]
)
def test_every_page_shows_them(visitor: Visitor, config: Config, steps: int | None) -> None:
    visitor.open("start")
    visitor.state.settings = config
    visitor.run.reset(config)
    shared().set_step_rate(visitor.token, None)
    shared().play(visitor.token, steps)
    visitor.wait_for(State.DIVERGED if steps is None else State.PAUSED)
    for page in (
        "train",
        "weights",
        "mistakes",
        "draw",
        "learn_6_cross_entropy",
        "learn_8_rule",
        "learn_9_together",
    ):
        visitor.open(page)
    visitor.open("learn_8_rule")
    for key, value in (("rule_source", choices.OWN), ("rule_head", "Sigmoid")):
        visitor.at.segmented_control(key=key).set_value(value)
        visitor.look()
    visitor.open("draw").draw()
    visitor.open("runs")
    view(visitor, "Best fit")
    ((row,),) = [gaps["rows"] for gaps in visitor.shown("gaps")]
    # A run that diverged shows its last finite weights: here the first ones.
    assert row["objective"] > 1e4 or steps is None
