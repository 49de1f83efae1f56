"""Images to browse by digit, and one of them as pixels, rows and a vector."""

import streamlit as st

from pages.learn import gallery
from pages.learn.chapters import Chapter
from pages.shared.components import elements, encoding
from pages.shared.components.events import event
from pages.shared.components.widgets import choice
from pages.shared.state import lesson_progress, resources
from softmax.data import CLASSES
from softmax.lesson import data as lesson

SHOWN = 12
GALLERY = "data-gallery"


def gallery_by_digit() -> None:
    """Images of the chosen digit; a click shows one in detail."""
    with st.container(key="data-digits", horizontal=True, vertical_alignment="bottom"):
        choice("Images of the digit", range(CLASSES), 5, key="data_digit", on_change=_first_page)
        st.button("Other images", key="data_others", on_click=_next_page)
    if rows := _rows():
        gallery.show(GALLERY, "train", rows, label=f"Images of {_digit()}")
    else:
        st.info(f"This data set has no {_digit()}; choose another digit.")


def pixels(chapter: Chapter) -> None:
    """The chosen image in <ten-pixels>, which animates its way to a vector."""
    rows = _rows()
    if not rows:
        return
    row = gallery.chosen(GALLERY, rows)
    image = resources.dataset().train.images[row, 0]
    elements.show(
        "pixels",
        key="data-pixels",
        data={
            "image": row,
            "pixels": encoding.encoded(image),
            "at": lesson.first_pixel(image),
            "terms": {
                name: chapter.text.sections[name] for name in ("row", "column", "value", "scale")
            },
            "done": lesson_progress.is_done("data"),
        },
        on={"laid": event(_flattened)},
    )


def _digit() -> int:
    digit: int = st.session_state.get("data_digit", 5)
    return digit


def _rows() -> list[int]:
    page = st.session_state.get("data_page", 0)
    return [int(r) for r in gallery.of_digit(resources.dataset().train, _digit(), page, SHOWN)]


def _first_page() -> None:
    st.session_state["data_page"] = 0


def _next_page() -> None:
    st.session_state["data_page"] = st.session_state.get("data_page", 0) + 1


def _flattened() -> None:
    lesson_progress.mark_done("data")
