"""How the app is shown to a visitor: the presenter's view, what is hidden, and the keys."""

from dataclasses import dataclass

import streamlit as st

# What can be hidden, by its name in an address, and what it is called on the page.
HIDEABLE = {
    "settings": "Settings",
    "pace": "Pace",
    "step": "Step",
    "reset": "Reset",
    "strip": "Numbers of the run",
    "curves": "Loss and accuracy",
    "batch": "Current mini-batch",
    "navigation": "Navigation",
    "keys": "Keys",
}
# Hidden in a presenter's view whose address does not say: too small to be read from afar.
HIDDEN_WHEN_PRESENTING = frozenset({"settings", "batch"})
# One key for each command. (Streamlit keeps C and R for itself.)
KEYS = {"play": "space", "step": "s", "reset": "0", "next": "n"}
KEYS_IN_WORDS = "space: play or pause · s: step · 0: reset · n: next page or step · p: step back"


@dataclass(frozen=True)
class View:
    """How the app is shown; ``hidden`` are names of HIDEABLE."""

    presents: bool = False
    hidden: frozenset[str] = frozenset()

    @property
    def hidden_by_default(self) -> frozenset[str]:
        return HIDDEN_WHEN_PRESENTING if self.presents else frozenset()


def current() -> View:
    """The view of this visitor."""
    view: View = st.session_state.get("view", View())
    return view


def change(view: View) -> None:
    """Show the app like this from now on."""
    st.session_state["view"] = view


def presents() -> bool:
    """Whether this is the presenter's view."""
    return current().presents


def shows(name: str) -> bool:
    """Whether a thing of HIDEABLE is to be shown."""
    return name not in current().hidden


def key(command: str) -> str | None:
    """The key of a command of KEYS, for ``st.button(shortcut=)``."""
    return KEYS[command] if shows("keys") else None
