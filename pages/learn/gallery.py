"""Real images as several chapters show them: one alone, or a row to choose one from."""

import functools
from collections.abc import Sequence

import numpy as np
import streamlit as st

from pages.shared.components import encoding
from pages.shared.components.events import event, many, whole
from pages.shared.state import image_links, resources
from pages.shared.state.drawing import SplitName
from softmax.data import CLASSES, Split
from softmax.numbers import a_digit

# More images than any gallery has.
MOST = 50
DIGITS = [str(digit) for digit in range(CLASSES)]


def of_digit(split: Split, digit: int, page: int, count: int) -> np.ndarray:
    """Indices of the ``page``-th ``count`` images of a digit, starting over after the last; fewer
    if the split has fewer."""
    found = np.flatnonzero(split.labels == digit)
    if found.size <= count:
        return found
    return found[(page * count + np.arange(count)) % found.size]


def show(
    key: str, name: SplitName, rows: Sequence[int], label: str, captions: list[str] | None = None
) -> None:
    """Place <ten-gallery>; ``chosen`` tells which image was clicked."""
    split: Split = getattr(resources.dataset(), name)
    row = whole(0, len(split) - 1)
    image_links.show(
        "gallery",
        key,
        {
            "set": [int(row) for row in rows],
            "pixels": encoding.encoded(split.rows[list(rows)]),
            "names": [f"image {row}, {a_digit(split.labels[row])}" for row in rows],
            "captions": captions,
            "chosen": rows.index(chosen(key, rows)),
            "label": label,
        },
        name,
        on={"picked": event(functools.partial(_pick, key), many(row, 1, MOST), whole(0, MOST - 1))},
    )


def chosen(key: str, rows: Sequence[int]) -> int:
    """The image that was clicked if it is still among these, otherwise the first."""
    row: int = st.session_state.get(f"{key}-row", rows[0])
    return row if row in rows else rows[0]


def forget(key: str) -> None:
    """Choose the first image again."""
    st.session_state.pop(f"{key}-row", None)


def _pick(key: str, rows: list[int], i: int) -> None:
    """The browser sends the rows that it showed as well, because they may have changed since."""
    if i < len(rows):
        st.session_state[f"{key}-row"] = rows[i]


def labelled(split: Split, rows: Sequence[int] | np.ndarray) -> list[dict[str, object]]:
    """Pixels, label and row of each image, for an element that draws them."""
    return [
        {
            "picture": encoding.encoded(split.rows[i]),
            "shows": int(split.labels[i]),
            "image": int(i),
        }
        for i in rows
    ]


def image(
    key: str, x: np.ndarray, size: int, alt: str, caption: str = "", row: int | None = None
) -> None:
    """Place <ten-composed>: an image (784,) in 0..1, drawn in the ink of the theme.

    Args:
        row: its row in the test split, to open it on Draw; None if it is no image of the data set.
    """
    data = {"pixels": encoding.grey(x), "size": size, "alt": alt, "caption": caption, "row": row}
    image_links.show("composed", key, data, "test")
