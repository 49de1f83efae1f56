"""Real images as several chapters show them: one alone, or a row to choose one from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from pages.shared.components import elements, encoding
from softmax.data import CLASSES, Split

DIGITS = [str(digit) for digit in range(CLASSES)]


def of_digit(split: Split, digit: int, page: int, count: int) -> np.ndarray:
    """Which images of the split to show: the ``page``-th ``count`` of the digit, in their order,
    beginning again after the last. Fewer where there are fewer."""
    found = np.flatnonzero(split.labels == digit)
    if found.size <= count:
        return found
    return found[(page * count + np.arange(count)) % found.size]


def show(
    key: str,
    split: Split,
    rows: Sequence[int],
    chosen: int,
    on_pick: Callable[[], None],
    label: str,
    captions: list[str] | None = None,
) -> None:
    """Place <ten-gallery>. What is picked comes with the set that it was picked from, because a
    click may arrive after the images have changed; ``picked`` reads it."""
    elements.show(
        "gallery",
        key=key,
        data={
            "set": [int(row) for row in rows],
            "pixels": encoding.encoded(split.rows[list(rows)]),
            "names": [f"image {row}, a {split.labels[row]}" for row in rows],
            "captions": captions,
            "chosen": chosen,
            "label": label,
        },
        on={"picked": on_pick},
    )


def picked(key: str) -> int | None:
    """The row of the split that was picked, if what the browser sent can be one."""
    match st.session_state[key]["picked"]:
        case [[*rows], int(i), *_] if 0 <= i < len(rows):
            row = rows[i]
            return row if isinstance(row, int) else None
    return None


def labelled(split: Split, rows: Sequence[int] | np.ndarray) -> list[dict[str, object]]:
    """Images for an element that draws each, and says which digit it ``shows``."""
    return [
        {"picture": encoding.encoded(split.rows[i]), "shows": int(split.labels[i])} for i in rows
    ]


def ink(key: str, x: np.ndarray, size: int, alt: str, caption: str = "") -> None:
    """An image (784,) in 0..1, in the ink of the theme."""
    data = {"pixels": encoding.grey(x), "size": size, "alt": alt, "caption": caption}
    elements.show("composed", key=key, data=data)
