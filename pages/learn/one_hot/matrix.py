"""Labels to type and their one-hot rows, the matrix Y."""

import streamlit as st

from pages.learn import gallery, tex
from pages.learn.chapters import Chapter
from pages.shared.components.events import event, many, text, whole
from pages.shared.components.widgets import choice
from pages.shared.state import image_links, lesson_progress, resources
from softmax.data import CLASSES
from softmax.lesson.one_hot import Label, read_label

LABELS = ("0", "1", "3", "2")
CLASS_COUNTS = tuple(range(2, CLASSES + 1))
DEFAULT_CLASS_COUNT = 4
# Of what is typed, so many characters are kept.
MAX_CHARACTERS = 24
ROW = whole(0, len(LABELS) - 1)


def class_count() -> int:
    """h, the number of classes."""
    h: int = st.session_state.setdefault("one_hot_h", DEFAULT_CLASS_COUNT)
    return h


def chosen_label() -> Label:
    """The label that the formula is about."""
    return _labels()[_chosen()]


def controls() -> None:
    """The number of classes; labels of test images, or those of the example."""
    with st.container(key="one-hot-source", horizontal=True, vertical_alignment="bottom"):
        choice("Classes h", CLASS_COUNTS, class_count(), key="one_hot_width", on_change=_resize)
        st.button("Labels of test images", key="one_hot_images", on_click=_next_images)
        if "one_hot_first" in st.session_state:
            st.button("0, 1, 3, 2", key="one_hot_again", on_click=_example)


def editable(chapter: Chapter) -> None:
    """<ten-one-hot>: the labels with their rows, and a note for each label without one."""
    labels, h = _labels(), class_count()
    valid = sum(label.value is not None for label in labels)
    image_links.show(
        "one-hot",
        "one-hot-matrix",
        {
            "h": h,
            "chosen": _chosen(),
            "rows": [
                {"text": label.text, "label": label.value, **picture}
                for label, picture in zip(labels, _pictures(), strict=True)
            ],
            "shape": f"Y is N × h = {valid} × {h}",
            "notes": [{"text": note} for note in _notes(chapter, labels)],
        },
        "test",
        on={
            "labelled": event(_labels_changed, ROW, many(text, len(LABELS), len(LABELS))),
            "chosen": event(_choose, ROW),
        },
    )


def formula() -> None:
    """The definition, and the chosen row with its 1 highlighted."""
    i, label = _chosen() + 1, chosen_label().value
    with st.container(key="one-hot-formula"):
        st.latex(
            r"Y_{ij} = \begin{cases} 1 & \text{if } j = y_i \\ 0 & \text{otherwise} \end{cases}"
        )
        if label is None:
            st.latex(rf"\begin{{aligned}} y_{i} &= \;? \\ Y_{i} &= \;? \end{{aligned}}")
            return
        row = ",\\, ".join(tex.highlight("1") if j == label else "0" for j in range(class_count()))
        st.latex(rf"\begin{{aligned}} y_{i} &= {label} \\ Y_{i} &= ({row}) \end{{aligned}}")


def _labels() -> list[Label]:
    texts: list[str] = st.session_state.setdefault("one_hot_labels", list(LABELS))
    return [read_label(text, class_count()) for text in texts]


def _chosen() -> int:
    chosen: int = st.session_state.get("one_hot_chosen", 2)
    return chosen


def _pictures() -> list[dict[str, object]]:
    """The images that the labels belong to, if they are labels of images."""
    first = st.session_state.get("one_hot_first")
    if first is None:
        return [{"picture": None}] * len(LABELS)
    return gallery.labelled(resources.dataset().test, _image_rows(first))


def _image_rows(first: int) -> list[int]:
    return [(first + i) % len(resources.dataset().test) for i in range(len(LABELS))]


def _notes(chapter: Chapter, labels: list[Label]) -> list[str]:
    """A note for each label that is not valid, or that is not the label of its image."""
    first, h = st.session_state.get("one_hot_first"), class_count()
    notes = []
    for i, label in enumerate(labels):
        values = {"sample": i + 1, "text": label.text, "h": h, "most": h - 1, "label": label.value}
        if label.wrong is not None:
            notes.append(chapter.text.sections[f"Wrong: {label.wrong}"].format(**values))
        elif first is not None:
            true = int(resources.dataset().test.labels[_image_rows(first)[i]])
            if true != label.value:
                text = chapter.text.sections["Wrong: not what the data say"]
                notes.append(text.format(**values, true=true))
    return notes


def _labels_changed(i: int, texts: list[str]) -> None:
    st.session_state["one_hot_labels"] = [each[:MAX_CHARACTERS] for each in texts]
    st.session_state["one_hot_chosen"] = i
    st.session_state.pop("one_hot_from", None)
    lesson_progress.mark_done("one_hot")


def _choose(i: int) -> None:
    st.session_state["one_hot_chosen"] = i


def _resize() -> None:
    st.session_state["one_hot_h"] = st.session_state["one_hot_width"]


def _next_images() -> None:
    """The labels of the next four test images, and a column for each of the ten classes."""
    first = st.session_state.get("one_hot_first", -len(LABELS)) + len(LABELS)
    test = resources.dataset().test
    st.session_state["one_hot_first"] = first % len(test)
    st.session_state["one_hot_labels"] = [str(test.labels[i]) for i in _image_rows(first)]
    st.session_state["one_hot_h"] = st.session_state["one_hot_width"] = CLASSES


def _example() -> None:
    st.session_state.pop("one_hot_first", None)
    st.session_state["one_hot_labels"] = list(LABELS)
    st.session_state["one_hot_h"] = st.session_state["one_hot_width"] = DEFAULT_CLASS_COUNT
