"""What belongs to one visitor: a run, its pace and the settings. Nothing else touches
st.session_state for these.

The run itself lives in the shared pool; the session holds its token, so a visitor who is gone
for a while finds the run again.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.ui import loading
from pages.ui.runs import kept
from softmax.training import Config, Pool, Progress, Run, State, shared

# Steps per second; None is as fast as the machine goes.
PACES: dict[str, float | None] = {"1 step/s": 1, "10": 10, "100": 100, "Full": None}
DEFAULT_PACE = "100"
# Up to this pace one can follow a single batch and its gradient.
FOLLOWED_PACE = 10
# So many runs wait for the visitor to come back to them while another is shown.
MAX_ASIDE = 3


@dataclass(frozen=True)
class Session:
    """The visitor's run, and the commands to it."""

    token: str
    run: Run
    pool: Pool

    @property
    def progress(self) -> Progress:
        return self.run.progress

    @property
    def running(self) -> bool:
        return self.run.state is State.RUNNING

    @property
    def started(self) -> bool:
        return self.progress.step > 0 or self.running

    def heartbeat(self) -> None:
        self.pool.heartbeat(self.token)

    def play(self) -> None:
        """Go on; a run that is over begins again with the present settings."""
        if self.run.state in (State.FINISHED, State.DIVERGED) or not self.started:
            self.reset()
        self.pool.set_pace(self.token, PACES[pace()])
        self.pool.play(self.token)

    def pause(self) -> None:
        self.pool.pause(self.token)

    def step(self, steps: int) -> None:
        if not self.started:
            self.reset()
        self.pool.step(self.token, steps)

    def reset(self) -> None:
        """Back to the initial weights, with the present settings."""
        self.run.reset(settings())


def current() -> Session:
    """The visitor's session; at the first visit, or when the run was dropped, with a new run."""
    pool = shared()
    run = pool.get(st.session_state.get("token", ""))
    if run is None:
        run = Run(settings(), loading.dataset())
        st.session_state["token"] = pool.add(run, PACES[pace()])
    session = Session(st.session_state["token"], run, pool)
    session.heartbeat()
    for token in _aside():
        pool.heartbeat(token)
    kept.note(run)
    return session


def _aside() -> list[str]:
    """The tokens of the runs set aside, the latest last."""
    tokens: list[str] = st.session_state.setdefault("aside", [])
    return tokens


def bring_in(run: Run) -> None:
    """Show this run. The visitor's own, if it has begun, is paused and set aside; one that was
    brought in before goes, for its file is still there."""
    mine = current()
    if mine.started and mine.run.restored_from is None:
        mine.pause()
        _aside().append(mine.token)
    else:
        mine.pool.remove(mine.token)
    for token in _aside()[:-MAX_ASIDE]:
        mine.pool.remove(token)
        _aside().remove(token)
    st.session_state["token"] = mine.pool.add(run, PACES[pace()])


def has_run_aside() -> bool:
    """Whether there is a run to come back to."""
    return bool(_aside())


def put_back() -> None:
    """Back to the run that was set aside last, in place of the one that is shown."""
    if _aside():
        mine = current()
        mine.pool.remove(mine.token)
        st.session_state["token"] = _aside().pop()


def play() -> None:
    """Play the visitor's run: for a button, which may be pressed when its run was dropped."""
    current().play()


def pause() -> None:
    """Pause the visitor's run, whichever it is when the button is pressed."""
    current().pause()


def settings() -> Config:
    """What the next run is made of: the controls of the Train page, or the default."""
    config: Config = st.session_state.setdefault("settings", loading.default_config())
    return config


def come_with(config: Config, label: str) -> None:
    """The settings and the pace that a visitor brings along, before there is a run."""
    st.session_state["settings"] = config
    st.session_state["pace"] = label


def change_settings(config: Config) -> None:
    """Keep the settings. A new learning rate acts at once, the rest with the next Reset; but
    where nothing has been learned yet, all of it does. The rate that comes with another
    optimizer waits for it: it would wreck a run of the old one."""
    st.session_state["settings"] = config
    session = current()
    if not session.started:
        session.reset()
    elif config.optimizer == session.run.config.optimizer:
        session.run.set_learning_rate(config.learning_rate)


def pace() -> str:
    """The label of the chosen pace, one of PACES."""
    chosen: str = st.session_state.setdefault("pace", DEFAULT_PACE)
    return chosen


def change_pace(label: str) -> None:
    """Set the pace, at once."""
    st.session_state["pace"] = label
    session = current()
    session.pool.set_pace(session.token, PACES[label])


def enter(page: str) -> None:
    """Note the page that is shown, so that it can tell an arrival from another run of it."""
    if st.session_state.get("page") != page:
        st.session_state["page"] = page
        st.session_state["just_arrived"] = True


def arrived() -> bool:
    """Whether the visitor has just come to this page. Says so once."""
    return bool(st.session_state.pop("just_arrived", False))
