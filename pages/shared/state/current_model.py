"""The model that predicts for a visitor, and what the pages call it."""

from pages.shared.state import resources
from pages.shared.state.run_handle import RunHandle
from softmax.training import Progress


def model(mine: RunHandle) -> tuple[Progress, str]:
    """The visitor's own model once it has learned something, else the default one."""
    own = mine.progress
    if own.step:
        on = ", on deskewed digits" if own.config.deskew else ""
        return own, f"your own run, after {own.step:,} of its {own.total_steps:,} steps{on}"
    ready = resources.default_model()
    return ready, f"a model trained with the default settings, {ready.step:,} steps"
