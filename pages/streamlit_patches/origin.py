"""Admit a websocket of our own by the rule that Streamlit has for its own.

Why: a page of another site must not read the runs of a visitor, and the hosts and origins that are
allowed are settings of Streamlit.
How: call the function that Streamlit's handler of websockets calls.
Since Streamlit 1.67. Not needed once it is public.
"""

from starlette.datastructures import Headers
from streamlit.web.server.starlette import starlette_websocket


def is_allowed(headers: Headers) -> bool:
    """Whether the request comes from a page of this app, or of an allowed origin."""
    origin, host = headers.get("origin"), headers.get("host")
    return starlette_websocket._is_origin_allowed(origin, host)
