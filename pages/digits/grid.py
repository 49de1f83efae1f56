"""The visitor's digits in ten rows, to be chosen, deleted and given another label."""

import numpy as np
import streamlit as st

from pages.shared.components import elements, encoding
from pages.shared.components.events import event, many, text, whole
from pages.shared.state import digits_memory, visitor
from softmax.data import CLASSES, SIDE
from softmax.own_digits import LIMIT

IDS, DIGIT = many(text, 0, LIMIT), whole(0, CLASSES - 1)
PRIVACY = (
    "They stay in this browser’s storage and, while the tab is open, in the server’s memory. "
    "Nobody else sees them."
)


def buttons() -> None:
    """Undo, and Delete all."""
    own = visitor.current().own
    st.button("Undo", key="digits_undo", on_click=own.undo, disabled=not own.may_undo)
    st.button("Delete all", key="digits_delete_all", on_click=digits_memory.delete_all,
              disabled=not len(own))  # fmt: skip


def show() -> None:
    """All digits, and how many there are."""
    own = visitor.current().own
    if digits_memory.current().failed:
        st.warning(digits_memory.NOT_STORED)
    held = sum(digit.held_out for digit in own.digits)
    if not len(own):
        st.markdown(
            "Nothing is kept yet. *Draw ten of each* leads you through a hundred drawings; on "
            "Draw, *Keep as …* keeps a single one."
        )
    else:
        said = f"**{len(own)}** of at most {LIMIT}, {held} of them held out"
        missing = [str(digit) for digit, n in enumerate(own.counts()) if not n]
        if missing:
            said += f"; none of {', '.join(missing)} yet"
        st.markdown(f"{said}.")
        _grid()
    st.caption(PRIVACY)


def _grid() -> None:
    digits = sorted(visitor.current().own.digits, key=lambda digit: digit.label)
    column = np.concatenate([digit.image for digit in digits]).reshape(-1, SIDE)
    elements.show(
        "own-digits",
        key="own-digits",
        data={
            "sprite": encoding.png(column),
            "items": [[digit.id, digit.label, digit.held_out] for digit in digits],
        },
        on={"deleted": event(_delete, IDS), "relabelled": event(_relabel, DIGIT, IDS)},
    )


def _delete(ids: list[str]) -> None:
    visitor.current().own.delete(set(ids))


def _relabel(label: int, ids: list[str]) -> None:
    visitor.current().own.relabel(set(ids), label)
