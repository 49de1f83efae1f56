"""The numbers of the small network, and the weight that is followed."""

import numpy as np
import streamlit as st

from softmax import numbers
from softmax.lesson.gradient import Graph, Path
from softmax.lesson.typed import read_number
from softmax.numbers import subscripted

START = {
    "x1": 0.9, "x2": 0.6, "w11": 0.4, "w12": -0.5, "w21": -0.2, "w22": 1.5, "b1": 0.1, "b2": 0.2,
    "y1": 0.7, "y2": 0.3,
}  # fmt: skip
ONE_HOT = {"y1": 1.0, "y2": 0.0}
# Bounds, and the words about them, by the first letter of the name.
BOUNDS = {"x": (0.0, 1.0), "w": (-3.0, 3.0), "b": (-3.0, 3.0), "y": (0.0, 1.0)}
NAMES = {"x": "An input is a pixel", "w": "A weight lies", "b": "A bias lies", "y": "A label lies"}
WEIGHTS = ("w11", "w12", "w21", "w22")
DEFAULT_WEIGHT = "w12"


def values() -> dict[str, float]:
    """The ten editable numbers, by name."""
    found: dict[str, float] = st.session_state.setdefault("gradient_values", dict(START))
    return found


def sample() -> Graph:
    """The same numbers as arrays."""
    return sample_of(values())


def sample_of(v: dict[str, float]) -> Graph:
    """The ten numbers as arrays."""
    return Graph(
        x=np.array([v["x1"], v["x2"]]),
        W=np.array([[v["w11"], v["w12"]], [v["w21"], v["w22"]]]),
        b=np.array([v["b1"], v["b2"]]),
        y=np.array([v["y1"], v["y2"]]),
    )


def weight() -> tuple[int, int]:
    """The weight that is followed: (class, input), both counted from 0."""
    name: str = st.session_state.get("gradient_weight") or DEFAULT_WEIGHT
    return int(name[1]) - 1, int(name[2]) - 1


def paths() -> list[Path]:
    """The paths of the weight to the loss; that through its own class comes first."""
    j, i = weight()
    return sorted(sample().paths(j, i), key=lambda path: path.k != j)


def edit(into: dict[str, float], name: str, text: str) -> str:
    """Set a number to what was typed, clipped to its bounds.

    Returns:
        A note if the text is no number, was clipped, or changed the other label; or "".
    """
    low, high = BOUNDS[name[0]]
    value = read_number(text)
    if value is None:
        typed = f"“{text.strip()[:20]}”" if text.strip() else "An empty cell"
        return f"{typed} is not a number, so {subscripted(name)} stays {in_cell(into[name])}."
    into[name] = min(high, max(low, value))
    note = ""
    if into[name] != value:
        note = (f"{NAMES[name[0]]} between {in_cell(low)} and {high:g} here, so "
                f"{subscripted(name)} is now {in_cell(into[name])}.")  # fmt: skip
    if name[0] == "y":
        other = "y2" if name == "y1" else "y1"
        into[other] = round(1 - into[name], 6)
        note = f"{note} Labels add up to 1, so {subscripted(other)} is {into[other]:g}.".strip()
    return note


def in_cell(value: float) -> str:
    """A number as it stands in a cell, where it must be readable again: 1e-07, not 10⁻⁷."""
    tiny = 0 < abs(value) < 1e-6
    return f"{value:.6g}".replace("-", "−") if tiny else numbers.plain(value)
