"""The few images stand for all of them."""

from __future__ import annotations

import pytest

from softmax.data import Dataset
from softmax.training import Config, Engine
from softmax.training.evaluation_sets import all_images, few_images


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"optimizer": "adam", "learning_rate": 0.015},
        {"optimizer": "sgd", "learning_rate": 0.1},
        {"head": "sigmoid", "learning_rate": 1.0},
    ],
    ids=lambda settings: "-".join(map(str, settings.values())) or "default",
)
def test_few_images_are_as_hard_as_all(mnist: Dataset, settings: dict[str, object]) -> None:
    config = Config(**settings)  # type: ignore[arg-type]
    engine = Engine(config, mnist)
    pairs = list(zip(few_images(mnist, 55_000), all_images(mnist, 55_000), strict=True))
    assert [few.size for few, _ in pairs] == [500, 1_000]
    for index in range(600):
        engine.step(index, config.rate_at(index))
        if index in (30, 599):
            for few, whole in pairs:
                estimate, exact = engine.evaluate(few), engine.evaluate(whole)
                assert estimate.loss == pytest.approx(exact.loss, rel=0.13)
                assert estimate.accuracy == pytest.approx(exact.accuracy, abs=0.04)


def test_of_few_images_all_are_taken(small: Dataset) -> None:
    assert [images.size for images in few_images(small, 100)] == [100, len(small.validation)]
