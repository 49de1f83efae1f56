"""Runs in words: names, and the fields in which they differ."""

from __future__ import annotations

import pytest

from pages.shared.state import run_names
from softmax.training import Config


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "Momentum, rate 0.4"),
        ({"optimizer": "adam", "learning_rate": 0.015}, "Adam, rate 0.015"),
        ({"batch_size": 1_024, "l2": 0.0}, "Momentum, rate 0.4, batch 1,024, L2 0"),
        ({"deskew": True}, "Momentum, rate 0.4, deskewed"),
        (
            {"head": "sigmoid", "schedule": "constant", "seed": 3, "epochs": 10},
            "Momentum, rate 0.4, ten sigmoids, constant rate, 10 epochs, seed 3",
        ),
    ],
)
def test_a_name_tells_what_differs_from_the_default(
    changes: dict[str, object], expected: str
) -> None:
    assert run_names.name(Config(**changes), Config()) == expected


def test_only_fields_that_differ_have_a_column() -> None:
    configs = [Config(), Config(batch_size=32), Config(l2=0.01, batch_size=32)]
    assert run_names.differing(configs, Config()) == ["batch_size", "l2"]
    assert run_names.differing([Config()], Config()) == []
    assert run_names.value(configs[1], "batch_size") == "32"
    assert run_names.value(configs[2], "l2") == "0.01"
    assert run_names.value(configs[0], "optimizer") == "Momentum"
