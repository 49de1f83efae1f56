"""The events of the elements. What comes with one is data from a stranger: it is checked here, and
an event that is not as declared is ignored."""

import functools
from collections.abc import Callable, Collection
from typing import NamedTuple

import streamlit as st

from softmax.limits import EVENT_TEXT

# Whether a value from JSON is of a kind.
Kind = Callable[[object], bool]


class Event(NamedTuple):
    """``then`` is called with the values of an event if each is of its kind."""

    then: Callable[..., object]
    kinds: tuple[Kind, ...]

    def receive(self, key: str, name: str) -> None:
        """Callback of Streamlit: take the event of the element ``key``."""
        # Missing if it comes again after the page has changed, or if the browser forgot it.
        state = st.session_state.get(key)
        sent = state.get(name) if isinstance(state, dict) else None
        kinds = (*self.kinds, TIME)
        if (
            isinstance(sent, list)
            and len(sent) == len(kinds)
            and all(kind(value) for kind, value in zip(kinds, sent, strict=True))
        ):
            self.then(*sent[:-1])


def event(then: Callable[..., object], *kinds: Kind) -> Event:
    """An event with so many values, each of its kind."""
    return Event(then, kinds)


def whole(low: int, high: int) -> Kind:
    """An integer from ``low`` to ``high``."""
    return lambda value: type(value) is int and low <= value <= high


def number(low: float, high: float) -> Kind:
    """A number from ``low`` to ``high``; NaN is none."""
    return lambda value: type(value) in (int, float) and low <= value <= high  # type: ignore[operator]


def flag(value: object) -> bool:
    """True or false."""
    return isinstance(value, bool)


def text(value: object) -> bool:
    """A text that is not too long."""
    return isinstance(value, str) and len(value) <= EVENT_TEXT.value


def one_of(options: Collection[str]) -> Kind:
    """One of these texts."""
    return lambda value: isinstance(value, str) and value in options


def many(kind: Kind, least: int, most: int) -> Kind:
    """A list of ``least`` to ``most`` values of a kind."""
    return lambda value: (
        isinstance(value, list) and least <= len(value) <= most and all(map(kind, value))
    )


def callbacks(key: str, on: dict[str, Event]) -> dict[str, Callable[[], None]]:
    """The events of an element as arguments for Streamlit."""
    return {
        f"on_{name}_change": functools.partial(it.receive, key, name) for name, it in on.items()
    }


# The browser adds the time in milliseconds, so that equal events differ.
TIME = number(0, 2**53)
