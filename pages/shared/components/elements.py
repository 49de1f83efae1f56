"""The custom elements of the pages: pictures that repaint in place, many times a second.

The module that defines an element is fetched by the browser, see javascript.py. What is sent at
each update is only data, and the few lines that hand them over, because Streamlit sends an inline
component's script again with every update.
"""

import functools
import json
import re
from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.shared.components import javascript

# The root is where Streamlit's own script came from: right also below a base path, and behind a
# proxy that strips one. An inline script must contain a newline, or Streamlit takes it for a path.
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


def script(tag: str) -> str:
    """The inline script of <ten-...>."""
    values = {"TAG": tag, "VERSION": javascript.VERSION, "MODULE": javascript.module_of(tag)}
    return re.sub("|".join(values), lambda name: values[name[0]], HAND_OVER)


@functools.cache
def _component(tag: str) -> Any:
    html = f"<{tag}></{tag}>"
    return st.components.v2.component(tag.replace("-", "_"), html=html, js=script(tag))
