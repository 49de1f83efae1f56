from __future__ import annotations

import dataclasses
import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax.training import SETTINGS, SUGGESTED_RATE, Choice, Config, Range, Switch

# Each number's bounds, written out again on purpose, and how a message states them.
NUMBERS: list[tuple[str, float, float, str]] = [
    ("learning_rate", 1e-6, 1e6, "a number from 1e-06 to 1e+06"),
    ("momentum", 0.0, 0.999, "a number from 0 to 0.999"),
    ("batch_size", 1, 295_000, "a whole number from 1 to 295,000"),
    ("epochs", 1, 100, "a whole number from 1 to 100"),
    ("l2", 0.0, 10.0, "a number from 0 to 10"),
    ("train_size", 10, 295_000, "a whole number from 10 to 295,000"),
    ("own_share", 0.0, 1.0, "a number from 0 to 1"),
    ("seed", 0, 2**31 - 1, "a whole number from 0 to 2,147,483,647"),
]
CHOICES = {
    "head": ("softmax", "sigmoid"),
    "optimizer": ("sgd", "momentum", "nesterov", "adam"),
    "schedule": ("constant", "linear"),
    "init": ("zeros", "normal"),
}
SWITCHES = ("deskew",)
WHOLE = ("batch_size", "epochs", "train_size", "seed")


def with_value(name: str, value: Any) -> Config:
    # A batch that no train_size is too small for, and a train_size for any batch.
    return Config(**({"batch_size": 1, "train_size": 295_000} | {name: value}))


def test_every_field_is_in_a_table_of_this_test_and_has_a_help_text() -> None:
    fields = dataclasses.fields(Config)
    assert {f.name for f in fields} == {n for n, *_ in NUMBERS} | set(CHOICES) | set(SWITCHES)
    assert list(SETTINGS) == [f.name for f in fields]
    assert all(setting.help and setting.label for setting in SETTINGS.values())


@pytest.mark.parametrize(("name", "low", "high", "stated"), NUMBERS)
def test_both_bounds_are_allowed(name: str, low: float, high: float, stated: str) -> None:
    assert getattr(with_value(name, low), name) == low
    assert getattr(with_value(name, high), name) == high
    assert SETTINGS[name].bounds == Range(low, high)


@pytest.mark.parametrize(("name", "low", "high", "stated"), NUMBERS)
def test_what_is_out_of_bounds_is_refused_with_the_bounds(
    name: str, low: float, high: float, stated: str
) -> None:
    outside: list[Any] = [-1, low - 1, high + 1, math.nextafter(low, -1), math.inf, -math.inf]
    not_numbers: list[Any] = [math.nan, True, "1", None, [1], 1j, 10**400, np.array([1, 2])]
    for value in outside + not_numbers:
        with pytest.raises(ValueError, match=re.escape(f"{name} must be {stated}, not ")):
            with_value(name, value)


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("value", [20.0, 20.5])
def test_whole_numbers_are_not_floats(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"{name} must be a whole number from .*, not {value}"):
        with_value(name, value)


def test_a_rate_may_be_an_integer() -> None:
    assert Config(learning_rate=1).learning_rate == 1


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_is_one_of_its_words(name: str) -> None:
    options = CHOICES[name]
    assert SETTINGS[name].bounds == Choice(options)
    for option in options:
        assert getattr(Config(**{name: option}), name) == option
    for value in ("", options[0].upper(), None, 0, True, [options[0]]):
        stated = re.escape(f"{name} must be one of {', '.join(options)}, not {value!r}")
        with pytest.raises(ValueError, match=stated):
            Config(**{name: value})


@pytest.mark.parametrize("name", SWITCHES)
def test_a_switch_is_on_or_off(name: str) -> None:
    assert SETTINGS[name].bounds == Switch()
    for value in (True, False):
        assert getattr(Config(**{name: value}), name) is value
    for other in (0, 1, None, "True", "on", [True], np.True_):
        with pytest.raises(ValueError, match=f"{name} must be True or False, not "):
            Config(**{name: other})


def test_a_batch_is_no_larger_than_the_training_set() -> None:
    assert Config(batch_size=1_000, train_size=1_000).steps_per_epoch == 1
    stated = r"batch_size must be a whole number from 1 to train_size \(1,000\), not 1,001"
    with pytest.raises(ValueError, match=stated):
        Config(batch_size=1_001, train_size=1_000)


def test_a_config_is_given_by_keywords_and_cannot_be_changed() -> None:
    with pytest.raises(TypeError, match="positional"):
        Config("softmax")  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        Config().seed = 1  # type: ignore[misc]


def test_replace_makes_a_checked_copy() -> None:
    config = Config()
    assert config.replace(seed=5) == Config(seed=5)
    assert config.seed == 0
    with pytest.raises(ValueError, match="epochs must be"):
        config.replace(epochs=0)


def test_steps_by_hand() -> None:
    # 55,000 / 128 = 429.7: 429 whole batches in each of 3 epochs
    config = Config(batch_size=128, epochs=3)
    assert config.steps_per_epoch == 429
    assert config.total_steps == 1_287


def test_rate_at_by_hand() -> None:
    # 1 epoch of 4 steps: full, three quarters, half, a quarter, and 0 would be the fifth.
    linear = Config(learning_rate=0.8, train_size=40, batch_size=10, epochs=1, schedule="linear")
    assert [linear.rate_at(step) for step in range(5)] == pytest.approx([0.8, 0.6, 0.4, 0.2, 0])
    constant = linear.replace(schedule="constant")
    assert [constant.rate_at(step) for step in range(4)] == [0.8] * 4


@given(st.integers(1, 500), st.integers(1, 100), st.integers(500, 295_000))
def test_a_falling_rate_is_positive_to_the_last_step(
    batch_size: int, epochs: int, train_size: int
) -> None:
    config = Config(batch_size=batch_size, epochs=epochs, train_size=train_size)
    rates = [config.rate_at(step) for step in (0, config.total_steps - 1)]
    assert 0 < rates[1] <= rates[0] == config.learning_rate


def test_every_optimizer_has_a_suggested_rate_within_the_bounds() -> None:
    assert set(SUGGESTED_RATE) == set(CHOICES["optimizer"])
    for optimizer, rate in SUGGESTED_RATE.items():
        assert Config(optimizer=optimizer, learning_rate=rate).learning_rate == rate
    assert SUGGESTED_RATE[Config().optimizer] == Config().learning_rate
