"""The custom elements of the pages: pictures that repaint in place, many times a second.

Their JavaScript is sent once per page by ``install``. What a live page sends at each tick is
only data and the few lines that hand it over, because Streamlit sends a component's script
again with every update.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from softmax.charts import PALETTES, STOPS

# Read in this order into one script, so a name may be used by the files after it.
FILES = ("base", "strip", "curves", "pictures", "batch", "drawing", "answer", "why", "boot")
# What only the chapters need is a second script, and so needs the base again.
LESSON_FILES = (
    "base", "lesson", "lesson_data", "lesson_logistic", "lesson_gradient", "lesson_rule",
    "lesson_one_hot", "lesson_cross_entropy", "lesson_many", "lesson_together", "boot",
)  # fmt: skip
HAND_OVER = """
export default ({ parentElement, data, setStateValue }) => {
  const element = parentElement.querySelector("TAG");
  element.send = setStateValue;
  customElements.whenDefined("TAG").then(() => element.show(data));
};
"""


def install() -> None:
    """Define the elements in this browser page. Called once by the frame of every page."""
    _installer("elements", FILES)(key="elements")


def install_lesson() -> None:
    """Define those of the lesson as well. Called once by every chapter."""
    _installer("lesson_elements", LESSON_FILES)(key="lesson-elements")


def show(
    tag: str, key: str, data: dict[str, Any], on: dict[str, Callable[[], None]] | None = None
) -> None:
    """Place <ten-tag>, or repaint it in place with new data where it already stands.

    Args:
        on: callbacks by the name of what the element sends. When one is called, what was sent
            is in st.session_state[key][name].
    """
    callbacks = {f"on_{name}_change": callback for name, callback in (on or {}).items()}
    _component(f"ten-{tag}")(key=key, data=data, **callbacks)


@functools.cache
def _installer(name: str, files: tuple[str, ...]) -> Any:
    return st.components.v2.component(f"install_{name}", js=source(files))


@functools.cache
def _component(tag: str) -> Any:
    return st.components.v2.component(
        tag.replace("-", "_"),
        html=f"<{tag}></{tag}>",
        js=HAND_OVER.replace("TAG", tag),
    )


@functools.cache
def source(files: tuple[str, ...]) -> str:
    """The JavaScript of these files, with the palette of softmax.charts in front."""
    here = Path(__file__).parent
    palettes = {name: dataclasses.asdict(palette) for name, palette in PALETTES.items()}
    constants = f"const PALETTES = {json.dumps(palettes)};\nconst STOPS = {json.dumps(STOPS)};\n"
    return constants + "\n".join((here / f"{name}.js").read_text() for name in files)
