"""The visitor: one browser tab with its run, its settings and its step rate.

The run is in the process-wide pool; the visitor holds its token. It is created at the first
command. Before that the page shows a blank run shared by all visitors, so that viewers cost no
memory and a reloaded tab can recover its run (see tab_memory).
"""

import dataclasses
from dataclasses import dataclass, field

import streamlit as st

from pages.shared.state import resources, saved_runs, setting_widgets, step_rate
from pages.shared.state.run_handle import RunHandle
from pages.shared.state.step_rate import STEP_RATES
from softmax.data import Dataset
from softmax.own_digits import OwnDigits
from softmax.scheduling import shared
from softmax.training import Config, Run, State

DROPPED = (
    "The run that was here was dropped: it was left alone for an hour, or made room for others. "
    "Play begins a new one."
)
NO_OWN_DIGITS = (
    "There are no digits of yours to train on yet: keep some on Draw. It trains on MNIST."
)
# Runs of a visitor that are kept while an imported model is shown.
MAX_SET_ASIDE = 3


@dataclass
class Visitor:
    """What belongs to one visitor.

    Args:
        settings: what the next run is made of.
        step_rate: the chosen label of STEP_RATES.
        token: of the visitor's run in the pool; empty before the first command.
        set_aside: tokens of the visitor's runs that an imported model replaced, the latest last.
        training: tokens of the runs or experiment started last, which may be live.
        notice: a message for the page, for example that the pool dropped the run.
        lost: the tab's key of a run that no longer exists; the tab deletes it.
        page: the address of the page that is shown.
        own: the visitor's own digits.
    """

    settings: Config
    step_rate: str = step_rate.DEFAULT
    token: str = ""
    set_aside: list[str] = field(default_factory=list)
    training: tuple[str, ...] = ()
    notice: str = ""
    lost: str = ""
    page: str | None = None
    own: OwnDigits = field(default_factory=OwnDigits)
    _arrived: bool = False

    @property
    def run(self) -> RunHandle:
        """The visitor's run; a blank one before the first command and after it was dropped."""
        run = shared().get(self.token)
        if run is None:
            return RunHandle("", resources.blank(self.settings), shared())
        return RunHandle(self.token, run, shared())

    def arrives(self, page: str) -> None:
        """Note which page is shown in this run of the script."""
        self._arrived = self._arrived or page != self.page
        self.page = page

    def take_arrival(self) -> bool:
        """Whether the visitor has just come to this page; True once for each arrival."""
        arrived, self._arrived = self._arrived, False
        return arrived

    def renew_leases(self) -> None:
        """Tell the pool that the visitor's runs are still wanted, also those set aside."""
        for token in (self.token, *self.set_aside):
            shared().heartbeat(token)

    # -- the transport ---------------------------------------------------------------------

    def play(self) -> None:
        """Go on; a run that is over begins again with the current settings."""
        run = self.run
        token = self._ready(again=run.over or not run.started)
        shared().set_step_rate(token, STEP_RATES[self.step_rate])
        shared().play(token)

    def step(self, steps: int = 1) -> None:
        """Take so many steps at once."""
        shared().step(self._ready(again=not self.run.started), steps)

    def pause(self) -> None:
        self.run.pause()

    def reset(self) -> None:
        """Back to the initial weights, with the current settings."""
        run = self.run
        if run.token:
            config = self.usable_settings()
            run.run.reset(config, self.images_for(config))
            shared().clear_stop_reason(run.token)

    def _ready(self, again: bool) -> str:
        """Create or reset the visitor's run if needed, pause the others, and return its token."""
        if not self.run.token:
            self.notice = ""
            config = self.usable_settings()
            self.token = self._add(Run(config, self.images_for(config)))
        elif again:
            self.reset()
        self.train_only(self.token)
        return self.token

    def usable_settings(self) -> Config:
        """The settings. Without own digits to train on they change to MNIST alone, and the page
        says so."""
        if self.settings.own_share and not len(self.own.train()):
            self._show(settings=self.settings.replace(own_share=0.0))
            self.notice = NO_OWN_DIGITS
        return self.settings

    def images_for(self, config: Config) -> Dataset:
        """The images that a run of this config trains on, the visitor's own included."""
        dataset = resources.dataset()
        return dataset.with_own(self.own.train()) if config.own_share else dataset

    def _add(self, run: Run) -> str:
        return shared().add(run, STEP_RATES[self.step_rate])

    def train_only(self, *tokens: str) -> None:
        """Pause the visitor's other live runs and experiments before these are started."""
        for other in self.training:
            if other not in tokens:
                shared().pause(other)
        self.training = tokens

    # -- settings ----------------------------------------------------------------------------

    def change_settings(self, config: Config) -> None:
        """Store the settings. A new learning rate takes effect at once, the others at the next
        Reset. Before the first step all take effect at once.

        With a new optimizer the rate waits as well: it could make the current run diverge. So it
        does once the run is over, because no step is taken with it.
        """
        self._show(settings=config)
        run = self.run
        if not run.started:
            self.reset()
        elif config.optimizer == run.run.config.optimizer and not run.over:
            run.run.set_learning_rate(config.learning_rate)

    def change_step_rate(self, label: str) -> None:
        """Set the step rate, at once."""
        self.step_rate = label
        if token := self.run.token:
            shared().set_step_rate(token, STEP_RATES[label])

    def _show(self, **changes: Config | str) -> None:
        """Set ``settings`` or ``step_rate``, and let the widgets on the page follow."""
        before = self._widget_values()
        for name, value in changes.items():
            setattr(self, name, value)
        setting_widgets.update(before, self._widget_values())

    def _widget_values(self) -> dict[str, object]:
        return dataclasses.asdict(self.settings) | {"pace": self.step_rate}

    # -- other runs in place of the visitor's own ------------------------------------------------

    def take_up(self, token: str, run: Run) -> None:
        """Make a run of the pool the visitor's own, and set the controls to its settings."""
        self.token = token
        if run.state is State.RUNNING:
            self.train_only(token)
        label = step_rate.label_of(shared().step_rate(token))
        self._show(settings=run.config, step_rate=label)

    def bring_in(self, run: Run) -> None:
        """Show an imported run. The visitor's own run is paused and set aside if it has started; an
        earlier import is removed, because it can be imported again."""
        self.renew_leases()  # a full pool evicts the run with the oldest lease for the new one
        mine = self.run
        if mine.started and mine.run.restored_from is None:
            mine.pause()
            saved_runs.record(mine.run)
            self.set_aside.append(mine.token)
        else:
            shared().remove(mine.token)
        for token in self.set_aside[:-MAX_SET_ASIDE]:
            shared().remove(token)
        self.set_aside = self.set_aside[-MAX_SET_ASIDE:]
        self.token = self._add(run)

    def put_back(self) -> None:
        """Show the run that was set aside last; what the other has come to is saved."""
        if self.set_aside:
            if self.run.token:
                saved_runs.record(self.run.run)
            shared().remove(self.token)
            self.token = self.set_aside.pop()


def current() -> Visitor:
    """The visitor of this session."""
    if "visitor" not in st.session_state:
        st.session_state["visitor"] = Visitor(resources.default_config())
    visitor: Visitor = st.session_state["visitor"]
    return visitor


def run() -> RunHandle:
    """The run of this session's visitor."""
    return current().run


def begin_script_run(page: str) -> None:
    """Once in each run of the script, before the page: renew the leases of the visitor's runs,
    notice a run that was dropped, and save what the run has come to."""
    visitor = current()
    visitor.arrives(page)
    if visitor.token and visitor.token not in shared():
        visitor.token, visitor.notice = "", DROPPED
    visitor.renew_leases()
    mine = visitor.run
    if mine.token:
        saved_runs.record(mine.run)


# Callbacks for buttons: they act on the run that the visitor has when the button is pressed.


def play() -> None:
    """Play the visitor's run."""
    current().play()


def pause() -> None:
    """Pause the visitor's run."""
    current().pause()


def step(steps: int = 1) -> None:
    """Take steps of the visitor's run."""
    current().step(steps)


def reset() -> None:
    """Reset the visitor's run."""
    current().reset()
