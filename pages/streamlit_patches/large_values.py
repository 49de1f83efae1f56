"""Refuse values of elements that are larger than any of ours.

Why: Streamlit unpacks and keeps what a browser sends for an element, up to the size of a whole
message; 2 MB of JSON become 40 MB of Python objects.
How: before it is unpacked, such a value is replaced by one that says so; the page reads it as
``refused``.
Since Streamlit 1.67. Not needed once it limits the values of single elements; a test that sends one
to an unpatched session fails then.
"""

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.app_session import AppSession

from softmax import limits

REFUSED = '{"drawing": {"raw": {"objects": [], "refused": true}, "data": null}}'


def patch() -> None:
    """Replace ``AppSession.handle_backmsg``."""
    handle_any = AppSession.handle_backmsg

    def handle(self: AppSession, msg: BackMsg) -> None:
        if msg.ByteSize() > limits.DRAWING_BYTES.value:
            for widget in msg.rerun_script.widget_states.widgets:
                if len(widget.json_value) > limits.DRAWING_BYTES.value:
                    widget.json_value = REFUSED
        handle_any(self, msg)

    AppSession.handle_backmsg = handle  # type: ignore[method-assign]
