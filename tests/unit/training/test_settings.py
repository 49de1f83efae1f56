"""The table of settings in use: the names of runs, and the settings in which they differ."""

from __future__ import annotations

import pytest

from softmax.training import SETTINGS, Config, differences, name_of


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
    assert name_of(Config(**changes), Config()) == expected


def test_only_fields_that_differ_have_a_column() -> None:
    configs = [Config(), Config(batch_size=32), Config(l2=0.01, batch_size=32)]
    assert differences(configs, Config()) == ["batch_size", "l2"]
    assert differences([Config()], Config()) == []
    assert SETTINGS["batch_size"].text(configs[1].batch_size) == "32"
    assert SETTINGS["l2"].text(configs[2].l2) == "0.01"
    assert SETTINGS["optimizer"].text(configs[0].optimizer) == "Momentum"
