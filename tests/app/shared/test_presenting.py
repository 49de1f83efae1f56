"""The presenter's view: what an address asks for, what is hidden, and the keys."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st

from pages.shared.state import url, view_options
from pages.shared.state.view_options import HIDDEN_WHEN_PRESENTING, HIDEABLE, View
from softmax.training import Config, State
from tests.app.conftest import Visitor, all_elements

# What shows that a thing of HIDEABLE is on the Train page.
SHOWN: dict[str, Callable[[Visitor], bool]] = {
    "settings": lambda v: any(box.key == "set_head" for box in v.at.selectbox),
    "pace": lambda v: any(c.key == "pace_control" for c in v.at.segmented_control),
    "step": lambda v: "step_1" in v.buttons,
    "reset": lambda v: "reset" in v.buttons,
    "strip": lambda v: bool(v.shown("strip")),
    "curves": lambda v: bool(v.shown("curves")),
    "batch": lambda v: bool(v.shown("batch")),
    "navigation": lambda v: v.at.session_state["navigation_at"] == "top",
    "keys": lambda v: bool(shortcuts(v)),
}
# The same on any other page, of what there can be.
ELSEWHERE = {name: SHOWN[name] for name in ("strip", "navigation", "keys")} | {
    "step": lambda v: "remote_step" in v.buttons,
    "reset": lambda v: "remote_reset" in v.buttons,
}
# No run is played on the one; on the other two that have no such buttons.
LACKING = {"preflight": {"strip", "step", "reset"}, "learn_9_together": {"step", "reset"}}


@pytest.fixture(autouse=True)
def _navigation_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest knows of a page only what is in it."""
    navigation = st.navigation

    def noted(pages: Any, position: Any) -> Any:
        st.session_state["navigation_at"] = position
        return navigation(pages, position=position)

    monkeypatch.setattr(st, "navigation", noted)


def shortcuts(visitor: Visitor) -> dict[str, str]:
    """The key of each button that has one."""
    found = {button.key: button.proto.shortcut for button in visitor.at.button}
    return {key: shortcut for key, shortcut in found.items() if shortcut}


def ask(visitor: Visitor, **parameters: str) -> Visitor:
    """Come by an address with these parameters."""
    visitor.at.query_params.clear()
    for name, value in parameters.items():
        visitor.at.query_params[name] = value
    return visitor.look()


def parameter(visitor: Visitor, name: str) -> str:
    """What the address says; AppTest gives it alone or as a list."""
    found = visitor.at.query_params[name]
    return found if isinstance(found, str) else found[-1]


def once(parameters: dict[str, str]) -> dict[str, list[str]]:
    """As they stand in an address that repeats none."""
    return {name: [text] for name, text in parameters.items()}


def view_of(visitor: Visitor) -> View:
    view: View = visitor.at.session_state["view"]
    return view


# -- the address --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameters", "view", "understood"),
    [
        ({}, View(), True),
        ({"view": "present"}, View(True, HIDDEN_WHEN_PRESENTING), True),
        ({"view": " Present "}, View(True, HIDDEN_WHEN_PRESENTING), True),
        ({"view": "present", "hide": ""}, View(True), True),
        ({"view": "present", "hide": "pace"}, View(True, frozenset({"pace"})), True),
        ({"hide": "pace, step,,"}, View(False, frozenset({"pace", "step"})), True),
        ({"hide": "pace,pace"}, View(False, frozenset({"pace"})), True),
        ({"view": "nonsense"}, View(), False),
        ({"hide": "pace,everything"}, View(False, frozenset({"pace"})), False),
        ({"hide": "<script>" * 2_000}, View(), False),
    ],
)
def test_an_address_is_read(parameters: dict[str, str], view: View, understood: bool) -> None:
    assert url.parse_view(once(parameters)) == (view, understood)


@pytest.mark.parametrize(
    ("given", "view"),
    [
        ({"view": ["present", "present"]}, View()),
        ({"hide": ["pace", "step"]}, View()),
        ({"view": ["present"], "hide": ["pace", "step"]}, View(True, HIDDEN_WHEN_PRESENTING)),
        ({"view": ["present", ""], "hide": ["pace"]}, View(False, frozenset({"pace"}))),
    ],
)
def test_what_is_given_twice_says_nothing(given: dict[str, list[str]], view: View) -> None:
    assert url.parse_view(given) == (view, False)


@pytest.mark.parametrize("presents", [False, True])
def test_what_is_written_into_an_address_is_read_back(presents: bool) -> None:
    chance = random.Random(0)
    for _ in range(200):
        view = View(presents, frozenset(n for n in HIDEABLE if chance.random() < 0.5))
        assert url.parse_view(once(url.format_view(view))) == (view, True)


def test_the_keys_are_ones_that_streamlit_leaves_free() -> None:
    assert len(set(view_options.KEYS.values())) == len(view_options.KEYS)
    assert not {"c", "r"} & set(view_options.KEYS.values())


# -- on the pages -------------------------------------------------------------------------------


NOTHING, ALL = frozenset[str](), frozenset(HIDEABLE)
SINGLE = [frozenset({name}) for name in HIDEABLE]
PAIRS = [frozenset(pair) for pair in itertools.combinations(HIDEABLE, 2)]


@pytest.mark.parametrize("parameters", [{}, {"view": "present"}], ids=["plain", "presented"])
def test_every_choice_of_what_to_hide_works(visitor: Visitor, parameters: dict[str, str]) -> None:
    visitor.open("train").bring_to(State.PAUSED)
    for hidden in [NOTHING, *SINGLE, *PAIRS, *(ALL - pair for pair in PAIRS), ALL]:
        ask(visitor, hide=",".join(sorted(hidden)), **parameters)
        assert view_of(visitor) == View(bool(parameters), hidden)
        for name, is_shown in SHOWN.items():
            assert is_shown(visitor) is (name not in hidden), (name, hidden)
        assert {"play", "pause"} & visitor.buttons, "the run can always be played"


@pytest.mark.parametrize(
    "page",
    [
        "start", "learn", "weights", "draw", "mistakes", "runs", "preflight", "learn_4_softmax",
        "learn_9_together",
    ],
)  # fmt: skip
def test_on_every_page_each_thing_can_be_hidden_and_all(visitor: Visitor, page: str) -> None:
    visitor.open(page).bring_to(State.PAUSED)
    for hidden in [NOTHING, *SINGLE, ALL]:
        ask(visitor, view="present", hide=",".join(hidden))
        assert view_of(visitor) == View(True, hidden)
        there = {name for name, is_shown in ELSEWHERE.items() if is_shown(visitor)}
        assert there == ELSEWHERE.keys() - LACKING.get(page, set()) - hidden, hidden
        plays = {"remote_play", "strip_play", "together_play"} & visitor.buttons
        assert plays or page == "preflight", "the run can always be played"


def test_a_bad_value_is_ignored_with_a_word_and_without_repeating_it(visitor: Visitor) -> None:
    visitor.open("train")
    ask(visitor, view="present", hide="pace,<b>boo</b>")
    (word,) = visitor.at.info
    assert "ignored" in word.value
    assert "boo" not in word.value
    assert view_of(visitor) == View(True, frozenset({"pace"}))
    assert parameter(visitor, "hide") == "pace"
    assert not visitor.look().at.info


def test_the_view_is_kept_from_page_to_page_beside_what_others_write(visitor: Visitor) -> None:
    visitor.open("train")
    ask(visitor, view="present", hide="pace")
    visitor.state.settings = Config(epochs=8)
    visitor.at.query_params.clear()  # as Streamlit does when the page is switched
    visitor.open("weights")
    assert parameter(visitor, "epochs") == "8"
    assert parameter(visitor, "view") == "present"
    assert parameter(visitor, "hide") == "pace"
    assert "remote_step" in visitor.buttons


def test_a_plain_visit_leaves_the_address_alone(visitor: Visitor) -> None:
    visitor.open("train")
    assert not {"view", "hide"} & set(visitor.at.query_params)


# -- the keys -----------------------------------------------------------------------------------


def test_the_keys_of_the_train_page_do_not_need_the_presenters_view(visitor: Visitor) -> None:
    visitor.open("train")
    assert shortcuts(visitor) == {"play": "space", "step_1": "s", "reset": "0"}


@pytest.mark.parametrize("page", ["start", "learn", "weights", "draw", "mistakes", "runs"])
@pytest.mark.parametrize("state", State)
def test_in_the_presenters_view_every_page_has_every_key_once(
    visitor: Visitor, page: str, state: State
) -> None:
    visitor.open("train").bring_to(state)
    visitor.open(page)
    ask(visitor, view="present")
    keys = sorted(shortcuts(visitor).values())
    assert keys == sorted(view_options.KEYS.values())


def test_where_two_runs_are_played_the_key_plays_those(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.PAUSED).open("learn_9_together")
    own = visitor.run.progress
    assert not shortcuts(visitor)
    ask(visitor, view="present")
    assert shortcuts(visitor) == {"together_play": "space"}  # N is that of the chapter's own bar
    visitor.click("together_play")
    assert shortcuts(visitor) == {"together_pause": "space"}
    visitor.click("together_pause")
    assert shortcuts(visitor) == {"together_play": "space"}
    assert visitor.run.progress == own  # no key is left for what is not on the screen
    ask(visitor, view="present", hide="keys")
    assert not shortcuts(visitor)


def test_the_keys_act_from_another_page(visitor: Visitor) -> None:
    visitor.open("weights")
    ask(visitor, view="present")
    visitor.click("remote_step")
    visitor.wait_for(State.PAUSED)
    assert visitor.run.progress.step == 1
    visitor.look().click("remote_reset")
    assert visitor.run.state is State.READY


def test_no_step_from_another_page_where_the_run_is_over(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.FINISHED).open("weights")
    ask(visitor, view="present")
    assert visitor.at.button(key="remote_step").disabled
    assert not visitor.at.button(key="remote_reset").disabled


def test_next_goes_through_the_navigation(visitor: Visitor) -> None:
    visitor.open("start")
    ask(visitor, view="present")
    onward = {}
    for page in ("start", "learn", "train"):
        visitor.open(page).click("next_page")
        onward[page] = visitor.state.page
    assert onward == {
        "start": "learn",
        "learn": "train",
        "train": "weights",
    }
    assert visitor.open("runs").at.button(key="next_page").disabled


# -- the panel ----------------------------------------------------------------------------------


def test_the_panel_turns_the_view_on_hides_and_gives_the_link(visitor: Visitor) -> None:
    visitor.open("train")
    visitor.at.session_state["presenter"] = True  # the popover is open
    visitor.look()
    visitor.at.toggle(key="present_on").set_value(True)
    visitor.look()
    assert view_of(visitor) == View(True, HIDDEN_WHEN_PRESENTING)
    assert visitor.at.code[0].value.endswith("/train?view=present")
    visitor.at.pills(key="present_hidden").set_value(["pace", "batch"])
    visitor.look()
    assert view_of(visitor) == View(True, frozenset({"pace", "batch"}))
    assert visitor.at.code[0].value.endswith("/train?view=present&hide=pace%2Cbatch")
    visitor.at.toggle(key="present_on").set_value(False)
    visitor.look()
    assert not view_of(visitor).presents


def test_the_panel_is_not_drawn_while_it_is_closed(visitor: Visitor) -> None:
    visitor.open("train")
    assert "present_on" not in {toggle.key for toggle in visitor.at.toggle}
    assert not [e for e in all_elements(visitor.at._tree) if e.type == "code"]
