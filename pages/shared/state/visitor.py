"""What belongs to one visitor: a run, its pace and the settings. Nothing else touches
st.session_state for these.

The run itself lives in the shared pool; the session holds its token, and so does the browser's
tab, so that who is gone for a while, or loads the page again, finds the run again.

A tab keeps the token in its sessionStorage (see elements/tab.js), not in a cookie: two tabs share
their cookies, and would pull one run to and fro. It can tell the token only after the page was
first drawn; until the first command every visitor looks at a run that all share, so that nobody
who only looks, and nobody who comes back, gets a run for nothing.
"""

from __future__ import annotations

import dataclasses
import secrets
from dataclasses import dataclass

import streamlit as st

from pages.shared.state import resources, saved_runs
from softmax.scheduling import Pool, shared
from softmax.training import (
    Config,
    Progress,
    Run,
    State,
)

# Steps per second; None is as fast as the machine goes.
PACES: dict[str, float | None] = {"1 step/s": 1, "10": 10, "100": 100, "Full": None}
DEFAULT_PACE = "100"
# Up to this pace one can follow a single batch and its gradient.
FOLLOWED_PACE = 10
# Another after each start, and on each machine where there are several.
SERVER = secrets.token_urlsafe(6)
RESTARTED = "The server was restarted; the run that was here is gone. Play begins a new one."
DROPPED = "The run that was here was left alone for long, and was dropped. Play begins a new one."
# So many runs wait for the visitor to come back to them while another is shown.
MAX_ASIDE = 3


@dataclass(frozen=True)
class Session:
    """The visitor's run, and the commands to it. The token is empty until the first of these."""

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

    @property
    def over(self) -> bool:
        """Whether there are no more steps: the next Play begins again."""
        return self.run.state in (State.FINISHED, State.DIVERGED)

    @property
    def place(self) -> int:
        """The run's number among those that wait for room; 0 if it does not wait."""
        return self.pool.place(self.token)

    @property
    def overtime(self) -> bool:
        """Whether the run was paused because it had played for too long."""
        return self.pool.overtime(self.token)

    @property
    def failed(self) -> bool:
        """Whether the run was paused because a step raised an exception."""
        return self.pool.failed(self.token)

    def heartbeat(self) -> None:
        self.pool.heartbeat(self.token)

    def owned(self) -> Session:
        """The same with a run of the visitor's own."""
        if self.token:
            return self
        run = Run(settings(), resources.dataset())
        token = st.session_state["token"] = self.pool.add(run, PACES[pace()])
        st.session_state.pop("notice", None)
        return Session(token, run, self.pool)

    def play(self) -> None:
        """Go on; a run that is over begins again with the present settings."""
        mine = self.owned()
        if self.token and (self.over or not self.started):
            self.reset()
        only(mine.token)
        mine.pool.set_pace(mine.token, PACES[pace()])
        mine.pool.play(mine.token)

    def pause(self) -> None:
        self.pool.pause(self.token)

    def step(self, steps: int) -> None:
        mine = self.owned()
        if self.token and not self.started:
            self.reset()
        only(mine.token)
        mine.pool.step(mine.token, steps)

    def reset(self) -> None:
        """Back to the initial weights, with the present settings."""
        if self.token:
            self.run.reset(settings())
            self.pool.renewed(self.token)


def current() -> Session:
    """The visitor's session; before the first command, and when the run was dropped, with the
    run that all share."""
    pool, token = shared(), st.session_state.get("token", "")
    for aside in _aside():
        pool.heartbeat(aside)
    run = pool.get(token)
    if run is None:
        if token:
            del st.session_state["token"]
            st.session_state["notice"] = DROPPED
        return Session("", resources.blank(settings()), pool)
    session = Session(token, run, pool)
    session.heartbeat()
    saved_runs.note(run)
    return session


def only(*tokens: str) -> None:
    """What is about to play: whatever else of the visitor's plays is paused, be it the run, an
    experiment, or the two runs of a chapter."""
    for other in st.session_state.get("playing", ()):
        if other not in tokens:
            shared().pause(other)
    st.session_state["playing"] = tokens


def remembered() -> dict[str, object]:
    """The data of <ten-tab>: the run that the browser's tab is to keep in mind, and the one that
    it may forget."""
    token = st.session_state.get("token", "")
    return {
        "run": f"{SERVER} {token}" if token else "",
        "gone": st.session_state.get("gone", ""),
    }


def find() -> None:
    """The tab tells, after it was loaded again, which run it had: take that up. Where there is
    none any more, say so."""
    if "token" in st.session_state:
        return  # a run was begun before the tab told
    remembered_run = str(st.session_state["tab"]["found"][0])
    server, _, token = remembered_run.partition(" ")
    run = shared().get(token)
    if run is not None:
        take_up(token, run)
    else:
        st.session_state["gone"] = remembered_run
        st.session_state["notice"] = DROPPED if server == SERVER else RESTARTED


def take_up(token: str, run: Run) -> None:
    """Make a run of the pool the visitor's, and let the controls follow it."""
    labels = {pace: label for label, pace in PACES.items()}
    before = _controls()
    st.session_state["token"] = token
    if run.state is State.RUNNING:
        only(token)
    st.session_state["settings"] = run.config
    st.session_state["pace"] = labels.get(shared().pace(token), DEFAULT_PACE)
    _set_controls(before)


def notice() -> str:
    """What happened to the visitor's run while nobody looked; empty if nothing."""
    text: str = st.session_state.get("notice", "")
    return text


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


def step(steps: int = 1) -> None:
    """So many steps of it."""
    current().step(steps)


def reset() -> None:
    """Back to its beginning."""
    current().reset()


def settings() -> Config:
    """What the next run is made of: the controls of the Train page, or the default."""
    config: Config = st.session_state.setdefault("settings", resources.default_config())
    return config


def come_with(config: Config, label: str) -> None:
    """The settings and the pace that a visitor brings along, before there is a run."""
    st.session_state["settings"] = config
    st.session_state["pace"] = label


def undrawn() -> set[str]:
    """The controls (fields of Config, and "pace") that were set for the visitor and not drawn
    since. What the browser sends of them is what stood there before."""
    found: set[str] = st.session_state.setdefault("undrawn", set())
    return found


def _controls() -> dict[str, object]:
    """What they are to show."""
    return dataclasses.asdict(settings()) | {"pace": pace()}


def _set_controls(before: dict[str, object]) -> None:
    """Let the controls on the page show what is no longer as it was before."""
    for name, value in _controls().items():
        key = "pace_control" if name == "pace" else f"set_{name}"
        shown = st.session_state.get(key)
        if value != before[name] and shown is not None and shown != value:
            st.session_state[key] = value
            undrawn().add(name)


def change_settings(config: Config) -> None:
    """Keep the settings. A new learning rate acts at once, the rest with the next Reset; but
    where nothing has been learned yet, all of it does. The rate that comes with another
    optimizer waits for it: it would wreck a run of the old one."""
    before = _controls()
    st.session_state["settings"] = config
    _set_controls(before)
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
    if session.token:
        session.pool.set_pace(session.token, PACES[label])


def enter(page: str) -> None:
    """Note the page that is shown, so that it can tell an arrival from another run of it."""
    if st.session_state.get("page") != page:
        st.session_state["page"] = page
        st.session_state["just_arrived"] = True


def arrived() -> bool:
    """Whether the visitor has just come to this page. Says so once."""
    return bool(st.session_state.pop("just_arrived", False))
