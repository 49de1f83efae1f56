"""How far the classes lie apart as numbers and as one-hot rows."""

import numpy as np
import streamlit as st

from pages.learn.chapters import Chapter
from pages.learn.one_hot.matrix import chosen_label, class_count
from pages.shared.components import elements
from pages.shared.components.events import event, whole
from softmax.lesson.one_hot import label_distances, row_distances
from softmax.numbers import fixed


def between_classes(chapter: Chapter) -> None:
    """<ten-distances>: from one class to each of the others, in both forms."""
    st.markdown("## Why not the number itself?")
    chapter.prose("Numbers")
    h, start = class_count(), _start()
    numbers, rows = label_distances(range(h))[start], row_distances(range(h), h)[start]
    elements.show(
        "distances",
        key="one-hot-distances",
        data={
            "from": start,
            "h": h,
            "words": f"from {start} to",
            "rows": [
                _described("as numbers", f"|{start} − j|", numbers, 0),
                _described("as rows", "√2 = 1.41", rows, 2),
            ],
        },
        on={"chosen": event(_choose_start, whole(0, h - 1))},
    )


def _described(name: str, note: str, distances: np.ndarray, decimals: int) -> dict[str, object]:
    texts = [fixed(float(d), decimals) if d else "0" for d in distances]
    return {"name": name, "note": note, "values": distances.tolist(), "texts": texts}


def _start() -> int:
    """The class to measure from: the one clicked, or that of the chosen label."""
    start: int = st.session_state.get("one_hot_from", chosen_label().value or 0)
    return min(start, class_count() - 1)


def _choose_start(start: int) -> None:
    st.session_state["one_hot_from"] = start
