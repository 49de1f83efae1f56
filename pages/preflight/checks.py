"""What a lecture needs of this machine and browser, checked row by row."""

import dataclasses
import threading
import time

import streamlit as st

from pages.shared.components import elements, theme
from pages.shared.components.events import event, number
from pages.shared.state import resources
from pages.streamlit_patches import render_slots
from softmax import preflight
from softmax.preflight import Check, State
from softmax.scheduling import shared

# The default run takes a core for a second, so all visitors share a result for this long.
SHARED_S = 5.0
# A browser counts the milliseconds since it opened the page; none is open for a year.
YEAR_MS = 3.2e10

_measuring = threading.Lock()
# When the checks were made, and what they found.
_latest: tuple[float, tuple[Check, ...]] = (float("-inf"), ())


def show() -> None:
    """The verdict, the table, and a button to check again."""
    with st.container(key="preflight-page"):
        st.markdown("# Is all well?")
        checks = (*_of_this_machine(), _theme(), _live_runs())
        st.markdown(_verdict(checks))
        st.fragment(_table, key="preflight-table")(checks)
        st.button("Look again", key="look_again")
        st.markdown(
            "`python -m softmax check` says the same in a terminal. Nothing here asks any other "
            "machine."
        )


def _table(checks: tuple[Check, ...]) -> None:
    """The browser measures the websocket: it sends a ping, and the table comes back with it."""
    elements.show(
        "preflight",
        key="preflight",
        data={
            "rows": [dataclasses.asdict(check) for check in checks],
            "echo": st.session_state.get("preflight_ping"),
        },
        on={"ping": event(_pong, number(0, YEAR_MS))},
    )


def _pong(sent: float) -> None:
    """Callback of a ping: the fragment rerun that it triggers sends it back."""
    st.session_state["preflight_ping"] = sent


def _of_this_machine() -> tuple[Check, ...]:
    """The cached checks; measured under a lock, with the render slot released."""
    global _latest
    with render_slots.released(), _measuring:
        if time.monotonic() - _latest[0] > SHARED_S:
            checks = tuple(preflight.checks(resources.dataset()))
            _latest = (time.monotonic(), checks)
        return _latest[1]


def _theme() -> Check:
    if st.get_option("runner.postScriptGC"):  # true only by Streamlit's own default
        found = "the app's settings file was not read: start it from its own folder"
        return Check("Theme", State.FAULT, found)
    return Check("Theme", State.FINE, f"{theme.current()}, as this browser asks for it")


def _live_runs() -> Check:
    found = f"{shared().live} being trained now, by everybody in the app"
    return Check("Live runs", State.FINE, found)


def _verdict(checks: tuple[Check, ...]) -> str:
    states = {check.state for check in checks}
    if State.FAULT in states:
        return "**Not yet:** something is broken, see below."
    if State.LOOK in states:
        return "**Nearly:** it will work, but have a look at what is marked."
    return "**Yes**, as far as this machine can tell."
