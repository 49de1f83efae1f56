"""Ignore ticks of fragments that the latest drawing of the page does not let tick.

Why: a browser sends ticks until it has received the page that ends them. Streamlit runs such a
late tick right after the page, and its client then forgets to remove what the page replaced: in
one of forty presses of Pause, Play was in the page but hidden.
How: remember which fragments got an AutoRerun message since the last full run began, and drop the
ticks of all others. A tick that a full run overtakes is dropped too: the page has just been drawn.
Since Streamlit 1.67. Not needed once it drops such ticks itself; a test of an unpatched session
fails then.
"""

import weakref

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession

_ticking: weakref.WeakKeyDictionary[AppSession, set[str]] = weakref.WeakKeyDictionary()


def patch() -> None:
    """Replace ``AppSession._enqueue_forward_msg`` and ``_handle_rerun_script_request``."""
    enqueue_any, rerun_any = (
        AppSession._enqueue_forward_msg,
        AppSession._handle_rerun_script_request,
    )

    def enqueue(self: AppSession, msg: ForwardMsg) -> None:
        kind = msg.WhichOneof("type")
        if kind == "new_session" and not msg.metadata.run.fragment_ids:
            _ticking[self] = set()
        elif kind == "auto_rerun":
            _ticking.setdefault(self, set()).add(msg.auto_rerun.fragment_id)
        enqueue_any(self, msg)

    def rerun(self: AppSession, client_state: ClientState | None = None) -> None:
        ticking = _ticking.get(self, set())
        if client_state and client_state.is_auto_rerun and client_state.fragment_id not in ticking:
            return
        rerun_any(self, client_state)

    AppSession._enqueue_forward_msg = enqueue  # type: ignore[method-assign]
    AppSession._handle_rerun_script_request = rerun  # type: ignore[method-assign]
