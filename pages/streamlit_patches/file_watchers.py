"""Register no file watchers for a session that reconnects while files are not watched.

Why: with ``fileWatcherType = "none"`` Streamlit watches nothing for a new session, but for one that
reconnects it looks up the file of every loaded module: a tenth of a second on the event loop.
How: with that option ``AppSession.register_file_watchers`` does nothing.
Since Streamlit 1.67. Not needed once ``AppSession.register_file_watchers`` heeds the option; a test
that calls the original with the option "none" fails then.
"""

from streamlit import config
from streamlit.runtime.app_session import AppSession


def patch() -> None:
    """Replace ``AppSession.register_file_watchers`` where files are not watched."""
    if config.get_option("server.fileWatcherType") == "none":
        AppSession.register_file_watchers = _nothing  # type: ignore[method-assign]


def _nothing(self: AppSession) -> None:
    pass
