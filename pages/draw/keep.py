"""Keep the drawing, with its label, in My digits."""

import numpy as np
import streamlit as st

from pages.shared.state import digits_memory, drawing, visitor
from pages.shared.state.drawing import Pad
from softmax.data import CLASSES
from softmax.own_digits import OwnDigitsError
from softmax.own_digits.digit import as_bytes
from softmax.own_digits.strokes import checked, packed

OPEN, SAID, GUIDED = "keep-open", "keep_said", "digits_guided"


def show(pad: Pad, image: np.ndarray | None) -> None:
    """One quiet control below the pad: what is drawn, kept as a digit."""
    if st.session_state.pop("digits_changed", False):
        st.rerun()  # the whole page, so that the browser's memory hears of it
    own = visitor.current().own
    with st.container(key="keep", horizontal=True, vertical_alignment="center"):
        popover = st.popover("Keep as …", key=OPEN, on_change="rerun", type="tertiary")
        if popover.open:
            with popover:
                _choices(pad, image)
        if len(own):
            st.page_link("digits/page.py", label=f"My digits: {len(own)}")
    if said := st.session_state.get(SAID):
        st.caption(said)
    if digits_memory.current().failed:
        st.caption(digits_memory.NOT_STORED)


def _choices(pad: Pad, image: np.ndarray | None) -> None:
    blank = image is None or not pad.drawing
    if pad.source is not None:
        st.markdown("This is an image of the data set, not a drawing of yours.")
    else:
        st.markdown("Draw a digit first." if blank else "Keep this drawing as a")
        with st.container(key="keep-digits", horizontal=True):
            for digit in range(CLASSES):
                st.button(str(digit), key=f"keep_{digit}", on_click=_keep, args=(digit,),
                          disabled=blank)  # fmt: skip
    if st.button("Draw ten of each", key="keep_guided", type="tertiary"):
        st.session_state[GUIDED] = True
        st.switch_page("digits/page.py")


def _keep(label: int) -> None:
    """Callback: add what is on the pad to the visitor's digits."""
    st.session_state[OPEN] = False
    x = drawing.seen(drawing.drawn(), deskewed=False)
    if x is None:
        return
    strokes = [
        [[float(v) for v in command[-2:]] for command in thing.get("path", []) if len(command) > 2]
        for thing in drawing.own().drawing
    ]
    own = visitor.current().own
    try:
        own.add(label, as_bytes(x), packed(checked(strokes)))
    except OwnDigitsError as error:
        text = str(error)
        st.session_state[SAID] = f"{text[0].upper()}{text[1:]}."
    else:
        st.session_state[SAID] = f"Kept as {'an' if label == 8 else 'a'} {label}."
        st.session_state["digits_changed"] = True
