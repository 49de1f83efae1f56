"""The weights of two saved runs, and their difference."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from pages.shared.components import elements, encoding
from pages.shared.state.saved_runs import SavedRun
from softmax.charts import symmetric_limit


def show(runs: Sequence[SavedRun]) -> None:
    """A choice of two runs, by default the latest two, and their weights."""
    names = {run.training: f"{number}  {run.name}" for number, run in enumerate(runs, 1)}
    with st.container(key="runs-two"):
        with st.container(key="runs-two-head", horizontal=True, vertical_alignment="center"):
            st.markdown("## Two sets of weights")
            first = _choose("runs_first_of_two", "The first run", names, -2)
            st.markdown("against")
            second = _choose("runs_second_of_two", "The second run", names, -1)
        chosen = {run.training: run for run in runs}
        data = _versus(chosen[first], chosen[second])
        elements.show("versus", key="runs-versus", data=data)


def _choose(key: str, label: str, names: dict[int, str], default: int) -> int:
    options = list(names)
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[default]
    return st.selectbox(
        label, options, index=options.index(st.session_state[key]), key=key,
        format_func=names.__getitem__, label_visibility="collapsed",
    )  # fmt: skip


def _versus(first: SavedRun, second: SavedRun) -> dict[str, object]:
    """The data of <ten-versus>: the ten rows of each, and of the difference, on one scale."""
    # In float64: the weights of a run that diverged fill float32.
    W, V = (run.progress.weights.W.astype(np.float64) for run in (first, second))
    limit = symmetric_limit(np.stack([W, V]))
    rows = (
        (first.name, first.slot, W),
        (second.name, second.slot, V),
        ("The first less the second", None, W - V),
    )
    return {
        "rows": [
            {"name": name, "slot": slot, "values": encoding.signed(weights, limit)["values"]}
            for name, slot, weights in rows
        ],
        "limit": limit,
    }
