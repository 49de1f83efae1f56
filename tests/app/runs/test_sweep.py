"""Runs, Learning rate: a sweep, and the rate that is taken from it."""

from __future__ import annotations

import math

import pytest

from pages.runs import sweep as sweep_page
from softmax.data import Dataset
from softmax.experiments import Sweep
from softmax.training import Config, State
from tests.app.conftest import TINY, Visitor
from tests.app.runs.conftest import FEW, experiment, tiny_settings, until_over, view


def test_the_best_rate_of_a_sweep_is_taken_into_the_settings(visitor: Visitor) -> None:
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


def test_a_sweep_and_the_run_are_never_live_at_the_same_time(visitor: Visitor) -> None:
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


def test_only_a_rate_of_the_sweep_is_taken(small: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    swept, taken = Sweep(FEW, small, (0.01, 0.1)), []
    monkeypatch.setattr(sweep_page.st, "session_state", {})
    monkeypatch.setattr(sweep_page.experiment, "get", lambda kind, of: swept)
    monkeypatch.setattr(sweep_page, "_take", taken.append)
    for rate in (0.2, math.inf, 0.1):
        sweep_page._take_sent(rate)
    assert taken == [0.1]
