"""The parts of chapter 5: labels to type, their rows to click, and why a number will not do."""

from __future__ import annotations

import functools

import numpy as np
import streamlit as st

from pages.learn import chapters, gallery
from pages.learn import formula as tex
from pages.learn.chapters import Chapter
from pages.shared.components import elements
from pages.shared.state import resources
from pages.shared.state.widgets import choice
from softmax.charts import percent
from softmax.data import CLASSES
from softmax.lesson.one_hot import (
    Label,
    TwoWays,
    label_distances,
    read_label,
    row_distances,
    teach_two_ways,
)

LABELS = ("0", "1", "3", "2")
WIDTHS = tuple(range(2, CLASSES + 1))
START_WIDTH = 4
TAUGHT = 5_000
SHOWN = 6


def width() -> int:
    """h, the number of classes."""
    h: int = st.session_state.setdefault("one_hot_h", START_WIDTH)
    return h


def labels() -> list[Label]:
    """The labels on the page, as typed."""
    texts: list[str] = st.session_state.setdefault("one_hot_labels", list(LABELS))
    return [read_label(text, width()) for text in texts]


def matrix(chapter: Chapter) -> None:
    """The labels with their rows, and what is wrong with those that have none."""
    _source()
    found, pictures, h = labels(), _pictures(), width()
    usable = sum(label.value is not None for label in found)
    elements.show(
        "one-hot",
        key="one-hot-matrix",
        data={
            "h": h,
            "chosen": _chosen(),
            "rows": [
                {"text": label.text, "label": label.value, **picture}
                for label, picture in zip(found, pictures, strict=True)
            ],
            "shape": f"Y is N × h = {usable} × {h}",
            "notes": [{"text": note} for note in _notes(chapter, found)],
        },
        on={"labelled": _labelled, "chosen": _choose},
    )


def formula() -> None:
    """The definition, and the row in question with its 1 lit."""
    i, h = _chosen(), width()
    label = labels()[i]
    with st.container(key="one-hot-formula"):
        _formula(i, h, label)


def _formula(i: int, h: int, label: Label) -> None:
    general = r"Y_{ij} = \begin{cases} 1 & \text{if } j = y_i \\ 0 & \text{otherwise} \end{cases}"
    st.latex(general)
    if label.value is None:
        st.latex(rf"\begin{{aligned}} y_{i + 1} &= \;? \\ Y_{i + 1} &= \;? \end{{aligned}}")
        return
    row = ",\\, ".join(tex.lit("1", True) if j == label.value else "0" for j in range(h))
    st.latex(
        rf"\begin{{aligned}} y_{i + 1} &= {label.value} \\ Y_{i + 1} &= ({row}) \end{{aligned}}"
    )


def _source() -> None:
    """How many classes; and whose labels: one's own, or those of test images."""
    with st.container(key="one-hot-source", horizontal=True, vertical_alignment="bottom"):
        choice("Classes h", WIDTHS, width(), key="one_hot_width", on_change=_resize)
        st.button("Labels of test images", key="one_hot_images", on_click=_from_images)
        if "one_hot_first" in st.session_state:
            st.button("0, 1, 3, 2", key="one_hot_again", on_click=_from_example)


def _pictures() -> list[dict[str, object]]:
    """The images that the labels belong to, if they are those of images."""
    first = st.session_state.get("one_hot_first")
    if first is None:
        return [{"picture": None}] * len(LABELS)
    return gallery.labelled(resources.dataset().test, _numbers(first))


def _numbers(first: int) -> list[int]:
    return [(first + i) % len(resources.dataset().test) for i in range(len(LABELS))]


def _notes(chapter: Chapter, found: list[Label]) -> list[str]:
    """A friendly word for each label that has no row, or that is not the image's."""
    first, h = st.session_state.get("one_hot_first"), width()
    notes = []
    for i, label in enumerate(found):
        says = {"sample": i + 1, "text": label.text, "h": h, "most": h - 1, "label": label.value}
        if label.wrong is not None:
            notes.append(chapter.text.sections[f"Wrong: {label.wrong}"].format(**says))
        elif first is not None:
            true = int(resources.dataset().test.labels[_numbers(first)[i]])
            if true != label.value:
                text = chapter.text.sections["Wrong: not what the data say"]
                notes.append(text.format(**says, true=true))
    return notes


def _labelled() -> None:
    i, texts, _ = st.session_state["one-hot-matrix"]["labelled"]
    st.session_state["one_hot_labels"] = [str(text)[:24] for text in texts]
    st.session_state["one_hot_chosen"] = i
    st.session_state.pop("one_hot_from", None)
    chapters.done("one_hot")


def _choose() -> None:
    st.session_state["one_hot_chosen"] = st.session_state["one-hot-matrix"]["chosen"][0]


def _chosen() -> int:
    chosen: int = st.session_state.get("one_hot_chosen", 2)
    return chosen


def _resize() -> None:
    st.session_state["one_hot_h"] = st.session_state["one_hot_width"]


def _from_images() -> None:
    """The next four test images: their labels, and a column for each of the ten classes."""
    first = st.session_state.get("one_hot_first", -len(LABELS)) + len(LABELS)
    test = resources.dataset().test
    st.session_state["one_hot_first"] = first % len(test)
    st.session_state["one_hot_labels"] = [str(test.labels[i]) for i in _numbers(first)]
    st.session_state["one_hot_h"] = st.session_state["one_hot_width"] = CLASSES


def _from_example() -> None:
    st.session_state.pop("one_hot_first", None)
    st.session_state["one_hot_labels"] = list(LABELS)
    st.session_state["one_hot_h"] = st.session_state["one_hot_width"] = START_WIDTH


def why_not_the_number(chapter: Chapter) -> None:
    """How far the classes lie apart, and what a model learns from either form of the label."""
    with st.container(key="one-hot-why"):
        _why_not_the_number(chapter)


def _why_not_the_number(chapter: Chapter) -> None:
    left, right = st.columns([0.4, 0.6], gap="large")
    with left:
        st.markdown("## Why not the number itself?")
        chapter.prose("Numbers")
        _distances()
    with right:
        st.markdown("## The same model, taught both ways")
        chapter.prose("Proof")
        if st.session_state.get("one_hot_taught"):
            _answers(chapter)
        else:
            st.button("Teach both", key="one_hot_teach", on_click=_teach)


def _distances() -> None:
    """From one class to the others, between the numbers and between the rows."""
    h, start = width(), _start()
    numbers, rows = label_distances(range(h))[start], row_distances(range(h), h)[start]
    elements.show(
        "distances",
        key="one-hot-distances",
        data={
            "from": start,
            "h": h,
            "words": f"from {start} to",
            "rows": [
                _distance("as numbers", f"|{start} − j|", numbers, 0),
                _distance("as rows", "√2 = 1.41", rows, 2),
            ],
        },
        on={"chosen": _measure},
    )


def _distance(name: str, note: str, values: np.ndarray, decimals: int) -> dict[str, object]:
    texts = [tex.number(float(d), decimals) if d else "0" for d in values]
    return {"name": name, "note": note, "values": values.tolist(), "texts": texts}


def _start() -> int:
    """The class to measure from: the one chosen, or the label in question."""
    label = labels()[_chosen()].value
    start: int = st.session_state.get("one_hot_from", label or 0)
    return min(start, width() - 1)


def _measure() -> None:
    st.session_state["one_hot_from"] = st.session_state["one-hot-distances"]["chosen"][0]


def _teach() -> None:
    st.session_state["one_hot_taught"] = True


@functools.cache
def _two_ways() -> TwoWays:
    train = resources.dataset().train
    return teach_two_ways(train.rows[:TAUGHT] / 255, train.labels[:TAUGHT], CLASSES)


@functools.cache
def _shares() -> tuple[float, float]:
    """How much of the test images each way gets right."""
    test, ways = resources.dataset().test, _two_ways()
    X = test.rows / 255
    right = [(read(X) == test.labels).mean() for read in (ways.number_classes, ways.row_classes)]
    return float(right[0]), float(right[1])


def _answers(chapter: Chapter) -> None:
    """What both say about a few test images, and how often they are right."""
    test, ways = resources.dataset().test, _two_ways()
    shown = np.arange(min(SHOWN, len(test)))
    X, y = test.rows[shown] / 255, test.labels[shown]
    numbers, by_number, by_row = ways.number_answers(X), ways.number_classes(X), ways.row_classes(X)
    largest = ways.by_row(X).max(axis=-1)
    share = [percent(value) for value in _shares()]
    elements.show("two-answers", key="one-hot-answers", data={
        "pictures": gallery.labelled(test, shown),
        "rows": [
            _answer("as a number", "rounded", numbers, by_number, y, share[0]),
            _answer("as a one-hot row", "largest of ten", largest, by_row, y, share[1]),
        ],
    })  # fmt: skip
    chapter.prose("Proved", n=f"{len(test):,}")


def _answer(
    name: str, note: str, said: np.ndarray, read: np.ndarray, y: np.ndarray, share: str
) -> dict[str, object]:
    answers = [
        {"said": tex.number(float(s), 2), "read": str(r), "right": bool(r == true)}
        for s, r, true in zip(said, read, y, strict=True)
    ]
    return {"name": name, "note": note, "answers": answers, "share": share}
