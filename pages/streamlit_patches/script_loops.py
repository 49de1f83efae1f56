"""Give all sessions one event loop for their scripts instead of one each.

Why: Streamlit makes an event loop for each session, for scripts that use asyncio, and each takes
three file descriptors. With the usual limit of 1,024 a process was full with 250 visitors.
How: our scripts use no asyncio, so that all sessions share one loop that never runs.
Since Streamlit 1.67. Not needed once a session makes its loop only when a script asks for it; a
test that counts the descriptors of an unpatched session fails then.
"""

import asyncio
import atexit
import functools
from typing import Any

from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession


@functools.cache
def _shared() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    atexit.register(loop.close)
    return loop


def patch() -> None:
    """Replace ``AppSession.__init__`` and the function that closes a session's loop."""
    begin, close = AppSession.__init__, app_session._close_script_event_loop

    def begin_sharing(self: AppSession, *args: Any, **options: Any) -> None:
        begin(self, *args, **options)
        self._script_event_loop.close()
        self._script_event_loop = _shared()

    def close_own(loop: asyncio.AbstractEventLoop) -> None:
        if loop is not _shared():
            close(loop)

    AppSession.__init__ = begin_sharing  # type: ignore[method-assign]
    app_session._close_script_event_loop = close_own
