"""Runs, Presets: the race of six optimizers."""

from __future__ import annotations

import pytest

from pages.shared.state import resources
from softmax.experiments import PRESETS, Race
from tests.app.conftest import TINY, Visitor
from tests.app.runs.conftest import experiment, rows, until_over, view


def test_a_race_can_be_run_and_repeated(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "default_config", lambda: TINY)
    visitor.open("runs").click("runs_race")
    race = experiment(visitor, "race")
    assert isinstance(race, Race)
    until_over(visitor, race)
    visitor.look()
    steps = TINY.train_size // TINY.batch_size
    assert any(f"take {steps} small steps" in text.value for text in visitor.at.markdown)
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


def test_before_a_race_its_contenders_are_shown(visitor: Visitor) -> None:
    view(visitor.open("runs"), "Presets")
    assert [row["values"][:2] for row in rows(visitor)][:1] == [["2", "128"]]
    assert rows(visitor)[-1]["values"][0] == "line search"
    assert not visitor.shown("lines")
