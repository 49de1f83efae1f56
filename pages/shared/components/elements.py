"""The custom elements of the pages, which repaint in place many times a second.

The browser fetches the module that defines an element once (see javascript.py). An update sends
only the data and a short script that calls hand_over.js, because Streamlit sends an inline
component's script again with every update.
"""

import functools
import json
import re
import zlib
from typing import Any

import streamlit as st

from pages.shared.components import events, javascript
from pages.shared.components.events import Event

# The root is taken from the URL of Streamlit's own script, because the page may be below a base
# path that a proxy strips. Without a newline Streamlit would take an inline script for a path.
HAND_OVER = """
export default ({ parentElement, data, setStateValue }) => {
  const element = parentElement.querySelector("TAG");
  const root = document.querySelector('script[src*="static/js/"]').src.split("static/js/")[0];
  const load = (path) => import(`${root}modules/VERSION/${path}`);
  const defined = load("MODULE");
  const bridge = () => load("shared/components/hand_over.js");
  element.bridge = element.bridge?.catch(bridge) ?? bridge();
  element.bridge.then((it) => it.handOver(element, defined, data, setStateValue));
};
"""

# Bytes. Longer data are compressed, by a third up to four fifths; shorter ones gain nothing.
COMPRESSED_FROM = 2_000
# A string of JSON, to leave it as it is, or what Python calls a number that is not finite.
TEXT_OR_NAME = re.compile(r'"(?:[^"\\]|\\.)*"|-?Infinity|NaN')
NAMES = {"Infinity": "1e999", "-Infinity": "-1e999", "NaN": "null"}


def show(tag: str, key: str, data: dict[str, Any], on: dict[str, Event] | None = None) -> None:
    """Mount <ten-tag>, or repaint the mounted one with new data.

    Args:
        on: its events by name, each with the kinds of its values.
    """
    packed = _packed(data)
    if len(packed) > COMPRESSED_FROM:
        packed = zlib.compress(packed, 1)  # hand_over.js knows it by its first byte
    _component(f"ten-{tag}")(key=key, data=packed, **events.callbacks(key, on or {}))


def _packed(data: dict[str, Any]) -> bytes:
    """As JSON. Bytes, because Streamlit searches a dict for data frames and serialises it twice.

    Weights of a run that diverged can overflow anywhere, and browsers cannot parse the names that
    Python gives such numbers: infinity is written as a number too large for a float, NaN as null.
    """
    text = json.dumps(data, separators=(",", ":"))
    if "Infinity" in text or "NaN" in text:
        text = TEXT_OR_NAME.sub(lambda found: NAMES.get(found[0], found[0]), text)
    return text.encode()


def script(tag: str) -> str:
    """The inline script of <ten-...>."""
    values = {"TAG": tag, "VERSION": javascript.VERSION, "MODULE": javascript.module_of(tag)}
    return re.sub("|".join(values), lambda name: values[name[0]], HAND_OVER)


@functools.cache
def _component(tag: str) -> Any:
    html = f"<{tag}></{tag}>"
    return st.components.v2.component(tag.replace("-", "_"), html=html, js=script(tag))
