"""The microscope: for each class its weights, logit, probability, label, error and gradient."""

import numpy as np
import streamlit as st

from pages.learn.rule.selection import bench, chosen_class, chosen_term, image_row, outputs
from pages.shared.components import encoding
from pages.shared.components.events import event, whole
from pages.shared.state import image_links
from softmax.charts import symmetric_limit
from softmax.data import CLASSES
from softmax.numbers import a_digit, fixed

NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# Smaller errors are not mentioned in the summary.
MENTIONED = 0.05


def show() -> None:
    """<ten-microscope>: ten columns, one of them chosen."""
    now, model = outputs(), bench().model
    limit = symmetric_limit(bench().models[0].W)
    label = int(now.y.argmax())
    image_links.show(
        "microscope",
        "rule-microscope",
        {
            "row": int(image_row()),
            "x": encoding.grey(now.x),
            "label": a_digit(NAMES[label]),
            "read": now.predicted,
            "truth": label,
            "chosen": chosen_class(),
            "term": chosen_term(),
            "rows": [
                {"symbol": "W", "name": "weights", "kind": "pictures",
                 "values": encoding.signed(model.W, limit)["values"]},
                {"symbol": "z", "name": "logit", "kind": "signed",
                 "scale": max(1.0, float(np.abs(now.z).max())),
                 "values": now.z.tolist(), "texts": [_logit(v) for v in now.z]},
                {"symbol": "a", "name": "probability", "kind": "grey", "values": now.a.tolist(),
                 "texts": [_fraction(v) for v in now.a]},
                {"symbol": "y", "name": "label", "kind": "grey", "values": now.y.tolist(),
                 "texts": [f"{v:.0f}" for v in now.y]},
                {"symbol": "a − y", "name": "error", "kind": "signed", "scale": 1.0,
                 "values": now.error.tolist(), "texts": _errors(now.a, now.y)},
                {"symbol": "(a − y) xᵀ", "name": "gradient", "kind": "pictures",
                 "values": encoding.signed(now.gradient, 1.0)["values"]},
            ],
            "sum": f"{now.a.sum():.2f}",
            "limit": limit,
            "said": _summary(now.error),
        },
        "train",
        on={"chosen": event(_choose_class, whole(0, CLASSES - 1))},
    )  # fmt: skip


def _choose_class(j: int) -> None:
    st.session_state["rule_chosen"] = j


def _summary(error: np.ndarray) -> str:
    """In words: which classes lose the image's shape in a step, and which gain it."""
    losing = [str(j) for j in np.argsort(-error) if error[j] > MENTIONED]
    gaining = [str(j) for j in np.argsort(error) if error[j] < -MENTIONED]
    if not losing and not gaining:
        return "The step subtracts these: next to nothing is left to correct."
    if len(losing) > 4:
        losing = [*losing[:3], f"{len(losing) - 3} more"]
    parts = []
    if losing:
        parts.append(f"{_listed(losing)} {'lose' if len(losing) > 1 else 'loses'} this shape")
    if gaining:
        parts.append(f"{_listed(gaining)} {'gain' if len(gaining) > 1 else 'gains'} it")
    return f"The step subtracts these: {', '.join(parts)}."


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _logit(value: float) -> str:
    """One decimal, or none where the number is too long for its cell."""
    return fixed(value, 1 if abs(value) < 100 else 0)


def _errors(a: np.ndarray, y: np.ndarray) -> list[str]:
    """a - y of the printed probabilities, so that the column holds as it stands."""
    return [_fraction(round(float(p), 2) - label, True) for p, label in zip(a, y, strict=True)]


def _fraction(value: float, sign: bool = False) -> str:
    """.57 for 0.57; with a sign unless it rounds to 0."""
    text = f"{abs(value):.2f}"
    size = text.removeprefix("0")
    return size if not sign or text == "0.00" else ("+" if value > 0 else "−") + size
