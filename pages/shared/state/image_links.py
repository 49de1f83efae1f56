"""Images of the data set that open on the Draw page, wherever they are shown.

In the browser, shared/components/image_link.js makes an image a link that sends its row. A callback
may not change the page, so the next run of the script or of the fragment does.
"""

import functools
from typing import Any

import streamlit as st

from pages.shared.components import elements, theme
from pages.shared.components.events import Event, event, whole
from pages.shared.state import drawing, resources, visitor
from pages.shared.state.drawing import Source, SplitName
from softmax.data import Split

OPENED = "image_opened"


def show(
    tag: str,
    key: str,
    data: dict[str, Any],
    split: SplitName,
    on: dict[str, Event] | None = None,
) -> None:
    """``elements.show`` for an element with images of a split."""
    follow()
    images: Split = getattr(resources.dataset(), split)
    opened = event(functools.partial(_open, split), whole(0, len(images) - 1))
    events = (on or {}) | {"opened": opened}
    elements.show(tag, key, data, events)


def follow() -> None:
    """Go to the Draw page if an image has just been opened."""
    if st.session_state.pop(OPENED, False):
        st.switch_page("draw/page.py")


def _open(split: SplitName, row: int) -> None:
    """Callback: put the image on the pad."""
    images: Split = getattr(resources.dataset(), split)
    source = Source(split, row, int(images.labels[row]), visitor.current().page or "")
    drawing.own().put(theme.current(), source)
    st.session_state[OPENED] = True
