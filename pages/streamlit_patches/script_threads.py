"""Wait with a page's next message until its script has ended.

Why: Streamlit starts another thread for each rerun that is asked for while a page is drawn. Who
asks often makes hundreds of threads, and two that draw the same page can break its state:
"dictionary changed size during iteration".
How: note the threads that a connection's messages have started. A message waits for them, but not
long for one: a computation of some seconds must not hold up a click.
Since Streamlit 1.67. Not needed once it runs one script of a session at a time; a test that asks an
unpatched session twice and finds two threads fails then.
"""

import asyncio
import contextvars
from typing import Any

from streamlit.runtime.app_session import AppSession

PATIENCE_S = 0.25
LOOK_EVERY_S = 0.003


class Scripts:
    """The threads that run the scripts of one connection."""

    def __init__(self) -> None:
        self.runners: list[Any] = []

    async def ended(self) -> None:
        """Wait until none runs; after PATIENCE_S, until at most one does."""
        waited_s = 0.0
        while self._count() > (waited_s > PATIENCE_S):
            await asyncio.sleep(LOOK_EVERY_S)
            waited_s += LOOK_EVERY_S

    @property
    def run(self) -> bool:
        """Whether one runs."""
        return bool(self._count())

    def _count(self) -> int:
        self.runners = [runner for runner in self.runners if runner._script_thread.is_alive()]
        return len(self.runners)


_scripts: contextvars.ContextVar[Scripts] = contextvars.ContextVar("scripts")


def of_this_task() -> Scripts:
    """Note the scripts that are started by what this asyncio task calls."""
    scripts = Scripts()
    _scripts.set(scripts)
    return scripts


def patch() -> None:
    """Replace ``AppSession._create_scriptrunner``."""
    create_any = AppSession._create_scriptrunner

    def create(self: AppSession, rerun_data: Any) -> None:
        create_any(self, rerun_data)
        scripts = _scripts.get(None)
        if scripts is not None and self._scriptrunner is not None:
            scripts.runners.append(self._scriptrunner)

    AppSession._create_scriptrunner = create  # type: ignore[assignment, method-assign]
