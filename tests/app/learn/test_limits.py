"""The chapter of softmax regression and the convolutional network, in each state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from pages.learn.limits import reading, results, training
from pages.shared.state import resources
from softmax.data import Dataset
from softmax.scheduling import shared
from softmax.training import Config, State
from tests.app.conftest import Visitor, wait_until

TINY = Config(train_size=500, batch_size=50, epochs=2)


@pytest.fixture
def page(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    monkeypatch.setattr(resources, "default_config", lambda: TINY)
    training._untrained.cache_clear()
    yield visitor.open("learn/limits")
    training._untrained.cache_clear()
    for held in visitor.at.session_state["experiments"].values():
        shared().remove(held.token)


def shown(page: Visitor, tag: str) -> dict[str, Any]:
    (data,) = page.shown(tag)
    return data


def trained(page: Visitor) -> Visitor:
    page.click("network_begin")
    held = page.at.session_state["experiments"]["network"]

    def over() -> bool:
        shared().heartbeat(held.token)
        return held.experiment.state is State.FINISHED

    wait_until(over, "its end")
    return page.look()


def test_before_during_and_after_the_training(page: Visitor, mnist: Dataset) -> None:
    assert not shown(page, "two_readings")["trained"]
    assert shown(page, "vanished")["rows"] == list(range(results.SHOWN))
    trained(page)
    assert shown(page, "two_readings")["trained"]
    progress = page.at.session_state["experiments"]["network"].experiment.progress
    found = shown(page, "vanished")
    wrong = np.flatnonzero(progress.regression.answers != mnist.test.labels)
    assert found["rows"] == wrong[: results.SHOWN].tolist()
    assert found["stayed"] == [
        bool(progress.network.answers[row] != mnist.test.labels[row]) for row in found["rows"]
    ]
    names = [run["name"] for run in shown(page, "race")["runs"]]
    tests = [run["test"] for run in shown(page, "race")["runs"]]
    assert names == ["softmax", "network"]
    assert tests[0] == pytest.approx((progress.regression.answers == mnist.test.labels).mean())
    assert "network_begin" in page.buttons
    assert "Train both again" in [button.label for button in page.at.button]


def test_pause_go_on_and_cancel(page: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "default_config", lambda: TINY.replace(epochs=100))
    page.click("network_begin")
    comparison = page.at.session_state["experiments"]["network"].experiment
    wait_until(lambda: comparison.progress.step > 0, "the first step")
    page.look().click("network_pause")
    assert comparison.state is State.PAUSED
    page.click("network_resume")
    assert comparison.state is State.RUNNING
    page.click("network_cancel")
    assert "network_begin" in page.buttons
    assert not shown(page, "two_readings")["trained"]


def test_the_image_is_the_drawing_and_then_test_images(page: Visitor, mnist: Dataset) -> None:
    first = shown(page, "two_readings")
    assert (first["row"], first["label"]) == (0, mnist.test.labels[0])
    page.open("draw").draw()
    page.open("learn/limits")
    own = shown(page, "two_readings")
    assert (own["row"], own["label"]) == (None, None)
    page.at.session_state[reading.POSITION] = 1
    assert shown(page.look(), "two_readings")["row"] == 0


def test_axes_have_round_places() -> None:
    assert results._ticks(164_736) == [(0, "0"), (50_000, "50,000"), (100_000, "100,000")]
    assert [text for _, text in results._ticks(1.7)] == ["0.0", "0.5", "1.0"]
