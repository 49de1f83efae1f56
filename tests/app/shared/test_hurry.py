"""Answers that come before the page of the one before was drawn, or two in one.

Streamlit then ends the run of the script for the first, after its callbacks, and the second carries
what the browser still shows of all controls.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import RerunException, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from pages.shared.state import resources, tab_memory, url
from softmax.scheduling import shared
from softmax.training import (
    SUGGESTED_RATE,
    Config,
    Run,
    State,
)
from tests.app.conftest import Visitor, all_elements


class Hurried(Visitor):
    """A visitor whose answers are put together by hand."""

    def answer(self, *pressed: str, **told: tuple[str, object]) -> WidgetStates:
        """All controls as they have been set, with these buttons pressed.

        Args:
            told: by the name of an element, an event of it and its value.
        """
        states = self.at._tree.get_widget_states()
        for key in pressed:
            states.widgets.append(
                WidgetState(id=self.at.button(key=key).proto.id, trigger_value=True)
            )
        for name, (event, value) in told.items():
            value_json = json.dumps({event: value})
            states.widgets.append(WidgetState(id=self._element(name), json_value=value_json))
        return states

    def _element(self, name: str) -> str:
        found = [
            node.proto for node in all_elements(self.at._tree) if node.type == "bidi_component"
        ]
        (one,) = (proto.id for proto in found if proto.component_name == f"ten_{name}")
        return str(one)

    def say(self, answer: WidgetStates) -> Visitor:
        self.at._tree.get_widget_states = lambda: answer  # type: ignore[method-assign]
        return self.look()

    def say_both(
        self, first: WidgetStates, second: WidgetStates, monkeypatch: pytest.MonkeyPatch
    ) -> Visitor:
        """The second comes before anything is drawn for the first."""
        enter = url.restore_view

        def interrupted() -> None:
            monkeypatch.setattr(url, "restore_view", enter)
            context = get_script_run_ctx()
            assert context is not None
            raise RerunException(
                RerunData(
                    query_string=context.query_string,
                    page_script_hash=context.page_script_hash,
                    widget_states=second,
                )
            )

        monkeypatch.setattr(url, "restore_view", interrupted)
        return self.say(first)


@pytest.fixture
def hurried() -> Iterator[Hurried]:
    visitor = Hurried()
    yield visitor
    visitor.leave()


def settings_of(visitor: Visitor) -> Config:
    config: Config = visitor.state.settings
    return config


def test_play_right_after_another_optimizer(
    hurried: Hurried, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser still shows the old one's rate, which nobody has chosen for the new one."""
    hurried.open("train").at.selectbox(key="set_optimizer").set_value("adam")
    hurried.say_both(hurried.answer(), hurried.answer("play"), monkeypatch)
    assert hurried.run.config.optimizer == "adam"
    assert hurried.run.config.learning_rate == SUGGESTED_RATE["adam"]
    hurried.at.select_slider(key="set_learning_rate").set_value(0.2)  # and now somebody has
    assert settings_of(hurried.look()).learning_rate == 0.2


def test_a_batch_from_the_list_for_more_images(
    hurried: Hurried, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried.open("train").at.selectbox(key="set_train_size").set_value(1_000)
    first = hurried.answer()
    hurried.at.selectbox(key="set_batch_size").set_value(4_096)
    hurried.say_both(first, hurried.answer(), monkeypatch)
    assert (settings_of(hurried).train_size, settings_of(hurried).batch_size) == (1_000, 1_000)
    assert hurried.at.selectbox(key="set_batch_size").value == 1_000


@pytest.fixture
def earlier() -> Iterator[tuple[str, Run]]:
    """A run from before the page was loaded again, and what the tab has kept of it."""
    run = Run(Config(epochs=7, seed=5, deskew=False, optimizer="adam"), resources.dataset())
    token = shared().add(run, 1)
    yield f"{tab_memory.SERVER} {token}", run
    shared().remove(token)


def test_play_right_after_a_reload(
    hurried: Hurried, earlier: tuple[str, Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tab has told of its run, and the controls still show what a new visitor has."""
    kept, run = earlier
    found = hurried.open("train").answer(tab=("found", [kept, 1]))
    hurried.say_both(found, hurried.answer("play"), monkeypatch)
    assert hurried.run is run
    assert settings_of(hurried) == run.config
    assert hurried.at.segmented_control(key="pace_control").value == "1 step/s"
    assert run.state is State.RUNNING


def test_the_tab_tells_when_a_run_has_begun(hurried: Hurried, earlier: tuple[str, Run]) -> None:
    kept, run = earlier
    hurried.open("train").say(hurried.answer("play", tab=("found", [kept, 1])))
    assert hurried.run is not run
    assert hurried.run.state is State.RUNNING
    assert run.state is State.READY


def test_back_while_the_time_machine_comes_to_rest(hurried: Hurried) -> None:
    hurried.open("train").bring_to(State.PAUSED).open("weights")
    hurried.say(hurried.answer(rows=("asked", [3, 2, 1])))
    hurried.say(hurried.answer("weights_back", time=("settled", [1, 5])))
    assert "weights_back" not in hurried.buttons


@pytest.mark.parametrize("digit", ["**3**", 10, -1, None, [3], 2.5])
def test_a_row_that_there_is_not_is_not_asked_for(hurried: Hurried, digit: object) -> None:
    hurried.open("train").bring_to(State.PAUSED).open("weights")
    hurried.say(hurried.answer(rows=("asked", [digit, 2, 1])))
    assert not hurried.at.exception
    assert "weights_asked" not in hurried.at.session_state


def test_go_on_right_after_cancel(hurried: Hurried, monkeypatch: pytest.MonkeyPatch) -> None:
    hurried.open("runs").at.segmented_control(key="runs_view").set_value("Learning rate")
    hurried.look().click("sweep_begin").click("sweep_pause")
    hurried.say_both(hurried.answer("sweep_cancel"), hurried.answer("sweep_resume"), monkeypatch)
    assert "sweep_begin" in hurried.buttons


def test_chapter_9_was_left_open_for_an_hour(visitor: Visitor) -> None:
    visitor.open("learn_9_together").click("together_play").click("together_pause")
    for token in visitor.at.session_state["together_tokens"]:
        shared().remove(token)
    visitor.click("together_play")
    tokens = visitor.at.session_state["together_tokens"]
    assert all(shared().get(token).state is State.RUNNING for token in tokens)  # type: ignore[union-attr]
    for token in tokens:
        shared().remove(token)
