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

# The files of each script, read in this order, so a name may be used by the files after it. What
# only some pages need is a script of its own, and so needs the base again.
BUNDLES = {
    "elements": (
        "base", "tab", "feed", "strip", "curves", "pictures", "batch", "drawing", "answer", "why",
        "history", "keys", "menu", "boot",
    ),
    "takeaway_elements": ("base", "link", "boot"),
    "push_elements": ("base", "drawing", "perturbation", "push", "boot"),
    # One for each chapter of the lesson, by its name.
    "lesson_data": ("base", "lesson", "lesson_images", "lesson_descent", "lesson_data", "boot"),
    "lesson_logistic": (
        "base", "lesson", "lesson_images", "lesson_descent", "lesson_logistic", "boot",
    ),
    "lesson_many": ("base", "lesson", "lesson_many", "boot"),
    "lesson_softmax": ("base", "lesson", "lesson_table", "lesson_softmax", "boot"),
    "lesson_one_hot": ("base", "lesson", "lesson_matrix", "lesson_one_hot", "boot"),
    "lesson_cross_entropy": ("base", "lesson", "lesson_matrix", "lesson_cross_entropy", "boot"),
    "lesson_gradient": ("base", "lesson", "lesson_gradient", "boot"),
    "lesson_rule": ("base", "lesson", "lesson_table", "lesson_rule", "boot"),
    "lesson_together": (
        "base", "lesson", "lesson_table", "lesson_many", "lesson_together", "boot",
    ),
    "weights_elements": ("base", "weights_moment", "weights_rows", "weights_time", "boot"),
    "mistakes_elements": ("base", "confusion", "misread", "reliability", "doubt", "boot"),
    "runs_elements": ("base", "runs_lines", "runs_table", "runs_sweep", "boot"),
    "preflight_elements": ("base", "preflight", "boot"),
}  # fmt: skip
HAND_OVER = """
export default ({ parentElement, data, setStateValue }) => {
  const element = parentElement.querySelector("TAG");
  element.send = setStateValue;
  const shown = JSON.parse(new TextDecoder().decode(data));
  customElements.whenDefined("TAG").then(() => {
    customElements.upgrade(element); // which the browser does only for what is on the page
    element.show(shown);
  });
};
"""


def install(bundle: str = "elements") -> None:
    """Define the elements of a bundle in this browser page: the first by the frame of every
    page, another by the pages that need it."""
    with st.container(key=f"installer-{bundle}"):
        _installer(bundle)(key=bundle)


def feed(key: str, data: dict[str, dict[str, Any]]) -> None:
    """Repaint elements that stand on the page, by their tags without ``ten-``, in one go.

    Each element that is sent costs the server a millisecond, and each fragment that ticks five.
    """
    _component("ten-feed")(key=key, data=_packed(data))


def show(
    tag: str, key: str, data: dict[str, Any], on: dict[str, Callable[[], None]] | None = None
) -> None:
    """Place <ten-tag>, or repaint it in place with new data where it already stands.

    Args:
        on: callbacks by the name of what the element sends. When one is called, what was sent
            is in st.session_state[key][name].
    """
    callbacks = {f"on_{name}_change": callback for name, callback in (on or {}).items()}
    _component(f"ten-{tag}")(key=key, data=_packed(data), **callbacks)


def _packed(data: dict[str, Any]) -> bytes:
    """As JSON, in which there is no NaN and no infinity: a browser could not read it. Given a dict,
    Streamlit would look for data frames in it, and write it twice."""
    return json.dumps(data, separators=(",", ":"), allow_nan=False).encode()


@functools.cache
def _installer(bundle: str) -> Any:
    return st.components.v2.component(f"install_{bundle}", js=source(bundle))


@functools.cache
def _component(tag: str) -> Any:
    return st.components.v2.component(
        tag.replace("-", "_"),
        html=f"<{tag}></{tag}>",
        js=HAND_OVER.replace("TAG", tag),
    )


@functools.cache
def source(bundle: str) -> str:
    """The JavaScript of a bundle, with the palette of softmax.charts in front."""
    here = Path(__file__).parent
    palettes = {name: dataclasses.asdict(palette) for name, palette in PALETTES.items()}
    constants = f"const PALETTES = {json.dumps(palettes)};\nconst STOPS = {json.dumps(STOPS)};\n"
    return constants + "\n".join((here / f"{name}.js").read_text() for name in BUNDLES[bundle])
