"""Draw ten of each: a pad that asks for one digit after the other."""

import functools
import secrets

import streamlit as st

from pages.shared.components import elements
from pages.shared.components.events import event, many, text, whole
from pages.shared.state import visitor
from softmax.data import CLASSES, PIXELS
from softmax.drawing import preprocess
from softmax.own_digits import LIMIT, OwnDigits, OwnDigitsError, rasterised
from softmax.own_digits.digit import as_bytes
from softmax.own_digits.strokes import checked, packed

ON = "digits_guided"
EACH = 10
# Drawings in one message; the browser sends those again that have not been confirmed.
AT_ONCE = 20


def is_on() -> bool:
    """Whether the pad is shown."""
    return bool(st.session_state.get(ON))


def button() -> None:
    """Begin, or come to an end."""
    if is_on():
        st.button("Done", key="guided_done", on_click=_set, args=(False,))
    else:
        more = min(visitor.current().own.counts()) >= EACH
        st.button("Draw ten more of each" if more else "Draw ten of each", key="guided_begin",
                  type="primary", on_click=_set, args=(True,),
                  disabled=not visitor.current().own.room)  # fmt: skip


def _set(on: bool) -> None:
    st.session_state[ON] = on
    st.session_state.pop("guided_goal", None)


def show() -> None:
    """<ten-guided>: the digit that is asked for, the pad, and how far it is."""
    own = visitor.current().own
    goal = st.session_state.setdefault("guided_goal", EACH * (min(own.counts()) // EACH + 1))
    elements.show(
        "guided",
        key="guided",
        data={
            "session": st.session_state.setdefault("guided_session", secrets.token_urlsafe(6)),
            "counts": own.counts(),
            "goal": min(goal, LIMIT // CLASSES),
            "taken": st.session_state.get("guided_taken", 0),
            "said": st.session_state.get("guided_said", ""),
        },
        on={
            "drawn": event(_take, text, many(is_drawing, 1, LIMIT)),
            "back": event(_back),
            "done": event(functools.partial(_set, False)),
        },
    )


def is_drawing(value: object) -> bool:
    """[number, label, strokes]; what the strokes are is checked by the library."""
    return (
        isinstance(value, list)
        and len(value) == 3
        and whole(1, 2**31)(value[0])
        and whole(0, CLASSES - 1)(value[1])
        and isinstance(value[2], list)
    )


def _take(session: str, drawings: list[tuple[int, int, object]]) -> None:
    """Add what was drawn, each drawing once."""
    if session != st.session_state["guided_session"]:
        return
    for number, label, strokes in drawings[:AT_ONCE]:
        if number > st.session_state.get("guided_taken", 0):
            st.session_state["guided_taken"] = number
            st.session_state["guided_said"] = _add(visitor.current().own, label, strokes)


def _add(own: OwnDigits, label: int, given: object) -> str:
    """Add strokes; returns why not, if they were refused."""
    strokes = checked(given)
    x = preprocess(rasterised(strokes) / 255) if strokes else None
    try:
        own.add(label, bytes(PIXELS) if x is None else as_bytes(x), packed(strokes))
    except OwnDigitsError as error:
        reason = str(error)
        return f"{reason[0].upper()}{reason[1:]}."
    return ""


def _back() -> None:
    """The last drawing was not meant."""
    visitor.current().own.undo()
    st.session_state["guided_said"] = ""
