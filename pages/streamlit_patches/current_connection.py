"""Send a message to the connection that its session has now.

Why: Streamlit iterates over a copy of its list of sessions. What a page drew while a browser
reconnected went to its closed connection: of a hundred phones that came back at once, some never
got their page.
How: look the session's connection up again before each message.
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
