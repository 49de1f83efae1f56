"""Two things that Streamlit 1.67 does to a session that lost its connection and came back, mended
here until it does better. A room of phones that all lost the wifi brought the server to a stand."""

from __future__ import annotations

import functools

from streamlit import config
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.session_manager import ActiveSessionInfo

_send_message = Runtime._send_message


@functools.cache
def mend() -> None:
    """Called by the frame of every page; once is enough for the process.

    Messages go to the connection that the session has now. Streamlit goes round all sessions with
    a list made before, and what a page drew meanwhile went to the connection that was gone: of a
    hundred phones that came back at once, some waited for their page in vain.

    With ``fileWatcherType = "none"`` a session that comes back is not watched either, as a new one
    is not. Streamlit would look up the file of every module that is loaded, a tenth of a second on
    the event loop, and then of every page at each run, and watch none of them.
    """
    Runtime._send_message = _send_to_where_it_is  # type: ignore[assignment, method-assign]
    if config.get_option("server.fileWatcherType") == "none":
        AppSession.register_file_watchers = _nothing  # type: ignore[method-assign]


def _send_to_where_it_is(self: Runtime, session: ActiveSessionInfo, message: ForwardMsg) -> None:
    now = self._session_mgr.get_active_session_info(session.session.id)
    _send_message(self, now or session, message)


def _nothing(self: AppSession) -> None:
    pass
