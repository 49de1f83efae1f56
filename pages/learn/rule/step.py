"""One step of the learning rule: its formula, the buttons, and the losses before and after."""

import functools
import math

import numpy as np
import streamlit as st

from pages.learn import tex
from pages.learn.rule import selection
from pages.learn.rule.selection import DEFAULT_RATE, ERROR, IMAGE, RATE, RATES, TERMS, bench
from pages.shared.components import elements
from pages.shared.components.widgets import choice
from pages.shared.state import lesson_progress, resources, view_options
from softmax import numbers
from softmax.data import CLASSES
from softmax.lesson.rule import Look, accuracy
from softmax.numbers import a_digit, percent

VALIDATION_SIZE = 1_000
BIAS_DECIMALS = 4


def show() -> None:
    """Three columns: formula, controls, outcome."""
    with st.container(key="rule-step"):
        formula, controls, outcome = st.columns([0.28, 0.36, 0.36], gap="medium")
        with formula:
            _formula()
        with controls:
            _controls()
        with outcome:
            elements.show("losses", key="rule-losses", data=_outcome())


def _formula() -> None:
    """The rule for weights and bias, and the same with the numbers of one class; the chosen term
    is highlighted."""
    choice("Term", TERMS, ERROR, key="rule_term", shown=False)
    now, j, term = selection.outputs(), selection.chosen_class(), selection.chosen_term()
    rate = tex.highlight(f"{selection.chosen_rate():g}", term == RATE)
    general = tex.highlight("(a - y)", term == ERROR)
    error = tex.highlight(f"({now.a[j]:.2f} - {now.y[j]:.0f})", term == ERROR)
    row, column = tex.highlight("x^T", term == IMAGE), tex.highlight("x", term == IMAGE)
    weights = (
        rf"W &\leftarrow W - {rate}\,{general}\,{row} \\[4pt] "
        rf"w_{j} &\leftarrow w_{j} - {rate} \cdot {error}\; {column}"
    )
    bias = (
        rf"\\[10pt] b &\leftarrow b - {rate}\,{general} \\[4pt] "
        rf"b_{j} &\leftarrow b_{j} - {rate} \cdot {error} \\ {_bias_step(now, j)}"
    )
    # A projector has room for the weights below all ten columns, but not for the bias.
    shown = weights if view_options.presents() else weights + bias
    st.latex(rf"\begin{{aligned}} {shown} \end{{aligned}}")


def _bias_step(now: Look, j: int) -> str:
    """The step of the bias of class j in numbers, on two lines."""
    b, change = float(bench().model.b[j]), selection.chosen_rate() * float(now.error[j])
    of_printed = selection.chosen_rate() * (float(f"{now.a[j]:.2f}") - float(now.y[j]))
    before, size, after = (tex.rounded(v, BIAS_DECIMALS) for v in (b, abs(change), b - change))
    first = tex.equals(abs(of_printed), size)
    last = tex.equals(float(before) - math.copysign(float(size), change), after)
    return rf"&{first} {before} {'-' if change > 0 else '+'} {size} \\ &{last} {after}"


def _controls() -> None:
    with st.container(key="rule-rate", horizontal=True, vertical_alignment="center"):
        st.markdown("Learning rate")
        choice("Learning rate", RATES, DEFAULT_RATE, key="rule_rate", shown=False)
    untouched = not bench().steps
    with st.container(key="rule-buttons", horizontal=True, vertical_alignment="center"):
        st.button(
            "Make one step", key="rule_step", on_click=_step,
            type="secondary" if lesson_progress.is_done("rule") else "primary",
        )  # fmt: skip
        st.button("Undo", key="rule_undo", on_click=_undo, disabled=untouched)
        st.button("Start over", key="rule_restart", on_click=_restart, disabled=untouched)


def _step() -> None:
    x, label = selection.image()
    rate, head = selection.chosen_rate(), selection.chosen_head()
    st.session_state["rule_bench"] = bench().step(x, np.eye(CLASSES)[label], rate, head)
    st.session_state["rule_last"] = _shown()
    lesson_progress.mark_done("rule")


def _undo() -> None:
    st.session_state["rule_bench"] = bench().undo()
    st.session_state["rule_last"] = None


def _restart() -> None:
    st.session_state["rule_bench"] = bench().restart()
    st.session_state["rule_last"] = None


def _shown() -> tuple[int, str]:
    """The current image and head: only with these can the last step be compared."""
    return st.session_state["rule_at"], selection.chosen_head()


def _outcome() -> dict[str, object]:
    """The data of <ten-losses>: the loss before and after the last step, and the accuracy."""
    models, now = bench().models, selection.outputs()
    share = percent(accuracy(models[-1], *_validation()))
    others = f"Of {len(_validation()[1]):,} other images, {share} are read right"
    prediction = f"reads {a_digit(now.predicted)}, with probability {now.a[now.predicted]:.2f}."
    if len(models) == 1 or st.session_state["rule_last"] != _shown():
        bars = [
            _bar("loss now", now.loss, f"It {prediction}"),
            {"name": "after one step", "value": None, "text": "?", "note": ""},
        ]
        return {"bars": bars, "others": f"{others}."}
    bars = [
        _bar("loss before", selection.outputs(models[-2]).loss),
        _bar("after one step", now.loss, f"Now it {prediction}"),
    ]
    before = percent(accuracy(models[-2], *_validation()))
    return {"bars": bars, "others": f"{others}; before the step {before}."}


def _bar(name: str, loss: float, note: str = "") -> dict[str, object]:
    return {"name": name, "value": loss, "text": numbers.loss(loss), "note": note}


@functools.cache
def _validation() -> tuple[np.ndarray, np.ndarray]:
    """Images that no step is made on: (1000, 784) scaled to 0..1, and their labels."""
    split = resources.dataset().validation
    return split.rows[:VALIDATION_SIZE] / 255, split.labels[:VALIDATION_SIZE]
