"""Runs in words: a name from what is chosen, and the fields in which runs differ."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from pages.shared.state.names import NAMES
from softmax.training import Config

# In a name, what differs from the default is said in a few words.
WORDS: dict[str, Callable[[Any], str]] = {
    "head": lambda value: NAMES[value].lower(),
    "schedule": lambda value: f"{NAMES[value].lower()} rate",
    "momentum": "momentum {:g}".format,
    "batch_size": "batch {:,}".format,
    "epochs": lambda value: f"{value} epoch{'' if value == 1 else 's'}",
    "l2": "L2 {:g}".format,
    "deskew": lambda _: "deskewed",
    "init": lambda value: f"{NAMES[value].lower()} start",
    "train_size": "{:,} images".format,
    "seed": "seed {}".format,
}
# In the table, the field is the heading.
HEADINGS = {
    "optimizer": "optimizer",
    "learning_rate": "rate",
    "batch_size": "batch",
    "train_size": "images",
    "l2": "L2",
}
ALWAYS = ("optimizer", "learning_rate")


def name(config: Config, default: Config) -> str:
    """The optimizer and the rate, then what else differs from the default:
    "Adam, rate 0.015, batch 32"."""
    words = [NAMES[config.optimizer], f"rate {config.learning_rate:g}"]
    for field in _fields():
        value = getattr(config, field)
        if field not in ALWAYS and value != getattr(default, field):
            words.append(WORDS[field](value) if field in WORDS else _plain(field, value))
    return ", ".join(words)


def differing(configs: Sequence[Config], default: Config) -> list[str]:
    """The fields in which one of them differs from the default, in the order of Config. (Where
    two differ from each other, one differs from the default.)"""
    return [
        field
        for field in _fields()
        if any(getattr(config, field) != getattr(default, field) for config in configs)
    ]


def heading(field: str) -> str:
    """What stands above a field's column."""
    return HEADINGS.get(field, field.replace("_", " "))


def value(config: Config, field: str) -> str:
    """A field's value as the table shows it."""
    found = getattr(config, field)
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, str):
        return NAMES.get(found, found)
    return f"{found:,}" if isinstance(found, int) else f"{found:g}"


def _fields() -> list[str]:
    return [field.name for field in dataclasses.fields(Config)]


def _plain(field: str, value: object) -> str:
    """For a field that has no words of its own."""
    spoken = field.replace("_", " ")
    return spoken if value is True else f"{spoken} {value}"
