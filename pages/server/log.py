"""The server's log: a line for each start and end of a run, and one for each error of a page.

A line is made of key=value pairs, so that it can be searched and counted. Runs are named by a
hash, because a run's token gives control over the run.
"""

import functools
import logging
import sys
import traceback

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
WEBSOCKET = "streamlit.web.server.starlette.starlette_websocket"
log = logging.getLogger("softmax.pages")


@functools.cache
def begin() -> None:
    """Write the library's log to stderr, beside Streamlit's own. Once for the process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(FORMAT))
    library = logging.getLogger("softmax")
    library.addHandler(handler)
    library.setLevel(logging.INFO)
    library.propagate = False
    # A message that is none of its protocol is a stranger's, and no fault to be traced.
    logging.getLogger(WEBSOCKET).addFilter(_without_traceback)


def _without_traceback(record: logging.LogRecord) -> bool:
    record.exc_info = None
    return True


def script_error(error: Exception) -> None:
    """One line for an exception of a page or a callback: its type and location, but not its
    message, which may contain a visitor's input. Streamlit logs the traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown"
    log.error("event=page_error error=%s at=%s", type(error).__name__, where)
