"""The visitor's digits in ten rows, to be chosen, deleted and given another label."""

import numpy as np
import streamlit as st

from pages.shared.components import elements, encoding
from pages.shared.state import digits_memory, visitor
from softmax.data import CLASSES, SIDE
from softmax.own_digits import LIMIT

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
        text = f"**{len(own)}** of at most {LIMIT}, {held} of them held out"
        missing = [str(digit) for digit, n in enumerate(own.counts()) if not n]
        if missing:
            text += f"; none of {', '.join(missing)} yet"
        st.markdown(f"{text}.")
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
        on={"deleted": _delete, "relabelled": _relabel},
    )


def _delete() -> None:
    """Callback: delete the chosen ones."""
    match st.session_state["own-digits"]["deleted"]:  # the browser may send anything
        case [list(ids), *_]:
            visitor.current().own.delete({str(id) for id in ids})


def _relabel() -> None:
    """Callback: give the chosen ones another label."""
    match st.session_state["own-digits"]["relabelled"]:
        case [int(label), list(ids), *_] if label in range(CLASSES):
            visitor.current().own.relabel({str(id) for id in ids}, label)
