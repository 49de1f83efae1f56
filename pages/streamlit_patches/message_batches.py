"""Send the messages of a session together.

Why: Streamlit sends each message in its own iteration of the event loop, and a busy iteration also
opens a dozen new connections. Of a hundred visitors who came in the same second, the first got a
page that was long ready only when the last had connected.
How: hand a flushed queue on as lists, and send each list in one iteration.
Since Streamlit 1.67. Not needed once its loop sends a whole queue before it yields; a test that
runs Streamlit's own loop fails then.
"""

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.session_manager import ActiveSessionInfo

TOGETHER = 100  # messages; a connection takes 500 before it counts as overwhelmed


def patch() -> None:
    """Replace ``AppSession.flush_browser_queue`` and ``Runtime._send_message``."""
    flush_one_by_one, send_one = AppSession.flush_browser_queue, Runtime._send_message

    def flush(self: AppSession) -> list[list[ForwardMsg]]:
        messages = flush_one_by_one(self)
        return [messages[i : i + TOGETHER] for i in range(0, len(messages), TOGETHER)]

    def send(
        self: Runtime, session: ActiveSessionInfo, messages: list[ForwardMsg] | ForwardMsg
    ) -> None:
        # What was flushed before the patch comes as a single message.
        for message in messages if isinstance(messages, list) else [messages]:
            send_one(self, session, message)

    AppSession.flush_browser_queue = flush  # type: ignore[assignment, method-assign]
    Runtime._send_message = send  # type: ignore[assignment, method-assign]
