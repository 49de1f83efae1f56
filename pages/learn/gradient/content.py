"""The parts of chapter 7: a small graph to edit, its two paths step by step, and the proof."""

from __future__ import annotations

import numpy as np
import streamlit as st

from pages.learn import chapters
from pages.learn import formula as tex
from pages.learn.chapters import Chapter
from pages.shared.components import elements
from pages.shared.state.widgets import choice
from softmax.lesson.gradient import MOST_DIGITS, Graph, Path, agreeing_digits
from softmax.lesson.typed import read_number
from softmax.maths import rounded_terms

START = {
    "x1": 0.9, "x2": 0.6, "w11": 0.4, "w12": -0.5, "w21": -0.2, "w22": 1.5, "b1": 0.1, "b2": 0.2,
    "y1": 1.0, "y2": 0.0,
}  # fmt: skip
# What may be typed, by the first letter of the name.
RANGES = {"x": (0.0, 1.0), "w": (-3.0, 3.0), "b": (-3.0, 3.0), "y": (0.0, 1.0)}
WHAT = {"x": "An input is a pixel", "w": "A weight lies", "b": "A bias lies", "y": "A label lies"}
WEIGHTS = ("w11", "w12", "w21", "w22")
STEPS_PER_PATH = 3
SUM, COLLAPSE = 6, 7
DECIMALS = 4
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def values() -> dict[str, float]:
    """The ten numbers that can be edited, by name."""
    found: dict[str, float] = st.session_state.setdefault("gradient_values", dict(START))
    return found


def sample() -> Graph:
    """The same numbers as one sample."""
    v = values()
    return Graph(
        x=np.array([v["x1"], v["x2"]]),
        W=np.array([[v["w11"], v["w12"]], [v["w21"], v["w22"]]]),
        b=np.array([v["b1"], v["b2"]]),
        y=np.array([v["y1"], v["y2"]]),
    )


def weight() -> tuple[int, int]:
    """The weight that is followed, as its class and its input, both counted from 0."""
    name: str = st.session_state.get("gradient_weight") or "w12"
    return int(name[1]) - 1, int(name[2]) - 1


def step() -> int:
    """Where one is: 0..2 on the path through the class's own output, 3..5 on the other path,
    then SUM and COLLAPSE."""
    found: int = st.session_state.setdefault("gradient_step", 0)
    return found


def _go(to: int) -> None:
    st.session_state["gradient_message"] = ""
    st.session_state["gradient_step"] = min(COLLAPSE, max(0, to))
    if to >= COLLAPSE:
        chapters.done("gradient")


# -- the way through it ------------------------------------------------------------------------


def stepper(chapter: Chapter) -> None:
    """What the present step says, and the buttons back and on."""
    now = step()
    said = [line.removeprefix("- ") for line in chapter.text.sections["Steps"].split("\n- ")]
    with st.container(key="gradient-step", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**Step {now + 1} of {COLLAPSE + 1}.** {said[now]}")
        st.button("Back", key="gradient_back", on_click=_go, args=(now - 1,), disabled=now == 0)
        if now < COLLAPSE:
            label = "Simplify" if now == SUM else "Add up" if now == SUM - 1 else "Next edge"
            st.button(
                label, key="gradient_on", on_click=_go, args=(now + 1,),
                type="secondary" if chapters.is_done("gradient") else "primary",
            )  # fmt: skip
        else:
            st.button("Again", key="gradient_on", on_click=_go, args=(0,))


# -- the graph ---------------------------------------------------------------------------------


def graph() -> None:
    """The network with its numbers; every input can be typed into, every edge pressed."""
    with st.container(key="gradient-source", horizontal=True, vertical_alignment="center"):
        st.markdown("Follow")
        choice(
            "Weight to follow",
            WEIGHTS,
            "w12",
            key="gradient_weight",
            shown=False,
            format_func=_pretty,
        )
        st.button("Start values", key="gradient_reset", on_click=_reset)
    now = sample()
    j, i = weight()
    elements.show(
        "graph",
        key="gradient-graph",
        data={
            "inputs": {name: _typed(value) for name, value in values().items()},
            "nodes": {"z1": tex.number(now.z[0], 3), "z2": tex.number(now.z[1], 3),
                      "a1": tex.number(now.a[0], 4), "a2": tex.number(now.a[1], 4),
                      "L": tex.number(now.loss, 4)},
            "edges": _edges(now, j, i),
            "weight": WEIGHTS[2 * j + i],
            "lit_nodes": [f"a{j + 1}", f"x{i + 1}"] if step() == COLLAPSE else [],
            "message": st.session_state.get("gradient_message", ""),
        },
        on={"edited": _edited, "pressed": _pressed},
    )  # fmt: skip


def _edges(now: Graph, j: int, i: int) -> dict[str, dict[str, object]]:
    """The edges on the two paths of w_ji: the slope on each, and whether it is lit."""
    first, second = _own_first(now, j, i)
    here, weight_name = step(), _pretty(f"w{j + 1}{i + 1}")
    found: dict[str, dict[str, object]] = {}
    for path, start in ((first, 0), (second, STEPS_PER_PATH)):
        k = path.k + 1
        slopes = (
            (f"a{k}-L", f"∂L/∂{_pretty(f'a{k}')}", path.dL_da, 3),
            (f"z{j + 1}-a{k}", f"∂{_pretty(f'a{k}')}/∂{_pretty(f'z{j + 1}')}", path.da_dz, 4),
            (f"x{i + 1}-z{j + 1}", f"∂{_pretty(f'z{j + 1}')}/∂{weight_name}", path.dz_dw, 3),
        )
        for number, (edge, name, slope, decimals) in enumerate(slopes, start):
            lit = here in (number, SUM)
            value = tex.number(slope + 0.0, decimals)
            entry = found.setdefault(
                edge, {"name": name, "value": value, "step": number, "lit": False}
            )
            entry["lit"] = bool(entry["lit"]) or lit
            entry["walked"] = bool(entry.get("walked")) or start <= here < start + STEPS_PER_PATH
    return found


def _own_first(now: Graph, j: int, i: int) -> list[Path]:
    return sorted(now.paths(j, i), key=lambda path: path.k != j)


def _pretty(name: str) -> str:
    return name.translate(SUBSCRIPTS)


def _pressed() -> None:
    match st.session_state["gradient-graph"]["pressed"]:
        case [int(pressed), *_]:
            _go(pressed)


def _reset() -> None:
    st.session_state["gradient_values"] = dict(START)
    st.session_state["gradient_message"] = ""


def _edited() -> None:
    name, text, *_ = st.session_state["gradient-graph"]["edited"]
    if name in START:
        st.session_state["gradient_message"] = edit(values(), name, str(text))


def edit(into: dict[str, float], name: str, text: str) -> str:
    """Put what was typed for ``name`` into the numbers; returns a word about it, or nothing."""
    low, high = RANGES[name[0]]
    value = read_number(text)
    if value is None:
        typed = f"“{text.strip()[:20]}”" if text.strip() else "An empty cell"
        return f"{typed} is not a number, so {_pretty(name)} stays {_typed(into[name])}."
    into[name] = min(high, max(low, value))
    word = ""
    if into[name] != value:
        word = (f"{WHAT[name[0]]} between {_typed(low)} and {high:g} here, so "
                f"{_pretty(name)} is now {_typed(into[name])}.")  # fmt: skip
    if name[0] == "y":
        other = "y2" if name == "y1" else "y1"
        into[other] = round(1 - into[name], 6)
        word = f"{word} Labels add up to 1, so {_pretty(other)} is {into[other]:g}.".strip()
    return word


def _typed(value: float) -> str:
    """A number as it stands in a cell."""
    return f"{value:.6g}".replace("-", "−")


# -- the formulas ------------------------------------------------------------------------------


def formulas() -> None:
    """The two paths and their sum, filled with these numbers; the present factor is lit."""
    now = sample()
    j, i = weight()
    paths = _own_first(now, j, i)
    terms, total = rounded_terms([path.product for path in paths], DECIMALS)
    with st.container(key="gradient-formulas"):
        columns = st.columns([0.34, 0.34, 0.32], gap="medium")
        for path, term, start, column in zip(paths, terms, (0, 3), columns[:2], strict=True):
            with column:
                st.markdown(f"## Through $a_{path.k + 1}$")
                lit = [step() in (start + n, SUM) for n in range(STEPS_PER_PATH)]
                _path_formula(path, j, i, term, lit)
        with columns[2]:
            st.markdown("## Added up")
            _sum_formula(now, j, i, terms, total)


def _path_formula(path: Path, j: int, i: int, term: float, lit: list[bool]) -> None:
    c, f, k = j + 1, i + 1, path.k + 1
    slope = f"a_{c}(1 - a_{c})" if path.k == j else f"(-a_{k}\\,a_{c})"
    lines = (
        (rf"\dfrac{{\partial L}}{{\partial a_{k}}}", rf"\dfrac{{\partial a_{k}}}{{\partial z_{c}}}",
         rf"\dfrac{{\partial z_{c}}}{{\partial w_{{{c}{f}}}}}"),
        (rf"\dfrac{{-y_{k}}}{{a_{k}}}", slope, f"x_{f}"),
        (_bracketed(path.dL_da, 3), _bracketed(path.da_dz, 4), _bracketed(path.dz_dw, 3)),
    )  # fmt: skip
    rows = [r" \cdot ".join(tex.lit(t, on) for t, on in zip(line, lit, strict=True))
            for line in lines]  # fmt: skip
    rows.append(rf"\mathbf{{{term + 0.0:.4f}}}")
    st.latex(r"\begin{aligned} & " + r" \\[6pt] &= ".join(rows) + r" \end{aligned}")


def _sum_formula(now: Graph, j: int, i: int, terms: list[float], total: float) -> None:
    c, f = j + 1, i + 1
    added = tex.lit(f"{terms[0] + 0.0:.4f} {terms[1] + 0.0:+.4f}", step() == SUM)
    short = tex.lit(rf"(a_{c} - y_{c})\,x_{f}", step() == COLLAPSE)
    filled = rf"({now.a[j]:.4f} - {now.y[j]:g}) \cdot {now.x[i]:g}"
    st.latex(
        rf"\begin{{aligned}} \dfrac{{\partial L}}{{\partial w_{{{c}{f}}}}} &= {added} \\[4pt] "
        rf"&= \mathbf{{{total + 0.0:.4f}}} \\[8pt] "
        rf"&= {short} \\[4pt] &= {filled} \end{{aligned}}"
    )


def _bracketed(value: float, decimals: int) -> str:
    text = f"{value + 0.0:.{decimals}f}"
    return f"({text})" if text.startswith("-") else text


# -- below -------------------------------------------------------------------------------------


def quotient_rule_and_check(chapter: Chapter) -> None:
    """Where the middle factor comes from; and the result against two independent judges."""
    left, right = st.columns(2, gap="large")
    with left, st.container(key="gradient-quotient"):
        st.markdown("## The quotient rule")
        chapter.prose("Quotient")
        _quotient_formula(sample(), weight()[0])
    with right, st.container(key="gradient-check"):
        st.markdown("## Checked, as you look")
        chapter.prose("Check")
        _check(sample(), *weight())


def _quotient_formula(now: Graph, j: int) -> None:
    c, k = j + 1, 2 - j
    same, other = step() == 1, step() == STEPS_PER_PATH + 1
    own, cross = now.a[j] * (1 - now.a[j]), -now.a[j] * now.a[1 - j]
    st.latex(
        rf"\begin{{aligned}} \dfrac{{\partial a_{c}}}{{\partial z_{c}}} &= "
        rf"\dfrac{{e^{{z_{c}}} S - e^{{z_{c}}} e^{{z_{c}}}}}{{S^2}} "
        rf"= {tex.lit(f'a_{c}(1 - a_{c})', same)} = {own:.4f} \\[10pt]"
        rf"\dfrac{{\partial a_{k}}}{{\partial z_{c}}} &= "
        rf"\dfrac{{0 \cdot S - e^{{z_{k}}} e^{{z_{c}}}}}{{S^2}} "
        rf"= {tex.lit(f'-a_{k}' + chr(92) + f',a_{c}', other)} = {cross:.4f} \end{{aligned}}"
    )


def _check(now: Graph, j: int, i: int) -> None:
    ours = now.by_paths(j, i)
    judges = [("central difference", now.by_difference(j, i)),
              ("PyTorch autograd", now.by_autograd(j, i))]  # fmt: skip
    rows = [{"name": "the two paths", "value": _long(ours), "note": ""}]
    for name, value in judges:
        digits = agreeing_digits(ours, value)
        note = "equal" if value == ours else f"{digits} digits agree"
        if value != ours and digits >= MOST_DIGITS:
            note = "all 15 digits agree"
        rows.append({"name": name, "value": _long(value), "note": note})
    elements.show("digits", key="gradient-digits", data={"rows": rows})


def _long(value: float) -> str:
    return f"{value + 0.0:.15f}".replace("-", "−")
