"""Drop values of widgets that no browser of this app sends; the widget keeps the value it had.

Why: Streamlit hands on what comes. A value of the wrong kind, text that is no JSON, or JSON nested
a thousand deep ends in a traceback on the page, and any text passes as an option of a select box.
How: check each value before the callbacks run, and when a widget is first drawn.
Since Streamlit 1.67. Not needed once it validates values itself; a test that sends each widget
every kind of nonsense fails then, on an unpatched session.
"""

import json
from typing import Any

from streamlit.errors import Error
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.common import (
    RegisterWidgetResult,
    WidgetMetadata,
    unpack_widget_state_value,
)
from streamlit.runtime.state.session_state import Serialized

from softmax.limits import JSON_DEPTH

# The state of an element and its triggers, and what they are at the top.
JSON_FIELDS = {"json_value": dict, "json_trigger_value": list}
NUMBER_FIELDS = ("int_value", "double_value", "double_array_value", "int_array_value")
# How a widget's deserializer fails on what it does not expect.
UNEXPECTED = (
    ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError, Error
)  # fmt: skip


def patch() -> None:
    """Replace ``SessionState.set_widgets_from_proto`` and ``register_widget``."""
    set_any, register_any = SessionState.set_widgets_from_proto, SessionState.register_widget

    def set_checked(self: SessionState, states: WidgetStates) -> None:
        known = self._new_widget_state.widget_metadata
        checked = (state for state in states.widgets if is_acceptable(state, known.get(state.id)))
        set_any(self, WidgetStates(widgets=checked))

    def register_checked(
        self: SessionState, metadata: WidgetMetadata[Any], user_key: str | None
    ) -> RegisterWidgetResult[Any]:
        drawn = self._new_widget_state.widget_metadata
        sent = self._new_widget_state.states.get(metadata.id)
        if (
            metadata.id not in drawn
            and isinstance(sent, Serialized)
            and not is_acceptable(sent.value, metadata)
        ):
            del self._new_widget_state[metadata.id]
        return register_any(self, metadata, user_key)

    SessionState.set_widgets_from_proto = set_checked  # type: ignore[assignment, method-assign]
    SessionState.register_widget = register_checked  # type: ignore[method-assign]


def is_acceptable(state: WidgetState, metadata: WidgetMetadata[Any] | None) -> bool:
    """Whether a browser could have sent this to the widget, as far as that is known yet."""
    field = state.WhichOneof("value")
    if field in JSON_FIELDS and not _is_shallow_json(getattr(state, field), JSON_FIELDS[field]):
        return False
    if field is None or metadata is None:
        return True
    if _kind(field) != _kind(metadata.value_type):
        return False
    try:
        sent = unpack_widget_state_value(state)
        value = metadata.deserializer(sent)
        if field in NUMBER_FIELDS:  # out of bounds it would become the default
            again = metadata.serializer(value)
            return bool((list(sent) if field.endswith("_array_value") else sent) == again)
    except UNEXPECTED:
        return False
    return _are_options(sent, getattr(metadata.deserializer, "__self__", None))


def _kind(field: str) -> str:
    """Browsers send whole numbers as integers, also where Streamlit expects a float."""
    return field.replace("int_", "double_")


def _are_options(sent: Any, serde: object) -> bool:
    """Whether the texts are options, for a widget that has options: one, or several different."""
    options = getattr(serde, "formatted_option_to_option_index", None)
    if options is None:
        options = getattr(serde, "formatted_option_to_index", None)
    if options is None:
        return True
    texts = [sent] if isinstance(sent, str) else list(sent)
    fits = len(texts) == 1 if hasattr(serde, "default_option_index") else True
    return fits and len(texts) <= len(options) and all(text in options for text in texts)


def _is_shallow_json(text: str, top: type) -> bool:
    """Whether it is JSON with ``top`` at the top, nested no deeper than ``JSON_DEPTH``, with texts
    that can be encoded."""
    try:
        level = [json.loads(text)]
        if not isinstance(level[0], top):
            return False
        for _ in range(JSON_DEPTH.value):
            for value in level:
                if isinstance(value, str):
                    value.encode()  # fails for half a surrogate pair
            level = [child for value in level for child in _children(value)]
            if not level:
                return True
    except (ValueError, RecursionError):
        pass
    return False


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else []
