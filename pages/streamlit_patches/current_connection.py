"""Send a message to the connection that its session has now.

Why: Streamlit iterates over a list of sessions made before, and what a page drew meanwhile went to
a connection that was gone: of a hundred phones that came back at once, some never got their page.
How: the session's connection is looked up again before each message.
Since Streamlit 1.67. Not needed once ``Runtime._send_message`` looks it up itself; a test sends to
a session that has reconnected and fails then.
"""

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.session_manager import ActiveSessionInfo


def patch() -> None:
    """Replace ``Runtime._send_message``."""
    send_to = Runtime._send_message

    def send(self: Runtime, session: ActiveSessionInfo, message: ForwardMsg) -> None:
        now = self._session_mgr.get_active_session_info(session.session.id) or session
        send_to(self, now, message)

    Runtime._send_message = send  # type: ignore[assignment, method-assign]
