"""The visitor's own digits in the browser: what it must store, and what it has kept from before.

The browser keeps each digit in localStorage under its id (see layout/digits_memory.js), so that two
tabs add to the same set. What the browser is known to have is noted here; the difference to the
visitor's set is sent until the browser has confirmed it.
"""

import secrets
from dataclasses import dataclass, field

import streamlit as st

from pages.shared.state import visitor
from softmax.own_digits.record import from_record, to_record

# Digits in one message, of 2 kB each.
AT_ONCE = 40
NOT_STORED = (
    "This browser’s storage is full or blocked: the latest digits last only as long as this tab is "
    "open. Take them away as a file to keep them."
)


@dataclass
class Memory:
    """What the browser has, by id with its label, and what it was asked for last.

    Args:
        merged: number of the last part of what was found there that has been taken.
        cleared: how many times everything there was to be deleted.
        failed: the browser could not store what it was sent.
    """

    session: str = field(default_factory=lambda: secrets.token_urlsafe(6))
    stored: dict[str, int] = field(default_factory=dict)
    version: int = 0
    puts: dict[str, int] = field(default_factory=dict)
    drops: tuple[str, ...] = ()
    merged: int = 0
    cleared: int = 0
    failed: bool = False
    complete: bool = False


def current() -> Memory:
    """That of this session."""
    found: Memory = st.session_state.setdefault("digits_memory", Memory())
    return found


def to_keep() -> dict[str, object]:
    """The data of <ten-digits-memory>."""
    memory, mine = current(), visitor.current().own.digits
    here = {digit.id: digit for digit in mine}
    drops = tuple(id for id in memory.stored if id not in here)
    new = {id: d.label for id, d in here.items() if memory.stored.get(id) != d.label}
    puts = {} if memory.failed and not drops else dict(list(new.items())[:AT_ONCE])
    if (puts, drops) != (memory.puts, memory.drops):
        memory.puts, memory.drops, memory.version = puts, drops, memory.version + 1
    return {
        "session": memory.session,
        "version": memory.version if puts or drops else 0,
        "puts": [[id, to_record(here[id])] for id in puts],
        "drops": drops,
        "merged": memory.merged,
        "cleared": memory.cleared,
    }


def confirm(version: int, stored: bool) -> None:
    """The browser has stored what it was sent, or could not."""
    memory = current()
    if version == memory.version:
        memory.failed = not stored
        for id in memory.drops:
            memory.stored.pop(id, None)
        if stored:
            memory.stored |= memory.puts


def take_found(number: int, records: list[list[str]]) -> None:
    """Add a part of what the browser has kept from before; an empty part is the end."""
    memory = current()
    if number == memory.merged + 1:
        memory.merged = number
        digits = [digit for pair in records if (digit := from_record(*pair)) is not None]
        visitor.current().own.restore(digits)
        memory.stored |= {digit.id: digit.label for digit in digits}
        memory.complete = not records


def delete_all() -> None:
    """Delete the visitor's digits, here and all in the browser; Undo brings them back."""
    visitor.current().own.delete_all()
    current().cleared += 1


def take_complete() -> bool:
    """Whether the browser's digits have just all arrived; True once."""
    memory = current()
    complete, memory.complete = memory.complete, False
    return complete
