"""What a run shows of itself, as data for the elements."""

from __future__ import annotations

import base64
import dataclasses
import io
import json
import tomllib

import numpy as np
import pytest
from PIL import Image

from pages.shared.components import elements
from pages.shared.live import run_data
from pages.shared.state import resources
from pages.shared.state.run_handle import RunHandle
from pages.train import live
from softmax.data import Dataset
from softmax.scheduling import Pool
from softmax.training import Config, Run, prepared
from tests.app.conftest import APP, Visitor, all_elements

SHORT = Config(train_size=640, batch_size=64, epochs=4, learning_rate=0.01)


@pytest.fixture
def mine(small: Dataset) -> RunHandle:
    """A run of the small set, in a pool without workers."""
    pool = Pool(workers=0)
    run = Run(SHORT, small)
    return RunHandle(pool.add(run), run, pool)


def test_what_train_mounts_is_sent_compressed(visitor: Visitor) -> None:
    visitor.open("train")
    found = [node.proto for node in all_elements(visitor.at._tree) if node.type == "bidi_component"]
    assert sum(len(component.bytes) for component in found) < 30_000
    assert visitor.shown("pictures")[0]["biases"] == [0.0] * 10


def test_a_tick_is_smaller_than_what_a_browser_keeps() -> None:
    """It would keep the last thousand ticks, and name each of them at the next."""
    settings = tomllib.loads((APP.parents[1] / ".streamlit/config.toml").read_text())
    run, pool = Run(Config(), resources.dataset()), Pool(workers=0)
    mine = RunHandle(pool.add(run), run, pool)
    run.record_every = 1
    run.play(500)
    run.advance()
    tick = {
        "curves": run_data.curves(mine.progress),
        "pictures": run_data.pictures(mine.progress, followed=False),
        "batch": run_data.batch(mine),
    }
    assert len(mine.progress.points) > 200
    size = len(json.dumps(tick)) + len(elements.script("ten-feed"))
    assert size < 0.95 * settings["global"]["minCachedMessageSize"]


def test_the_batch_shows_the_images_that_the_run_learns_from(mine: RunHandle) -> None:
    mine.run.reset(SHORT.replace(deskew=True))
    rows = mine.progress.batch.rows
    straight = prepared(mine.run._source, SHORT.replace(deskew=True)).train.images[rows]
    data = str(run_data.batch(mine)["sprite"])
    shown = np.asarray(Image.open(io.BytesIO(base64.b64decode(data.split(",")[1]))))
    difference = straight[:, 0].astype(int) - shown.reshape(-1, 28, 28)
    assert ((difference >= 0) & (difference < 8)).all()  # 32 greys of 256
    assert len(np.unique(shown)) == 32


def test_caption_and_images_of_the_batch_are_of_one_moment(
    mine: RunHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At full speed the images change once a second, and the caption must not run ahead."""
    monkeypatch.setattr(run_data, "followed", lambda _: False)
    monkeypatch.setattr(live.view_options, "shows", lambda _: True)
    monkeypatch.setattr(live.curves.view_options, "presents", lambda: False)
    now = 100.0
    monkeypatch.setattr(run_data.time, "monotonic", lambda: now)
    monkeypatch.setattr(run_data.st, "session_state", {})
    for seconds, due in ((0.0, True), (0.5, False), (0.6, True), (0.9, False)):
        now += seconds
        mine.run.play(1)
        mine.run.advance()
        tick = live._parts(mine)
        assert ("batch" in tick) == due
        if due:
            assert tick["batch"]["step"] == mine.progress.step + 1
            assert tick["batch"]["predicted"] == mine.progress.batch.predicted.tolist()


def test_the_accuracy_of_the_optimum_is_drawn_where_it_was_measured(
    mnist: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "dataset", lambda: mnist)
    progress = Run(Config(), mnist).progress
    assert run_data.curves(progress)["optimum"] == 0.942
    straight = dataclasses.replace(progress, config=Config(deskew=True))
    assert run_data.curves(straight)["optimum"] == 0.961
    for other in (Config(head="sigmoid"), Config(train_size=1_000)):
        assert run_data.curves(dataclasses.replace(progress, config=other))["optimum"] is None
