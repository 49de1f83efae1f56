"""Which model answers a visitor, and what it is called."""

from __future__ import annotations

from pages.shared.state import resources
from pages.shared.state.visitor import Session
from softmax.training import Progress


def model(session: Session) -> tuple[Progress, str]:
    """The visitor's own model once it has learned something, else the default one."""
    own = session.progress
    if own.step:
        on = ", on deskewed digits" if own.config.deskew else ""
        return own, f"your own run, after {own.step:,} of its {own.total_steps:,} steps{on}"
    ready = resources.default_model()
    return ready, f"a model trained with the default settings, {ready.step:,} steps"
