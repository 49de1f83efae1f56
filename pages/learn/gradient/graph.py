"""The computation graph, with editable inputs and a slope on each edge of the two paths."""

import streamlit as st

from pages.learn import tex
from pages.learn.gradient.network import (
    DEFAULT_WEIGHT,
    ONE_HOT,
    START,
    WEIGHTS,
    edit,
    in_cell,
    paths,
    sample,
    values,
    weight,
)
from pages.learn.gradient.steps import COLLAPSED, LAST, STEPS_PER_PATH, SUM, go_to, reached, step
from pages.shared.components import elements
from pages.shared.components.events import event, one_of, text, whole
from pages.shared.components.widgets import choice
from softmax.numbers import fixed, subscripted


def weight_choice() -> None:
    """The weight to follow; buttons for a one-hot or soft label, and for the start values."""
    with st.container(key="gradient-source", horizontal=True, vertical_alignment="center"):
        st.markdown("Follow")
        choice(
            "Weight to follow", WEIGHTS, DEFAULT_WEIGHT, key="gradient_weight", shown=False,
            format_func=subscripted,
        )  # fmt: skip
        soft = 0 < values()["y1"] < 1
        label = "One-hot label" if soft else "Soft label"
        st.button(label, key="gradient_label", on_click=_relabel, args=(soft,))
        st.button("Start values", key="gradient_reset", on_click=_reset)


def editable() -> None:
    """<ten-graph>: every input can be typed into, every edge of a path pressed."""
    now = sample()
    j, i = weight()
    elements.show(
        "graph",
        key="gradient-graph",
        data={
            "inputs": {name: in_cell(value) for name, value in values().items()},
            "nodes": {"z1": fixed(now.z[0], 3), "z2": fixed(now.z[1], 3),
                      "a1": fixed(now.a[0], 4), "a2": fixed(now.a[1], 4),
                      "L": fixed(now.loss, 4)},
            "edges": _edges(j, i),
            "weight": WEIGHTS[2 * j + i],
            "lit_nodes": [f"a{j + 1}", f"x{i + 1}"] if step() == COLLAPSED else [],
            "message": st.session_state.get("gradient_message", ""),
        },
        on={
            "edited": event(_edited, one_of(START), text),
            "pressed": event(go_to, whole(0, LAST)),
        },
    )  # fmt: skip


def _edges(j: int, i: int) -> dict[str, dict[str, object]]:
    """The edges on the two paths of w_ji: the slope on each, and whether it is highlighted."""
    now = step()
    z, w = f"z{j + 1}", f"w{j + 1}{i + 1}"
    found: dict[str, dict[str, object]] = {}
    for path, start in zip(paths(), (0, STEPS_PER_PATH), strict=True):
        a = f"a{path.k + 1}"
        slopes = (
            (f"{a}-L", f"∂L/∂{subscripted(a)}", path.dL_da, 3),
            (f"{z}-{a}", f"∂{subscripted(a)}/∂{subscripted(z)}", path.da_dz, 4),
            (f"x{i + 1}-{z}", f"∂{subscripted(z)}/∂{subscripted(w)}", path.dz_dw, 3),
        )
        for number, (edge, name, slope, decimals) in enumerate(slopes, start):
            value = tex.as_text(tex.slope(slope, decimals)) if reached(number) else "?"
            # Both paths share the edge x-z: it keeps the number of the first.
            entry = found.setdefault(
                edge, {"name": name, "value": value, "step": number, "lit": False}
            )
            entry["lit"] = bool(entry["lit"]) or now in (number, SUM)
            entry["walked"] = bool(entry.get("walked")) or start <= now < start + STEPS_PER_PATH
    return found


def _relabel(one_hot: bool) -> None:
    values().update(ONE_HOT if one_hot else {name: START[name] for name in ONE_HOT})
    st.session_state["gradient_message"] = ""


def _reset() -> None:
    st.session_state["gradient_values"] = dict(START)
    st.session_state["gradient_message"] = ""


def _edited(name: str, typed: str) -> None:
    st.session_state["gradient_message"] = edit(values(), name, typed)
