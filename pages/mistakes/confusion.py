"""The confusion matrix, and the images behind one of its cells."""

from __future__ import annotations

import numpy as np
import streamlit as st

from pages.mistakes.evaluated_model import Judged
from pages.shared.components import elements, encoding
from softmax.charts import percent
from softmax.data import SIDE
from softmax.evaluation import confusion_matrix, images_of, misclassified, precision, recall

SHOWN = 24

Cell = tuple[int, int]


def matrix(model: Judged) -> None:
    """Rows are what was written, columns what is read; a click on a cell asks for its images."""
    reading = model.test
    counts = confusion_matrix(reading)
    wrong, everything = int((~reading.correct).sum()), len(reading)
    elements.show(
        "confusion",
        key="confusion",
        data={
            "counts": counts.tolist(),
            "recall": _shares(recall(counts)),
            "precision": _shares(precision(counts)),
            "chosen": chosen(),
            "summary": f"{wrong:,} of {everything:,} test images are misread, "
            f"{percent(wrong / everything)}.",
            "judged": f"Read by {model.name}.",
        },
        on={"chosen": _choose},
    )


def images(model: Judged) -> None:
    """Some of the images of the chosen cell, or of all mistakes, the most confident first."""
    reading, cell = model.test, chosen()
    found = misclassified(reading) if cell is None else images_of(reading, *cell)
    page = min(st.session_state.get("misread_page", 0), (max(len(found), 1) - 1) // SHOWN)
    shown = found[page * SHOWN : (page + 1) * SHOWN]
    elements.show(
        "misread",
        key="misread",
        data={
            "chosen": cell,
            "total": len(found),
            "page": page,
            "first": page * SHOWN + 1,
            "sprite": _sprite(model, shown),
            "labels": reading.labels[shown].tolist(),
            "predicted": reading.predicted[shown].tolist(),
            "shares": [percent(share) for share in reading.confidence[shown]],
        },
        on={"page": _turn, "chosen": _choose_none},
    )


def chosen() -> Cell | None:
    """The cell whose images are shown: (what was written, what is read); None for all mistakes."""
    cell: Cell | None = st.session_state.get("mistakes_cell")
    return cell


def _choose() -> None:
    truth, read_as, _ = st.session_state["confusion"]["chosen"]
    cell = (int(truth), int(read_as))
    st.session_state["mistakes_cell"] = None if cell == chosen() else cell
    st.session_state["misread_page"] = 0


def _choose_none() -> None:
    st.session_state["mistakes_cell"] = None
    st.session_state["misread_page"] = 0


def _turn() -> None:
    page, _ = st.session_state["misread"]["page"]
    st.session_state["misread_page"] = max(0, int(page))


def _shares(values: np.ndarray) -> list[float | None]:
    """For JSON, which has no NaN."""
    return [None if np.isnan(value) else round(float(value), 4) for value in values]


def _sprite(model: Judged, positions: np.ndarray) -> str | None:
    """The images under each other in one grey PNG, as a data URI."""
    if not len(positions):
        return None
    return encoding.png(model.dataset.test.images[positions].reshape(-1, SIDE))
