"""What a run shows of itself, as data for the elements."""

from __future__ import annotations

import base64
import dataclasses
import io

import numpy as np
import pytest
from PIL import Image

from pages.shared.live import run_data
from pages.shared.state import resources
from pages.shared.state.run_handle import RunHandle
from softmax.data import Dataset
from softmax.scheduling import Pool
from softmax.training import Config, Run, prepared
from tests.app.conftest import Visitor, all_elements

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


def test_the_batch_shows_the_images_that_the_run_learns_from(mine: RunHandle) -> None:
    mine.run.reset(SHORT.replace(deskew=True))
    rows = mine.progress.batch.rows
    straight = prepared(mine.run._source, SHORT.replace(deskew=True)).train.images[rows]
    data = str(run_data.batch(mine.progress)["sprite"])
    shown = np.asarray(Image.open(io.BytesIO(base64.b64decode(data.split(",")[1]))))
    difference = straight[:, 0].astype(int) - shown.reshape(-1, 28, 28)
    assert ((difference >= 0) & (difference < 8)).all()  # 32 greys of 256
    assert len(np.unique(shown)) == 32


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
