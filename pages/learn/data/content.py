"""The parts of chapter 1: images to choose from, one up close and laid out, and why to scale."""

from __future__ import annotations

import functools

import numpy as np
import streamlit as st

from pages.learn import chapters, gallery
from pages.learn import formula as tex
from pages.learn.chapters import Chapter
from pages.shared.components import elements, encoding
from pages.shared.state import resources
from pages.shared.state.widgets import choice
from softmax.charts import percent
from softmax.data import CLASSES, PIXELS, SIDE
from softmax.lesson import data as lesson
from softmax.lesson import descent
from softmax.lesson.descent import Descent
from softmax.maths import one_hot

SHOWN = 12
AXES = ("N", "C", "H", "W", "m")
# The two descents: the same images and steps, and whatever rate is chosen.
IMAGES, JUDGED, STEPS, STEPS_A_TICK, TICK_S = 1_000, 500, 40, 2, 0.15
RATES = {"0.5": 0.5, "0.01": 0.01, "0.00001": 1e-5}
SCALES = {"0 to 255": 255.0, "0 to 1": 1.0}
CERTAIN = 0.999
LOSS_AXIS = {
    "log": True, "low": 0.1, "high": 1e6,
    "ticks": [[0.1, "0.1"], [10, "10"], [1e3, "1,000"], [1e5, "100,000"]],
}  # fmt: skip


# -- one image --------------------------------------------------------------------------------


def digits() -> None:
    """Browse by digit; click an image to look at it up close."""
    train = resources.dataset().train
    with st.container(key="data-digits", horizontal=True, vertical_alignment="bottom"):
        choice("Images of the digit", range(CLASSES), 5, key="data_digit", on_change=_first_page)
        st.button("Other images", key="data_others", on_click=_next_page)
    rows = _rows()
    if not rows:
        st.info(f"This data set has no {_digit()}; choose another digit.")
        return
    gallery.show(
        "data-gallery", train, rows, rows.index(_row()), _pick, label=f"Images of {_digit()}"
    )


def up_close(chapter: Chapter) -> None:
    """The image, its pixels and its way to a vector; the browser does the moving."""
    if not _rows():
        return
    image = resources.dataset().train.images[_row(), 0]
    elements.show(
        "pixels",
        key="data-pixels",
        data={
            "image": _row(),
            "pixels": encoding.encoded(image),
            "at": lesson.first_pixel(image),
            "terms": {
                name: chapter.text.sections[name] for name in ("row", "column", "value", "scale")
            },
            "done": chapters.is_done("data"),
        },
        on={"laid": _laid},
    )


def _digit() -> int:
    digit: int = st.session_state.get("data_digit", 5)
    return digit


def _rows() -> list[int]:
    page = st.session_state.get("data_page", 0)
    return [int(r) for r in gallery.of_digit(resources.dataset().train, _digit(), page, SHOWN)]


def _row() -> int:
    rows = _rows()
    row: int = st.session_state.get("data_row", rows[0])
    return row if row in rows else rows[0]


def _first_page() -> None:
    st.session_state["data_page"] = 0


def _next_page() -> None:
    st.session_state["data_page"] = st.session_state.get("data_page", 0) + 1


def _pick() -> None:
    row = gallery.picked("data-gallery")
    if row is not None:
        st.session_state["data_row"] = row


def _laid() -> None:
    chapters.done("data")


# -- the shape --------------------------------------------------------------------------------


def shape(chapter: Chapter) -> None:
    """(N, C, H, W) -> (N, m), with a word on the axis that is lit."""
    axis = choice("Axis", AXES, AXES[0], key="data_axis", shown=False)
    data = resources.dataset()
    n = len(data.train) + len(data.validation)
    sizes = {"N": n, "C": 1, "H": SIDE, "W": SIDE, "m": PIXELS}

    def named(name: str) -> str:
        number = f"{sizes[name]:,}".replace(",", r"\,")
        return tex.lit(rf"\underset{{{name}}}{{{number}}}", axis == name)

    before = r",\ ".join(named(name) for name in AXES[:4])
    after = rf"{named('N')},\ {named('m')}"
    st.latex(rf"\begin{{aligned}} &({before}) \\[8pt] \to\ &({after}) \end{{aligned}}")
    chapter.prose(f"Axis {axis}")


# -- why to scale -----------------------------------------------------------------------------


def scaling(chapter: Chapter) -> None:
    """The same gradient descent on both scales, side by side, when one asks for it."""
    st.markdown("## Why to scale")
    words, control = st.columns([0.62, 0.38], gap="large", vertical_alignment="bottom")
    with words:
        chapter.prose("Scaling")
    with control, st.container(key="data-race", horizontal=True, vertical_alignment="bottom"):
        choice("Learning rate, for both", list(RATES), "0.5", key="data_rate", on_change=_reset)
        st.button("Train both", key="data_train", on_click=_start)
    going = st.session_state.get("data_going", False)
    st.fragment(_race, run_every=TICK_S if going else None, key="data-race-view")()
    if _descents()[0].steps >= STEPS:
        chapter.prose(f"Rate {st.session_state['data_rate']}")


def _race() -> None:
    if st.session_state.get("data_going"):
        _advance()
    both = _descents()
    for column, scale, one in zip(st.columns(2, gap="large"), SCALES, both, strict=True):
        with column:
            elements.show("descent", key=f"data-descent-{scale[-1]}", data=_described(scale, one))
    if st.session_state.get("data_going") and both[0].steps >= STEPS:
        st.session_state["data_going"] = False
        st.rerun()


def _described(scale: str, one: Descent) -> dict[str, object]:
    X, labels = _validation(SCALES[scale])
    how = lesson.judged(one, X, labels, CERTAIN)
    return {
        "title": f"Pixels {scale}",
        "losses": [float(f"{loss:.5g}") for loss in one.losses],
        "steps": STEPS,
        "axis": LOSS_AXIS,
        "end": _short(one.loss),
        "numbers": [
            [_short(one.loss), "loss"],
            [percent(how.accuracy), f"of {JUDGED} other images right"],
            [percent(how.sure, 0), "answers over 99.9 % sure"],
        ],
        "weights": encoding.signed(one.W),
    }


def _short(loss: float) -> str:
    """Two decimals for a small number, thousands for a large one."""
    return f"{loss:.2f}" if loss < 100 else f"{loss:,.0f}"


def _advance() -> None:
    rate = RATES[st.session_state["data_rate"]]
    both = _descents()
    for _ in range(min(STEPS_A_TICK, STEPS - both[0].steps)):
        both = tuple(
            descent.step(one, *_training(scale), rate)
            for one, scale in zip(both, SCALES.values(), strict=True)
        )
    st.session_state["data_descents"] = both


def _descents() -> tuple[Descent, ...]:
    if "data_descents" not in st.session_state:
        _reset()
    found: tuple[Descent, ...] = st.session_state["data_descents"]
    return found


def _reset() -> None:
    st.session_state["data_descents"] = tuple(
        descent.begin(*_training(scale)) for scale in SCALES.values()
    )
    st.session_state["data_going"] = False


def _start() -> None:
    _reset()
    st.session_state["data_going"] = True


@functools.cache
def _training(scale: float) -> tuple[np.ndarray, np.ndarray]:
    """Images on 0..scale, (N, 784), with their one-hot labels (N, 10)."""
    train = resources.dataset().train
    return train.rows[:IMAGES] * (scale / 255), one_hot(train.labels[:IMAGES], CLASSES)


@functools.cache
def _validation(scale: float) -> tuple[np.ndarray, np.ndarray]:
    """Other images on 0..scale, (N, 784), with their labels (N,)."""
    validation = resources.dataset().validation
    return validation.rows[:JUDGED] * (scale / 255), validation.labels[:JUDGED]
