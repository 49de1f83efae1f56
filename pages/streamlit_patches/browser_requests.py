"""Refuse what a browser of this app never asks for.

Why: Streamlit serves all requests of its protocol to everybody: one clears the caches of all
visitors, one starts git and tells the branch and the names of changed files, one turns on reruns
at each change of a file, and one installs files for coding agents.
How: hand on those that the app needs, and drop the rest.
Since Streamlit 1.67. Not needed once a setting turns them off; a test that asks an unpatched
session for git fails then.
"""

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.app_session import AppSession

# Reruns, the answer to a proxy's heartbeat, and where to upload a file to.
SERVED = ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request")


def patch() -> None:
    """Replace ``AppSession.handle_backmsg``."""
    handle_any = AppSession.handle_backmsg

    def handle(self: AppSession, msg: BackMsg) -> None:
        if is_served(msg):
            handle_any(self, msg)

    AppSession.handle_backmsg = handle  # type: ignore[method-assign]


def is_served(msg: BackMsg) -> bool:
    """Whether the app needs it: one of SERVED, or a file made when its button is pressed."""
    kind = msg.WhichOneof("type")
    if kind == "backend_operation_request":
        return msg.backend_operation_request.WhichOneof("payload") == "deferred_file"
    return kind in SERVED
