"""The frames of a run, decoded here by their description alone."""

from __future__ import annotations

import base64
import io
import json
import tomllib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pages.shared.components import elements
from pages.shared.live.watched import BATCH_S, Viewer, Watched
from pages.shared.state.run_handle import RunHandle
from softmax.charts import symmetric_limit
from softmax.data import Dataset
from softmax.scheduling import Pool
from softmax.training import Config, Run
from softmax.training.history import MAX_POINTS
from tests.app.conftest import APP

SHORT = Config(train_size=640, batch_size=8, epochs=40, learning_rate=0.01)
ALL = ("strip", "curves", "pictures", "batch")


def decoded(message: bytes | None) -> tuple[str, dict[str, Any], list[bytes]]:
    """The state, the parts, and the arrays in their order."""
    assert message is not None
    end = 4 + int.from_bytes(message[:4], "little")
    header, rest, arrays = json.loads(message[4:end]), message[end:], []
    for _, length in header["arrays"]:
        arrays.append(rest[:length])
        rest = rest[length:]
    assert not rest
    return header["state"], header["parts"], arrays


@pytest.fixture
def mine(small: Dataset) -> RunHandle:
    """A run of the small set, in a pool without workers."""
    pool = Pool(workers=0)
    run = Run(SHORT, small)
    run.record_every = 2
    return RunHandle(pool.add(run, 100), run, pool)


def test_a_frame_has_the_run_as_it_is(mine: RunHandle) -> None:
    mine.run.play()
    mine.run.advance(7)
    message, last = Watched(mine).message(Viewer(ALL))
    state, parts, (weights, sprite) = decoded(message)
    progress = mine.progress
    assert (state, last) == ("running", False)
    assert parts["strip"]["title"] == "Training"
    assert {part["version"] for part in parts.values()} == {progress.version}
    limit = parts["pictures"]["weights"]["limit"]
    assert limit == symmetric_limit(progress.weights.W)
    shown = np.frombuffer(weights, np.int8).reshape(10, 784) * (limit / 127)
    expected = np.clip(progress.weights.W, -limit, limit)
    assert np.abs(shown - expected).max() <= limit / 254 * 1.001
    assert parts["pictures"]["biases"] == progress.weights.b.tolist()
    assert parts["pictures"]["gradient"] is None
    assert parts["curves"]["first"] == 0
    assert [row[0] for row in parts["curves"]["points"]] == [p.step for p in progress.points]
    assert parts["batch"]["rows"] == progress.batch.rows.tolist()
    assert Image.open(io.BytesIO(sprite)).size == (28, 28 * len(progress.batch.rows))


def test_only_what_has_changed_is_sent(mine: RunHandle) -> None:
    now = 0.0
    watched, viewer = Watched(mine, lambda: now), Viewer(ALL)
    mine.run.play()
    mine.run.advance(4)
    watched.message(viewer)
    assert watched.message(viewer) == (None, False)
    mine.run.advance(1)
    assert set(decoded(watched.message(viewer)[0])[1]) == {"strip", "pictures"}, "no new point"
    mine.run.advance(3)
    curves = decoded(watched.message(viewer)[0])[1]["curves"]
    assert (curves["first"], [row[0] for row in curves["points"]]) == (3, [6, 8])
    now = BATCH_S
    mine.run.advance(1)
    batch = decoded(watched.message(viewer)[0])[1]["batch"]
    assert batch["step"] == mine.progress.step + 1
    assert batch["predicted"] == mine.progress.batch.predicted.tolist()
    assert set(decoded(watched.message(Viewer(("strip",)))[0])[1]) == {"strip"}


def test_the_points_that_a_page_puts_together_are_those_of_the_run(mine: RunHandle) -> None:
    """Also when old ones are thinned out, and after a reset."""
    watched, viewer, points = Watched(mine), Viewer(("curves",)), []
    mine.run.record_every = 1
    mine.run.play()
    for steps in (1, MAX_POINTS - 100, 99, 1, 1, 30, None, 5):
        if steps is None:
            mine.run.reset()
            mine.run.record_every = 1
            mine.run.play()
        mine.run.advance(steps or 2)
        curves = decoded(watched.message(viewer)[0])[1]["curves"]
        points = points[: curves["first"]] + curves["points"]
        assert [row[0] for row in points] == [p.step for p in mine.progress.points]


def test_a_run_that_is_slow_or_stands_shows_each_batch_and_its_gradient(mine: RunHandle) -> None:
    watched, viewer = Watched(mine), Viewer(ALL)
    mine.pool.set_step_rate(mine.token, 10)
    mine.run.play()
    for _ in range(3):
        mine.run.advance(1)
        _, parts, arrays = decoded(watched.message(viewer)[0])
        assert parts["batch"]["step"] == mine.progress.step + 1
        limit = parts["pictures"]["gradient"]["limit"]
        largest = np.abs(np.frombuffer(arrays[1], np.int8)).argmax()
        gradient = mine.progress.batch.gradient
        assert gradient is not None
        assert abs(gradient.ravel()[largest]) >= limit * 0.99


def test_the_last_frame_says_that_it_is(mine: RunHandle) -> None:
    watched, viewer = Watched(mine), Viewer(ALL)
    mine.run.play()
    mine.run.advance(3)
    watched.message(viewer)
    mine.run.pause()
    message, last = watched.message(viewer)
    state, parts, _ = decoded(message)
    assert (state, parts["strip"]["title"], last) == ("paused", "Paused", True)
    assert watched.message(viewer)[1], "also for a page that comes later"


def test_a_frame_of_the_fallback_is_smaller_than_what_a_browser_keeps(mine: RunHandle) -> None:
    """It would keep the last thousand, and name each of them at the next."""
    settings = tomllib.loads((APP.parents[1] / ".streamlit/config.toml").read_text())
    watched, viewer = Watched(mine), Viewer(ALL)
    mine.run.play()
    mine.run.advance(1_000)
    watched.message(viewer)
    mine.run.advance(100)
    message, _ = watched.message(viewer)
    assert message is not None
    size = len(base64.b64encode(message)) + len(elements.script("ten-fallback"))
    assert size < 0.95 * settings["global"]["minCachedMessageSize"]
