"""What a browser tab remembers while its page is reloaded: the token of its run and the key of its
drawing, in sessionStorage (see layout/tab_memory.js). Tabs share cookies, so with a cookie two
tabs would control the same run.

A tab sends both after the first script run of its session; the callbacks ``find_run`` and
``saved_drawings.find`` restore them.
"""

import secrets

from pages.shared.state import saved_drawings, visitor
from softmax.scheduling import shared

# Identifies this server process: new at each start, and different on each replica.
SERVER = secrets.token_urlsafe(6)
RESTARTED = "The server was restarted; the run that was here is gone. Play begins a new one."


def data() -> dict[str, object]:
    """The data of <ten-tab>: what to remember, and the run that may be forgotten."""
    mine = visitor.current()
    run = f"{SERVER} {mine.token}" if mine.token else ""
    return {"run": run, "gone": mine.lost, "drawing": saved_drawings.name()}


def find_run(remembered: str) -> None:
    """Take up the run that the tab had before the reload, or say that it is gone."""
    mine = visitor.current()
    if mine.token:
        return  # a command created a run before the tab's message
    server, _, token = remembered.partition(" ")
    run = shared().get(token)
    if run is not None:
        mine.take_up(token, run)
    else:
        mine.lost = remembered
        mine.notice = visitor.DROPPED if server == SERVER else RESTARTED
