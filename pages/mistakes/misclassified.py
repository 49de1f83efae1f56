"""The images behind a cell of the confusion matrix, or all misclassified ones, in pages."""

import functools

import streamlit as st

from pages.mistakes.evaluated_model import EvaluatedModel
from pages.shared.components import encoding
from pages.shared.components.events import event, whole
from pages.shared.state import image_links
from softmax.data import SIDE
from softmax.evaluation import images_of, misclassified
from softmax.numbers import percent

SHOWN = 24

Cell = tuple[int, int]


def show(model: EvaluatedModel) -> None:
    """One page of the images, the most confident mistakes first."""
    predictions, cell = model.test, chosen_cell()
    found = misclassified(predictions) if cell is None else images_of(predictions, *cell)
    page = min(st.session_state.get("misread_page", 0), (max(len(found), 1) - 1) // SHOWN)
    shown = found[page * SHOWN : (page + 1) * SHOWN]
    images = model.dataset.test.images[shown].reshape(-1, SIDE)  # below each other
    image_links.show(
        "misread",
        "misread",
        {
            "chosen": cell,
            "total": len(found),
            "page": page,
            "first": page * SHOWN + 1,
            "sprite": encoding.png(images) if len(shown) else None,
            "rows": shown.tolist(),
            "labels": predictions.labels[shown].tolist(),
            "predicted": predictions.predicted[shown].tolist(),
            "shares": [percent(share) for share in predictions.confidence[shown]],
        },
        "test",
        on={
            "page": event(_turn, whole(0, len(found) // SHOWN)),
            "chosen": event(functools.partial(choose, None)),
        },
    )


def chosen_cell() -> Cell | None:
    """The cell whose images are shown, (label, prediction); None for all mistakes."""
    cell: Cell | None = st.session_state.get("mistakes_cell")
    return cell


def choose(cell: Cell | None) -> None:
    """Show the images of a cell, or with None all mistakes, from the first page."""
    st.session_state["mistakes_cell"] = cell
    st.session_state["misread_page"] = 0


def _turn(page: int) -> None:
    st.session_state["misread_page"] = page
