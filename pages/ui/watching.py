"""No watching of source files where the server is told not to: also not for a resumed session."""

from __future__ import annotations

from streamlit import config
from streamlit.runtime.app_session import AppSession


def stop() -> None:
    """Called once by the frame of every page.

    With ``fileWatcherType = "none"`` Streamlit gives a new session no watcher; but a session that
    lost its connection and came back gets one. That looks up the file of every module that is
    loaded, a tenth of a second on the event loop, and then of every page at each run, and watches
    none of them. A room of phones that all lost the wifi brought the server to a stand.
    """
    if config.get_option("server.fileWatcherType") == "none":
        AppSession.register_file_watchers = _nothing  # type: ignore[method-assign]


def _nothing(self: AppSession) -> None:
    pass
