"""Three things that Streamlit 1.67 does where many come, or come back, at once; mended here until
it does better."""

from __future__ import annotations

import functools

from streamlit import config
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.session_manager import ActiveSessionInfo

TOGETHER = 100  # messages; a connection takes 500 before it counts as overwhelmed

_flush_browser_queue = AppSession.flush_browser_queue
_send_message = Runtime._send_message


@functools.cache
def mend() -> None:
    """Called by the frame of every page; once is enough for the process.

    The messages of a session are sent together. Streamlit sends each in a round of its own of the
    event loop, and in a busy round a dozen new connections are opened: of a hundred visitors who
    came in the same second, the first got a page that was long ready when the last had connected.

    They go to the connection that the session has now. Streamlit goes round all sessions with a
    list made before, and what a page drew meanwhile went to the connection that was gone: of a
    hundred phones that came back at once, some waited for their page in vain.

    With ``fileWatcherType = "none"`` a session that comes back is not watched either, as a new one
    is not. Streamlit would look up the file of every module that is loaded, a tenth of a second on
    the event loop, and then of every page at each run, and watch none of them.
    """
    AppSession.flush_browser_queue = _flush_together  # type: ignore[assignment, method-assign]
    Runtime._send_message = _send_together  # type: ignore[assignment, method-assign]
    if config.get_option("server.fileWatcherType") == "none":
        AppSession.register_file_watchers = _nothing  # type: ignore[method-assign]


def _flush_together(self: AppSession) -> list[list[ForwardMsg]]:
    messages = _flush_browser_queue(self)
    return [messages[i : i + TOGETHER] for i in range(0, len(messages), TOGETHER)]


def _send_together(
    self: Runtime, session: ActiveSessionInfo, messages: list[ForwardMsg] | ForwardMsg
) -> None:
    """Of what was flushed before this was mended, a single message comes."""
    now = self._session_mgr.get_active_session_info(session.session.id) or session
    for message in messages if isinstance(messages, list) else [messages]:
        _send_message(self, now, message)


def _nothing(self: AppSession) -> None:
    pass
