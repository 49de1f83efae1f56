"""The middle of the Preflight page: what a lecture needs, row by row, and how each stands."""

from __future__ import annotations

import dataclasses
import threading
import time

import streamlit as st

from pages.shared.components import elements, theme
from pages.shared.state import resources
from pages.streamlit_patches import render_slots
from softmax import preflight
from softmax.preflight import Check, State
from softmax.scheduling import shared

# So long an answer serves everybody who asks: the default run takes a core for a second.
KEPT_S = 5.0

_measuring = threading.Lock()
_kept: dict[str, tuple[float, tuple[Check, ...]]] = {}


def show() -> None:
    """The table, and a button to look again."""
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
    """The websocket's row is measured by the browser: what it sends comes back at once."""
    sent = st.session_state.get("preflight", {}).get("ping")
    elements.show(
        "preflight",
        key="preflight",
        data={
            "rows": [dataclasses.asdict(check) for check in checks],
            "echo": sent[0] if sent else None,
        },
        on={"ping": _pong},
    )


def _pong() -> None:
    """Nothing to note: the run of the fragment that follows is the answer."""


def _of_this_machine() -> tuple[Check, ...]:
    """Measured once for all who ask within some seconds, one at a time."""
    with render_slots.released(), _measuring:
        measured_at, checks = _kept.get("checks", (float("-inf"), ()))
        if time.monotonic() - measured_at > KEPT_S:
            checks = tuple(preflight.checks(resources.dataset()))
            _kept["checks"] = time.monotonic(), checks
        return checks


def _theme() -> Check:
    if st.get_option("runner.postScriptGC"):
        found = "the app's settings file was not read: start it from its own folder"
        return Check("Theme", State.FAULT, found)
    found = f"{theme.present()}, as this browser asks for it"
    return Check("Theme", State.FINE, found)


def _live_runs() -> Check:
    live = shared().live
    found = f"{live} being trained now, by everybody in the app"
    return Check("Live runs", State.FINE, found)


def _verdict(checks: tuple[Check, ...]) -> str:
    states = {check.state for check in checks}
    if State.FAULT in states:
        return "**Not yet:** something is broken, see below."
    if State.LOOK in states:
        return "**Nearly:** it will work, but have a look at what is marked."
    return "**Yes**, as far as this machine can tell."
