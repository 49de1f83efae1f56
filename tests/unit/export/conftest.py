"""A model to take away, as no run would make it: every field differs from its default."""

from __future__ import annotations

import numpy as np
import pytest

from softmax.maths import Model
from softmax.training import Config, Metrics, SavedModel


@pytest.fixture(scope="session")
def saved() -> SavedModel:
    random = np.random.default_rng(11)
    return SavedModel(
        model=Model(
            random.normal(size=(10, 784)).astype(np.float32),
            random.normal(size=10).astype(np.float32),
            "sigmoid",
        ),
        config=Config(head="sigmoid", optimizer="adam", learning_rate=0.005, seed=7),
        data_sha256="ab" * 32,
        steps=1_287,
        rates=((0, 0.02), (400, 0.005)),
        metrics={"validation": Metrics(0.25, 0.93), "test": Metrics(0.27, 0.92)},
    )


def assert_same(found: SavedModel, expected: SavedModel) -> None:
    assert np.array_equal(found.model.W, expected.model.W)
    assert np.array_equal(found.model.b, expected.model.b)
    assert found.model.W.dtype == found.model.b.dtype == np.float32
    assert found.model.head == expected.model.head
    for field in ("config", "data_sha256", "steps", "rates", "metrics"):
        assert getattr(found, field) == getattr(expected, field)
