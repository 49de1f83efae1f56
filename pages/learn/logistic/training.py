"""The controls of the training, and what is repainted while it runs."""

import streamlit as st

from pages.learn.chapters import Chapter
from pages.learn.logistic import evidence, images, model
from pages.shared.components import elements
from pages.shared.components.widgets import choice
from pages.shared.state import lesson_progress
from softmax.data import CLASSES
from softmax.lesson import logistic as lesson
from softmax.numbers import a_digit, percent

STEPS_PER_TICK, TICK_S = 5, 0.1
LOSS_AXIS = {
    "log": False, "low": 0.0, "high": 0.75, "ticks": [[0, "0"], [0.25, "0.25"], [0.5, "0.5"]],
}  # fmt: skip


def controls() -> None:
    """The digit to recognise, and Train, Pause and Reset."""
    with st.container(key="logistic-controls", horizontal=True, vertical_alignment="bottom"):
        choice("Is it a …?", range(CLASSES), 3, key="logistic_digit", on_change=_reset)
        if _is_training():
            st.button("Pause", key="logistic_pause", on_click=_pause)
        else:
            st.button(
                _train_label(), key="logistic_train", on_click=_train,
                type="secondary" if lesson_progress.is_done("logistic") else "primary",
            )  # fmt: skip
        untouched = not (model.current().steps or _is_training())
        st.button("Reset", key="logistic_reset", on_click=_reset, disabled=untouched)


def live(chapter: Chapter) -> None:
    """Prose, loss, images and evidence, repainted while the model trains."""
    run_every = TICK_S if _is_training() else None
    st.fragment(_live, run_every=run_every, key="logistic-view")(chapter)


def _live(chapter: Chapter) -> None:
    if _is_training():
        model.advance(STEPS_PER_TICK)
    words, figures = chapter.columns()
    row = images.chosen()
    found = evidence.of(row)
    with words:
        _loss(chapter)
        evidence.formula(found)
    with figures:
        images.show()
        evidence.show(row, found)
        chapter.prose("Sigmoid")
    if _is_training() and model.current().steps >= model.STEPS:
        _pause()
        lesson_progress.mark_done("logistic")
        st.rerun()


def _is_training() -> bool:
    return bool(st.session_state.get("logistic_training", False))


def _train_label() -> str:
    steps = model.current().steps
    if not steps:
        return f"Train it to see {a_digit(model.digit())}"
    return "Train again" if steps >= model.STEPS else "Go on"


def _reset() -> None:
    model.reset()
    _pause()
    images.forget_mistakes()


def _train() -> None:
    if model.current().steps >= model.STEPS:
        model.reset()
    images.forget_mistakes()
    st.session_state["logistic_training"] = True


def _pause() -> None:
    st.session_state["logistic_training"] = False


def _loss(chapter: Chapter) -> None:
    """The loss curve; the accuracy, and that of the constant answer no as a baseline."""
    now, (X, labels) = model.current(), model.validation()
    score = lesson.score(X, labels == model.digit(), *model.parameters())
    elements.show(
        "descent",
        key="logistic-descent",
        data={
            "note": chapter.text.sections["Loss"].format(n=f"{model.VALIDATION_SIZE:,}"),
            "losses": [round(loss, 4) for loss in now.losses],
            "steps": model.STEPS,
            "axis": LOSS_AXIS,
            "high": 118,
            "end": f"{now.loss:.3f}",
            "numbers": [
                [percent(score.accuracy), "right"],
                [percent(score.always_no), "by always saying no"],
                [percent(score.found), f"of the {model.digit()}s found"],
            ],
        },
    )
    st.button(
        "Show what it gets wrong", key="logistic_mistakes", on_click=images.find_mistakes,
        disabled=_is_training() or not now.steps,
    )  # fmt: skip
