"""Send a component's dicts and lists as JSON without importing pandas.

Why: Streamlit asks of each value in a component's data whether it is a data frame, and of a dict or
a list it asks pandas: 77 MB and a second of CPU for the first visitor of the canvas on Draw.
How: what the component's serializer calls says that a dict or a list is no data frame.
Since Streamlit 1.67. Not needed once ``is_dataframe_like`` says so by itself without pandas; a test
that calls the original fails then.
"""

from streamlit.components.v2.bidi_component import serialization
from streamlit.dataframe_util import is_dataframe_like


def patch() -> None:
    """Replace ``is_dataframe_like`` for components, not for Streamlit's own tables."""
    serialization.is_dataframe_like = _is_dataframe_like  # type: ignore[attr-defined, assignment]


def _is_dataframe_like(value: object) -> bool:
    return not isinstance(value, (dict, list)) and is_dataframe_like(value)
