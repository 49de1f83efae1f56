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

PAGES = Path(__file__).parents[2]
# The files of each script, read in this order, so a name may be used by the files after it. What
# only some pages need is a script of its own, and so needs the base again.
BUNDLES = {
    "elements": ("shared/components/element", "shared/layout/tab", "shared/live/feed", "shared/layout/status_bar", "train/curves", "shared/components/pictures", "train/batch", "shared/components/preprocess", "draw/prediction", "draw/explanation", "streamlit_patches/browser_history", "streamlit_patches/keys", "streamlit_patches/phone_menu", "shared/components/boot"),
    "takeaway_elements": ("shared/components/element", "shared/layout/link", "shared/components/boot"),
    "push_elements": ("shared/components/element", "shared/components/preprocess", "draw/perturb", "draw/perturbation", "shared/components/boot"),
    # One for each chapter of the lesson, by its name.
    "lesson_data": ("shared/components/element", "learn/progress", "learn/images", "learn/descent", "learn/data/data", "shared/components/boot"),
    "lesson_logistic": ("shared/components/element", "learn/progress", "learn/images", "learn/descent", "learn/logistic/logistic", "shared/components/boot"),
    "lesson_many": ("shared/components/element", "learn/progress", "learn/many/many", "shared/components/boot"),
    "lesson_softmax": ("shared/components/element", "learn/progress", "learn/table", "learn/softmax/softmax", "shared/components/boot"),
    "lesson_one_hot": ("shared/components/element", "learn/progress", "learn/matrix", "learn/one_hot/one_hot", "shared/components/boot"),
    "lesson_cross_entropy": ("shared/components/element", "learn/progress", "learn/matrix", "learn/cross_entropy/cross_entropy", "shared/components/boot"),
    "lesson_gradient": ("shared/components/element", "learn/progress", "learn/gradient/gradient", "shared/components/boot"),
    "lesson_rule": ("shared/components/element", "learn/progress", "learn/table", "learn/rule/rule", "shared/components/boot"),
    "lesson_together": ("shared/components/element", "learn/progress", "learn/table", "learn/many/many", "learn/together/together", "shared/components/boot"),
    "weights_elements": ("shared/components/element", "weights/moment", "weights/rows", "weights/time_machine", "shared/components/boot"),
    "mistakes_elements": ("shared/components/element", "mistakes/confusion", "mistakes/misclassified", "mistakes/calibration", "mistakes/abstention", "shared/components/boot"),
    "runs_elements": ("shared/components/element", "runs/line_chart", "runs/table", "runs/sweep", "shared/components/boot"),
    "preflight_elements": ("shared/components/element", "preflight/checks", "shared/components/boot"),
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
    palettes = {name: dataclasses.asdict(palette) for name, palette in PALETTES.items()}
    constants = f"const PALETTES = {json.dumps(palettes)};\nconst STOPS = {json.dumps(STOPS)};\n"
    return constants + "\n".join((PAGES / f"{name}.js").read_text() for name in BUNDLES[bundle])
