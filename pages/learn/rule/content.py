"""The parts of chapter 8: an image under the microscope, one step, and the two heads compared."""

from __future__ import annotations

import functools

import numpy as np
import streamlit as st

from pages.learn import chapters
from pages.learn import formula as tex
from pages.learn.chapters import Chapter
from pages.shared.components import elements, encoding
from pages.shared.state import resources, visitor
from pages.shared.state.widgets import choice, kept
from softmax.charts import percent, symmetric_limit
from softmax.data import CLASSES
from softmax.lesson.rule import Bench, Look, accuracy, doubtful, look, slope
from softmax.maths import Head, Model
from softmax.training import Config

HEADS: dict[str, Head] = {"Softmax": "softmax", "Sigmoid": "sigmoid"}
EARLY, MINE = "An early model", "My own run"
RATES = ("0.001", "0.01", "0.1", "1", "10")
# The terms of the rule, as the microscope names them.
RATE, ERROR, IMAGE = TERMS = ("rate", "a − y", "x")
# Images to learn from are sought among the first of the training split.
SOUGHT = 4_000
OTHERS = 1_000
NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# An error of less than this is not worth a word.
SPOKEN = 0.05


# -- what is on the bench ----------------------------------------------------------------------


def bench() -> Bench:
    """The weights under experiment: a copy, made when the page is first seen."""
    found: Bench | None = st.session_state.get("rule_bench")
    return found or _lay_out(resources.early_model().model)


def _lay_out(model: Model) -> Bench:
    fresh = Bench.of(model)
    train = resources.dataset().train
    st.session_state["rule_bench"] = fresh
    st.session_state["rule_images"] = doubtful(
        fresh.model, train.rows[:SOUGHT] / 255, train.labels[:SOUGHT]
    )
    st.session_state["rule_at"] = 0
    st.session_state["rule_last"] = None
    st.session_state.pop("rule_chosen", None)
    return fresh


def _own_model() -> Model | None:
    """The visitor's own model, once it has learned something, and from digits as they are, like
    those that are shown here."""
    progress = visitor.current().progress
    return progress.model if progress.step and not progress.config.deskew else None


def _image() -> tuple[np.ndarray, int]:
    """The image in hand, (784,) scaled to 0..1, and its label."""
    images: list[int] = st.session_state["rule_images"]
    train = resources.dataset().train
    row = images[st.session_state["rule_at"] % len(images)]
    return train.rows[row] / 255, int(train.labels[row])


def _head() -> Head:
    return HEADS.get(st.session_state.get("rule_head") or "", "softmax")


def _rate() -> float:
    return float(st.session_state.get("rule_rate") or RATES[1])


def _look(model: Model | None = None, head: Head | None = None) -> Look:
    return look(model or bench().model, *_image(), head or _head())


def _chosen(now: Look) -> int:
    """The column that is lit: at first that of the true class."""
    chosen: int = st.session_state.get("rule_chosen", int(now.y.argmax()))
    return chosen


@functools.cache
def _others() -> tuple[np.ndarray, np.ndarray]:
    """Images that no step is made on: (1000, 784) scaled to 0..1, and their labels."""
    split = resources.dataset().validation
    return split.rows[:OTHERS] / 255, split.labels[:OTHERS]


# -- choices -----------------------------------------------------------------------------------


def choices() -> None:
    """The head, the image, and whose weights."""
    own = _own_model()
    _keep_up(own)
    with st.container(key="rule-choices", horizontal=True, vertical_alignment="center"):
        choice("Head", list(HEADS), "Softmax", key="rule_head", shown=False)
        st.button("Another image", key="rule_another", on_click=_another)
        choice(
            "Weights",
            [EARLY, MINE],
            EARLY,
            key="rule_source",
            shown=False,
            on_change=_change_source,
            disabled=own is None,
        )
        st.markdown("Either head, the same error: $a - y$, times $x$")


def _keep_up(own: Model | None) -> None:
    """The copy is of one's own run as it is now; when that begins anew, the early model is back.

    While the run plays the copy stays, or each step on the page would be undone by the next."""
    source = kept("rule_source", EARLY)
    if source == MINE and own is None:
        st.session_state["rule_source"] = EARLY
        _lay_out(resources.early_model().model)
    elif source == MINE and not visitor.current().running and _moment() != _copied():
        _change_source()
    bench()


def _moment() -> tuple[Config, int]:
    """Which run of the visitor's it is, and how far it has come."""
    progress = visitor.current().progress
    return progress.config, progress.step


def _copied() -> tuple[Config, int] | None:
    """The same of the run when it was copied."""
    found: tuple[Config, int] | None = st.session_state.get("rule_copied")
    return found


def _another() -> None:
    st.session_state["rule_at"] += 1
    st.session_state["rule_last"] = None
    st.session_state.pop("rule_chosen", None)


def _change_source() -> None:
    moment, own = _moment(), _own_model()
    mine = own is not None and st.session_state.get("rule_source") == MINE
    st.session_state["rule_copied"] = moment if mine else None
    _lay_out(own if own is not None and mine else resources.early_model().model)


# -- the microscope ----------------------------------------------------------------------------


def microscope() -> None:
    """Ten columns by digit: weights, logit, probability, label, error, and its picture."""
    now, model = _look(), bench().model
    limit = symmetric_limit(bench().models[0].W)
    elements.show(
        "microscope",
        key="rule-microscope",
        data={
            "x": encoding.grey(now.x),
            "label": f"a {NAMES[int(now.y.argmax())]}",
            "read": now.read,
            "truth": int(now.y.argmax()),
            "chosen": _chosen(now),
            "term": _term(),
            "rows": [
                {"symbol": "W", "name": "weights", "kind": "pictures",
                 "values": encoding.signed(model.W, limit)["values"]},
                {"symbol": "z", "name": "logit", "kind": "signed",
                 "scale": max(1.0, float(np.abs(now.z).max())),
                 "values": now.z.tolist(), "texts": [_short(v, 1) for v in now.z]},
                {"symbol": "a", "name": "probability", "kind": "grey", "values": now.a.tolist(),
                 "texts": [_pointed(v) for v in now.a]},
                {"symbol": "y", "name": "label", "kind": "grey", "values": now.y.tolist(),
                 "texts": [f"{v:.0f}" for v in now.y]},
                {"symbol": "a − y", "name": "error", "kind": "signed", "scale": 1.0,
                 "values": now.error.tolist(), "texts": [_pointed(v, True) for v in now.error]},
                {"symbol": "(a − y) xᵀ", "name": "gradient", "kind": "pictures",
                 "values": encoding.signed(now.gradient, 1.0)["values"]},
            ],
            "sum": f"{now.a.sum():.2f}",
            "limit": limit,
            "said": _said(now.error),
        },
        on={"chosen": _choose},
    )  # fmt: skip


def _choose() -> None:
    match st.session_state["rule-microscope"]["chosen"]:
        case [int(chosen), *_] if 0 <= chosen < CLASSES:
            st.session_state["rule_chosen"] = chosen


def _said(error: np.ndarray) -> str:
    """In words, who gains this shape and who loses it."""
    loses = [str(j) for j in np.argsort(-error) if error[j] > SPOKEN]
    gains = [str(j) for j in np.argsort(error) if error[j] < -SPOKEN]
    if not loses and not gains:
        return "The step subtracts these: next to nothing is left to correct."
    if len(loses) > 4:
        loses = [*loses[:3], f"{len(loses) - 3} more"]
    parts = []
    if loses:
        parts.append(f"{_listed(loses)} {'lose' if len(loses) > 1 else 'loses'} this shape")
    if gains:
        parts.append(f"{_listed(gains)} {'gain' if len(gains) > 1 else 'gains'} it")
    return f"The step subtracts these: {', '.join(parts)}."


def _listed(who: list[str]) -> str:
    return who[0] if len(who) == 1 else f"{', '.join(who[:-1])} and {who[-1]}"


def _short(value: float, decimals: int) -> str:
    """A number for a narrow cell."""
    return tex.number(value + 0.0, decimals if abs(value) < 100 else 0)


def _pointed(value: float, sign: bool = False) -> str:
    """.57 for 0.57; with a sign unless it is nothing at two decimals."""
    text = f"{abs(value):.2f}"
    size = text.removeprefix("0")
    return size if not sign or text == "0.00" else ("+" if value > 0 else "−") + size


# -- one step ----------------------------------------------------------------------------------


def step() -> None:
    """The rule with these numbers, the learning rate, the button, and what came of it."""
    with st.container(key="rule-step"):
        formula, controls, outcome = st.columns([0.3, 0.32, 0.38], gap="medium")
        with formula:
            _formula(_look())
        with controls:
            _controls()
        with outcome:
            elements.show("losses", key="rule-losses", data=_outcome())


def _formula(now: Look) -> None:
    """The rule, then with the numbers of one row; a term at a time lights up, above it too."""
    choice("Term", TERMS, ERROR, key="rule_term", shown=False)
    j, term = _chosen(now), _term()
    rate = tex.lit(f"{_rate():g}", term == RATE)
    general = tex.lit("(a - y)", term == ERROR)
    error = tex.lit(f"({now.a[j]:.2f} - {now.y[j]:.0f})", term == ERROR)
    row, column = tex.lit("x^T", term == IMAGE), tex.lit("x", term == IMAGE)
    st.latex(
        rf"\begin{{aligned}} W &\leftarrow W - {rate}\,{general}\,{row} \\[4pt] "
        rf"w_{j} &\leftarrow w_{j} - {rate} \cdot {error}\; {column} \end{{aligned}}"
    )


def _term() -> str:
    term: str = st.session_state.get("rule_term") or ERROR
    return term


def _controls() -> None:
    with st.container(key="rule-rate", horizontal=True, vertical_alignment="center"):
        st.markdown("Learning rate")
        choice("Learning rate", RATES, RATES[1], key="rule_rate", shown=False)
    made = bench().steps
    with st.container(key="rule-buttons", horizontal=True, vertical_alignment="center"):
        st.button(
            "Make one step", key="rule_step", on_click=_step,
            type="secondary" if chapters.is_done("rule") else "primary",
        )  # fmt: skip
        st.button("Undo", key="rule_undo", on_click=_undo, disabled=not made)
        st.button("Start over", key="rule_restart", on_click=_restart, disabled=not made)


def _step() -> None:
    x, label = _image()
    y = np.eye(CLASSES)[label]
    st.session_state["rule_bench"] = bench().step(x, y, _rate(), _head())
    st.session_state["rule_last"] = (st.session_state["rule_at"], _head())
    chapters.done("rule")


def _undo() -> None:
    st.session_state["rule_bench"] = bench().undo()
    st.session_state["rule_last"] = None


def _restart() -> None:
    st.session_state["rule_bench"] = bench().restart()
    st.session_state["rule_last"] = None


def _outcome() -> dict[str, object]:
    """The loss of this image before and after the last step, and what became of the others."""
    models, now = bench().models, _look()
    share = percent(accuracy(models[-1], *_others()))
    others = f"Of {len(_others()[1]):,} other images, {share} are read right"
    reads = f"reads a {now.read}, with probability {now.a[now.read]:.2f}."
    present = (st.session_state["rule_at"], _head())
    if len(models) == 1 or st.session_state["rule_last"] != present:
        bars: list[dict[str, object]] = [
            {
                "name": "loss now",
                "value": now.loss,
                "text": f"{now.loss:.3f}",
                "note": f"It {reads}",
            },
            {"name": "after one step", "value": None, "text": "?", "note": ""},
        ]
        return {"bars": bars, "others": f"{others}."}
    before = _look(models[-2])
    was = percent(accuracy(models[-2], *_others()))
    bars = [
        {"name": "loss before", "value": before.loss, "text": f"{before.loss:.3f}", "note": ""},
        {
            "name": "after one step",
            "value": now.loss,
            "text": f"{now.loss:.3f}",
            "note": f"Now it {reads}",
        },
    ]
    return {"bars": bars, "others": f"{others}; before the step {was}."}


# -- the two heads -----------------------------------------------------------------------------


def two_heads(chapter: Chapter) -> None:
    """The same logits under both heads: other probabilities, another loss, the same slope."""
    j = _chosen(_look())
    with st.container(key="rule-heads"):
        left, *right = st.columns([0.4, 0.28, 0.32], gap="large")
    with left:
        st.markdown("## Two heads, one rule")
        chapter.prose("Heads")
        elements.show("table", key="rule-table", data=_compared(j))
    for column, name in zip(right, HEADS, strict=True):
        with column:
            st.markdown(f"## {name}")
            _head_formula(_look(head=HEADS[name]), j, HEADS[name])


def _compared(j: int) -> dict[str, object]:
    """The data of <ten-table>: class j under each head."""
    model, (x, label) = bench().model, _image()
    seen = [(look(model, x, label, head), head) for head in HEADS.values()]
    sub = "₀₁₂₃₄₅₆₇₈₉"[j]
    rows = (
        (f"logit z{sub}", [now.z[j] for now, _ in seen], 2, ""),
        (f"probability a{sub}", [now.a[j] for now, _ in seen], 4, ""),
        (f"label y{sub}", [now.y[j] for now, _ in seen], 0, ""),
        (f"error a{sub} − y{sub}", [now.error[j] for now, _ in seen], 4, "lit"),
        (f"slope ∂L/∂z{sub}, measured", [slope(now, head, j) for now, head in seen], 4, "lit"),
    )
    return {
        "head": list(HEADS),
        "rows": [
            {"name": name, "values": [tex.number(round(v, d) + 0.0, d) for v in values],
             "styles": [style] * len(values)}
            for name, values, d, style in rows
        ],
    }  # fmt: skip


def _head_formula(now: Look, j: int, head: Head) -> None:
    """The head, its loss and the slope along z_j, with the numbers of class j filled in."""
    z, a, y = now.z[j], now.a[j], now.y[j]
    probability, loss = {
        "softmax": (rf"\dfrac{{e^{{z_{j}}}}}{{\sum_k e^{{z_k}}}} "
                    rf"= \dfrac{{e^{{{z:.2f}}}}}{{\sum_k e^{{z_k}}}}",
                    r"-\sum_k y_k \log a_k"),
        "sigmoid": (rf"\dfrac{{1}}{{1 + e^{{-z_{j}}}}} = \dfrac{{1}}{{1 + e^{{{-z:.2f}}}}}",
                    r"-\sum_k \begin{aligned} & y_k \log a_k \\ "
                    r"& + (1 - y_k) \log (1 - a_k) \end{aligned}"),
    }[head]  # fmt: skip
    error = rf"{a:.4f} - {y:.0f} = {round(a - y, 4) + 0.0:.4f}"
    st.latex(
        rf"\begin{{aligned}} a_{j} &= {probability} = {a:.4f} \\[10pt] "
        rf"L &= {loss} \\[2pt] &= {now.loss:.3f} \\[10pt] "
        rf"\dfrac{{\partial L}}{{\partial z_{j}}} &= {tex.lit(f'a_{j} - y_{j}', True)} \\[6pt] "
        rf"&= {tex.lit(error, True)} \end{{aligned}}"
    )
