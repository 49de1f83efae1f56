"""The parts of chapter 2: one row of weights that learns a digit, and what it says of an image."""

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
from softmax.charts import percent, symmetric_limit
from softmax.data import CLASSES, PIXELS, Split
from softmax.lesson import descent
from softmax.lesson import logistic as lesson
from softmax.lesson.descent import Descent
from softmax.lesson.logistic import Evidence
from softmax.maths import rounded_terms

STEPS, STEPS_A_TICK, TICK_S = 300, 5, 0.1
BATCH_SIZE, LEARNING_RATE = 128, 0.5
# The loss and the accuracy on screen are those of this many images that it does not learn from.
JUDGED = 1_000
YES, NO = 6, 6
TERMS = ("w · x", "b", "z", "a")
LOSS_AXIS = {
    "log": False, "low": 0.0, "high": 0.75, "ticks": [[0, "0"], [0.25, "0.25"], [0.5, "0.5"]],
}  # fmt: skip


# -- the model --------------------------------------------------------------------------------


def controls() -> None:
    """Which digit it is about, and the buttons that train."""
    with st.container(key="logistic-controls", horizontal=True, vertical_alignment="bottom"):
        choice("Is it a …?", range(CLASSES), 3, key="logistic_digit", on_change=_reset)
        if _going():
            st.button("Pause", key="logistic_pause", on_click=_pause)
        else:
            st.button(
                _what_next(), key="logistic_train", on_click=_train,
                type="secondary" if chapters.is_done("logistic") else "primary",
            )  # fmt: skip
        untouched = not (_now().steps or _going())
        st.button("Reset", key="logistic_reset", on_click=_reset, disabled=untouched)


def live(chapter: Chapter) -> None:
    """Everything that moves while it trains, and the words beside it."""
    run_every = TICK_S if _going() else None
    st.fragment(_view, run_every=run_every, key="logistic-view")(chapter)


def _view(chapter: Chapter) -> None:
    if _going():
        _advance()
    words, thing = st.columns([0.32, 0.68], gap="large")
    said = _evidence()
    with words:
        chapter.prose()
        _learning(chapter)
        _formula(said)
    with thing:
        _images()
        _shown(said)
        chapter.prose("Sigmoid")
    if _going() and _now().steps >= STEPS:
        st.session_state["logistic_going"] = False
        chapters.done("logistic")
        st.rerun()


def _digit() -> int:
    digit: int = st.session_state.get("logistic_digit", 3)
    return digit


def _going() -> bool:
    return bool(st.session_state.get("logistic_going", False))


def _what_next() -> str:
    if not _now().steps:
        return f"Train it to see a {_digit()}"
    return "Train again" if _now().steps >= STEPS else "Go on"


def _now() -> Descent:
    if "logistic_descent" not in st.session_state:
        _reset()
    found: Descent = st.session_state["logistic_descent"]
    return found


def _reset() -> None:
    X, labels = _judged()
    y = (labels == _digit()).astype(float)[:, None]
    st.session_state["logistic_descent"] = descent.begin(X, y, "sigmoid")
    st.session_state["logistic_going"] = False
    _forget_mistakes()


def _train() -> None:
    if _now().steps >= STEPS:
        _reset()
    _forget_mistakes()
    st.session_state["logistic_going"] = True


def _pause() -> None:
    st.session_state["logistic_going"] = False


def _advance() -> None:
    train, (X, labels), now = resources.dataset().train, _judged(), _now()
    judged = X, (labels == _digit()).astype(float)[:, None]
    for _ in range(min(STEPS_A_TICK, STEPS - now.steps)):
        rows = descent.batch(now.steps, BATCH_SIZE, len(train))
        x, y = train.rows[rows] / 255, (train.labels[rows] == _digit()).astype(float)[:, None]
        now = descent.step(now, x, y, LEARNING_RATE, judged)
    st.session_state["logistic_descent"] = now


@functools.cache
def _judged() -> tuple[np.ndarray, np.ndarray]:
    validation = resources.dataset().validation
    return validation.rows[:JUDGED] / 255, validation.labels[:JUDGED]


def _learning(chapter: Chapter) -> None:
    """The loss, and the accuracy beside that of saying no to everything."""
    now, (X, labels) = _now(), _judged()
    how = lesson.score(X, labels == _digit(), now.W[0], float(now.b[0]))
    elements.show(
        "descent",
        key="logistic-descent",
        data={
            "note": chapter.text.sections["Loss"].format(n=f"{JUDGED:,}"),
            "losses": [round(loss, 4) for loss in now.losses],
            "steps": STEPS,
            "axis": LOSS_AXIS,
            "high": 118,
            "end": f"{now.loss:.3f}",
            "numbers": [
                [percent(how.accuracy), "right"],
                [percent(how.always_no), "by always saying no"],
                [percent(how.found), f"of the {_digit()}s found"],
            ],
        },
    )
    st.button(
        "Show what it gets wrong", key="logistic_mistakes", on_click=_find_mistakes,
        disabled=_going() or not now.steps,
    )  # fmt: skip


# -- one image --------------------------------------------------------------------------------


def _images() -> None:
    """Some that are the digit, some that are not; below each what the model says of it."""
    rows, now = _rows(), _now()
    images = resources.dataset().validation
    said = [lesson.evidence(x / 255, now.W[0], float(now.b[0])).a for x in images.rows[rows]]
    gallery.show(
        "logistic-gallery", images, rows, rows.index(_row()), _pick,
        label=f"Images, with the probability of being a {_digit()}",
        captions=[f"{a:.2f}" for a in said],
    )  # fmt: skip


def _rows() -> list[int]:
    """Images that the model does not learn from: six of the digit and six of others; or those
    that it got wrong when that was asked."""
    found: list[int] = st.session_state.get("logistic_wrong", [])
    if found:
        return found
    images, digit = resources.dataset().validation, _digit()
    yes = gallery.of_digit(images, digit, 0, YES)
    others = np.flatnonzero(images.labels != digit)[: NO + YES - len(yes)]
    return [int(row) for row in (*yes, *others)]


def _find_mistakes() -> None:
    """The next twelve images that it gets wrong, the worst first."""
    X, labels = _judged()
    now, seen = _now(), st.session_state.get("logistic_wrong_seen", 0)
    wrong = lesson.misclassified(X, labels == _digit(), now.W[0], float(now.b[0]))
    first = seen if seen < len(wrong) else 0
    st.session_state["logistic_wrong"] = wrong[first : first + YES + NO].tolist()
    st.session_state["logistic_wrong_seen"] = first + YES + NO
    st.session_state.pop("logistic_row", None)


def _forget_mistakes() -> None:
    for name in ("logistic_wrong", "logistic_wrong_seen"):
        st.session_state.pop(name, None)


def _row() -> int:
    rows = _rows()
    row: int = st.session_state.get("logistic_row", rows[0])
    return row if row in rows else rows[0]


def _pick() -> None:
    row = gallery.picked("logistic-gallery")
    if row is not None:
        st.session_state["logistic_row"] = row


def _image() -> tuple[np.ndarray, int]:
    images: Split = resources.dataset().validation
    return images.rows[_row()], int(images.labels[_row()])


def _evidence() -> Evidence:
    now = _now()
    return lesson.evidence(_image()[0] / 255, now.W[0], float(now.b[0]))


def _shown(said: Evidence) -> None:
    w, limit = _now().W[0], symmetric_limit(_now().W)
    (pro, con, b), _ = rounded_terms((said.pro, said.con, said.b), 2)
    elements.show(
        "evidence",
        key="logistic-evidence",
        data={
            "pixels": encoding.encoded(_image()[0]),
            "weights": _signed(w, limit),
            "products": _signed(said.products, limit),
            "limit": limit,
            "pro": pro, "con": con, "b": b, "z": round(said.z, 4), "a": round(said.a, 6),
            "term": {"w · x": "w"}.get(_term(), _term()),
            "says": _verdict(said),
        },
    )  # fmt: skip


def _signed(values: np.ndarray, limit: float) -> str:
    """-127..127 on a scale that ends at ``limit``."""
    assert values.shape == (PIXELS,)
    return encoding.signed(values, limit)["values"]


def _verdict(said: Evidence) -> list[str]:
    """What the model says in words, and whether that is right."""
    digit, label = _digit(), _image()[1]
    if said.z == 0:
        return ["It cannot say yet."]
    right = (said.z > 0) == (label == digit)
    return [
        f"It says: {'a' if said.z > 0 else 'not a'} {digit}.",
        f"{'Right' if right else 'Wrong'}, it is a {label}.",
    ]


def _term() -> str:
    term: str = st.session_state.get("logistic_term") or TERMS[0]
    return term


def _formula(said: Evidence) -> None:
    """z and a with this image's numbers; the term in question lights up."""
    choice("Term", TERMS, TERMS[0], key="logistic_term", shown=False)
    term = _term()
    (pro, con, b), _ = rounded_terms((said.pro, said.con, said.b), 2)
    z = f"{said.z + 0.0:.2f}"
    dot = tex.lit(rf"({pro:.2f} {con:+.2f})" if con else f"{pro:.2f}", term == "w · x")
    bias = tex.lit(f"{abs(b):.2f}", term == "b")
    logit = tex.lit(z, term == "z")
    exponent = tex.lit(f"{-said.z + 0.0:.2f}", term == "z")
    result = tex.lit(rf"\mathbf{{{said.a:.3f}}}", term == "a")
    with st.container(key="logistic-formula"):
        st.latex(
            rf"\begin{{aligned}} z &= w \cdot x + b \\ &= {dot} {'-' if b < 0 else '+'} {bias} "
            rf"= {logit} \\[6pt] a &= \frac{{1}}{{1 + e^{{-z}}}} "
            rf"= \frac{{1}}{{1 + e^{{{exponent}}}}} = {result} \end{{aligned}}"
        )
