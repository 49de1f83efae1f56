"""What the server writes to its log of the runs: a line for the start and one for the end of each.

Such a line is made of key=value pairs, so that it can be searched and counted. Runs are named by a
hash: the token is what opens a run, and belongs to its visitor alone.
"""

from __future__ import annotations

import functools
import logging
import sys

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


@functools.cache
def begin() -> None:
    """Write the library's log to stderr, beside Streamlit's own. Once for the process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(FORMAT))
    library = logging.getLogger("softmax")
    library.addHandler(handler)
    library.setLevel(logging.INFO)
    library.propagate = False
