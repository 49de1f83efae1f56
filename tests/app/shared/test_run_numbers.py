"""The numbers of a run as the status bar shows them."""

from __future__ import annotations

import dataclasses
import json

import pytest

from pages.shared.live import run_numbers
from pages.shared.state.run_handle import RunHandle
from pages.shared.state.step_rate import STEP_RATES
from softmax.data import Dataset
from softmax.scheduling import Pool
from softmax.training import Config, Progress, Run, State

SHORT = Config(train_size=640, batch_size=64, epochs=4, learning_rate=0.01)


@pytest.fixture
def mine(small: Dataset) -> RunHandle:
    """A run of the small set, in a pool without workers."""
    pool = Pool(workers=0)
    run = Run(SHORT, small)
    return RunHandle(pool.add(run), run, pool)


def progress_of(mine: RunHandle, steps: int) -> Progress:
    mine.run.play(steps)
    mine.run.advance()
    return mine.progress


def cells(described: dict) -> dict[str, str]:
    return {cell["label"]: cell["value"] for cell in described["cells"]}


def test_the_status_bar_of_a_run_that_has_not_begun(mine: RunHandle) -> None:
    described = run_numbers.describe(mine.progress)
    assert (described["state"], described["title"], described["done"]) == ("ready", "Ready", 0)
    assert cells(described)["epoch"] == "0.0"
    assert cells(described)["samples seen"] == "0"
    assert cells(described)["training loss"] == "2.303"


def test_the_status_bar_of_a_paused_run(mine: RunHandle) -> None:
    progress = progress_of(mine, 15)
    described = run_numbers.describe(progress)
    assert described["done"] == 15 / 40
    found = cells(described)
    assert found["epoch"] == "1.5"
    assert found["samples seen"] == "960"
    assert found["training loss"] == f"{progress.latest.train.loss:.3f}"
    accuracy = progress.latest.validation.accuracy
    assert found["validation accuracy"] == f"{100 * accuracy:.1f} %"
    assert "samples per second" in found


def test_the_status_bar_of_a_finished_run_gives_the_final_figure(mine: RunHandle) -> None:
    mine.run.play()
    mine.run.advance()
    described = run_numbers.describe(mine.progress)
    assert (described["title"], described["done"]) == ("Finished", 1)
    test = mine.progress.test
    assert test is not None
    assert f"{100 * test.accuracy:.1f} %" in cells(described).values()
    assert "samples per second" not in cells(described)


def test_every_state_has_a_title_and_what_is_described_is_json(mine: RunHandle) -> None:
    for state in State:
        described = run_numbers.describe(dataclasses.replace(mine.progress, state=state))
        assert json.loads(json.dumps(described))["title"] == run_numbers.TITLES[state]


def test_the_step_rates_grow() -> None:
    *finite, full = STEP_RATES.values()
    assert finite == sorted(finite)
    assert full is None
