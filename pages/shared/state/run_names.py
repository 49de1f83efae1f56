"""A run in words: a name from its settings, and the settings in which runs differ."""

from collections.abc import Sequence

from softmax.training import SETTINGS, Config

ALWAYS = ("optimizer", "learning_rate")


def name(config: Config, default: Config) -> str:
    """The optimizer and the rate, then what else differs from the default:
    "Adam, rate 0.015, batch 32"."""
    fields = [field for field in differing([config], default) if field not in ALWAYS]
    optimizer = SETTINGS["optimizer"].text(config.optimizer)
    named = [SETTINGS[field].named(getattr(config, field)) for field in ("learning_rate", *fields)]
    return ", ".join([optimizer, *named])


def differing(configs: Sequence[Config], default: Config) -> list[str]:
    """The fields in which one of them differs from the default, in the order of the settings."""
    return [
        field
        for field in SETTINGS
        if any(getattr(config, field) != getattr(default, field) for config in configs)
    ]


def heading(field: str) -> str:
    """The heading of a setting's column."""
    return SETTINGS[field].heading


def value(config: Config, field: str) -> str:
    """A setting's value as the table shows it."""
    return SETTINGS[field].text(getattr(config, field))
