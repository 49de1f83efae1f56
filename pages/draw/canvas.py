"""The canvas to draw on, from streamlit-drawable-canvas, with Clear, Undo and test images."""

import numpy as np
import streamlit as st
from streamlit_drawable_canvas import CanvasResult, st_canvas

from pages.draw import keep
from pages.shared.components import encoding, lesson, theme
from pages.shared.state import drawing, saved_drawings
from pages.shared.state.drawing import SIZE, Pad, Source
from softmax.charts import PALETTES, Theme

STROKE_PX = 20
TOO_LONG = "This stroke is too long to be kept: press Undo or Clear, and lift the pen now and then."
BLANK: dict[str, object] = {"drawing": {"raw": {"objects": []}, "data": None}}


def show() -> tuple[np.ndarray | None, int]:
    """The pad and its buttons; returns its pixels (H, W, 4) uint8, None if unknown, and its
    version."""
    look = theme.current()
    pad = drawing.current(look)
    st.markdown("## Draw a digit")
    image = _canvas(pad, look)
    with st.container(key="pad-row", horizontal=True):
        _buttons(pad, look)
        keep.show(pad, image)
    if pad.source is not None:
        _origin(pad.source)
    return image, pad.version


def _origin(source: Source) -> None:
    """Which image of the data set it is, and the way back to where it was opened."""
    st.markdown(f"{source.kind}, labelled **{source.label}**")
    if source.page:
        chapter = lesson.at(source.page)
        title = f"chapter {lesson.number(chapter)}" if chapter else source.page.capitalize()
        if st.button(f"Back to {title}", key="pad_back"):
            st.switch_page(f"{f'learn/{chapter}' if chapter else source.page}/page.py")


def _canvas(pad: Pad, look: Theme) -> np.ndarray | None:
    key = f"pad-{look}-{pad.version}"
    if not _is_drawing(st.session_state.get(key, BLANK)):
        st.session_state[key] = BLANK
    with st.container(key="pad"):
        result = st_canvas(
            stroke_width=STROKE_PX,
            stroke_color=PALETTES[look].ink,
            background_color="",
            width=SIZE,
            height=SIZE,
            drawing_mode="freedraw",
            initial_drawing={"objects": pad.initial} if pad.version else None,
            return_image_data=True,
            key=key,
        )
    image = _sent(result)
    if image is None:
        # A fresh canvas does not send back the drawing that it was given.
        image = pad.past[-1].image
    elif result.json_data:
        pad.take(result.json_data.get("objects", []), image)
        if pad.heavy:
            pad.flatten(look)
            st.rerun()
    if (result.json_data or {}).get("refused"):
        st.text(TOO_LONG)
    if pad.strokes:
        saved_drawings.keep(pad.past[-1])
    else:
        saved_drawings.forget()
    return image


def _is_drawing(sent: object) -> bool:
    """Whether it has the form of what the canvas sends."""
    match sent:
        case {"drawing": {"raw": {"objects": [*objects]}, "data": str() | None}, **others}:
            return others.get("backgroundFit") is None and all(map(_is_object, objects))
    return False


def _is_object(thing: object) -> bool:
    """Whether it may be a stroke or an image."""
    match thing:
        case {"path": path} if not isinstance(path, list):
            return False
        case {"src": source} if not isinstance(source, str):
            return False
    return isinstance(thing, dict)


def _sent(result: CanvasResult) -> np.ndarray | None:
    """The pixels that the browser sent. ``image_data`` would decompress a picture of any size."""
    try:
        file = result.image_bytes
    except ValueError:  # no data URI
        return None
    return None if file is None else encoding.pixels_of_png(file, SIZE)


def _buttons(pad: Pad, look: Theme) -> None:
    with st.container(key="pad-buttons", horizontal=True):
        blank, first = not pad.strokes, len(pad.past) < 2
        st.button("Clear", key="pad_clear", on_click=pad.clear, args=(look,), disabled=blank)
        st.button("Undo", key="pad_undo", on_click=pad.undo, args=(look,), disabled=first)
        st.button("Test image", key="pad_test", on_click=pad.put_test_image, args=(look,))
