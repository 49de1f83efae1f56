"""The images of a run, straightened where its config says so, and once for everybody."""

from __future__ import annotations

import concurrent.futures
import dataclasses

import numpy as np
import pytest

from softmax.data import Dataset, Split
from softmax.drawing import deskew
from softmax.training import Config, Engine, Run, is_prepared, preparation, prepared

SHORT = Config(train_size=640, batch_size=64, epochs=1, learning_rate=0.01)


@pytest.fixture
def fresh(mnist: Dataset) -> Dataset:
    """A small part of MNIST, that nobody has straightened before."""

    def some(split: Split, n: int) -> Split:
        return Split(split.images[:n], split.labels[:n])

    return dataclasses.replace(
        mnist,
        train=some(mnist.train, 1_000),
        validation=some(mnist.validation, 200),
        test=some(mnist.test, 100),
    )


def test_without_deskew_the_images_are_as_they_are(fresh: Dataset) -> None:
    assert prepared(fresh, Config()) is fresh
    assert is_prepared(fresh, Config())
    assert not is_prepared(fresh, Config(deskew=True))


def test_every_split_is_straightened_like_a_single_image(
    fresh: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparation, "CHUNK", 300)  # so that the last one is a part of it
    straight = prepared(fresh, Config(deskew=True))
    for name in ("train", "validation", "test"):
        before, after = getattr(fresh, name), getattr(straight, name)
        assert after.images.dtype == np.uint8
        assert after.images.shape == before.images.shape
        assert np.array_equal(after.labels, before.labels)
        for i in (0, 57, len(before) - 1):
            one = deskew(before.images[i, 0] / 255) * 255
            assert np.abs(after.images[i, 0] - one).max() <= 0.51
    assert straight.sha256 == fresh.sha256
    assert straight.is_mnist
    assert is_prepared(fresh, Config(deskew=True))


def test_nobody_can_write_to_the_shared_images(fresh: Dataset) -> None:
    with pytest.raises(ValueError, match="read-only"):
        prepared(fresh, Config(deskew=True)).train.images[0] = 0


def test_who_asks_at_the_same_time_gets_the_same_images(
    fresh: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed = []
    straightened = preparation._straightened
    monkeypatch.setattr(
        preparation, "_straightened", lambda split: computed.append(split) or straightened(split)
    )
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        config = Config(deskew=True)
        found = list(pool.map(lambda _: prepared(fresh, config), range(8)))
    assert all(one is found[0] for one in found)
    assert len(computed) == 3


def test_a_run_learns_from_what_its_config_says(fresh: Dataset) -> None:
    run = Run(SHORT, fresh)
    assert run.dataset is fresh
    run.reset(SHORT.replace(deskew=True))
    straight = prepared(fresh, Config(deskew=True))
    assert run.dataset is straight
    run.play()
    run.advance()
    there = Run(SHORT, straight)
    there.play()
    there.advance()
    assert np.array_equal(run.progress.weights.W, there.progress.weights.W)
    assert run.progress.test == there.progress.test
    assert run.progress.points == there.progress.points
    run.reset(SHORT)
    assert run.dataset is fresh


def test_the_batch_in_hand_is_straightened_too(fresh: Dataset) -> None:
    config = SHORT.replace(deskew=True, init="normal")
    view = Run(config, fresh).progress.batch
    images = prepared(fresh, config).train.rows[view.rows] / 255
    W = Engine(config, fresh).W.numpy()
    assert np.array_equal(view.predicted, (images @ W.T).argmax(axis=1))
