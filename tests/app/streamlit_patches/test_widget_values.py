"""Each widget of each page is sent every kind of nonsense, as a browser would send it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.testing.v1 import AppTest

from pages.shared.components.lesson import CHAPTERS
from pages.shared.state.view_options import View
from pages.streamlit_patches import widget_values
from softmax import limits
from softmax.training import State
from tests.app.conftest import TINY, Visitor
from tests.app.runs.conftest import experiment, tiny_settings, until_over, view

SOURCES = Path(__file__).parents[3] / "pages"
PAGES = (
    "start", "learn", "train", "weights", "draw", "mistakes", "runs", "preflight",
    *(f"learn_{number}_{name}" for number, name in enumerate(CHAPTERS, 1)),
)  # fmt: skip

LONG = "9" * (limits.EVENT_TEXT.value + 1)
# What no event has a use for; and what some have, in some place.
WRONG: tuple[Any, ...] = (None, 1e300, 10**400, math.nan, -math.inf, "\ud800", {}, [{"raw": 1}])
ODD: tuple[Any, ...] = (True, -1, 10**9, 0.5, "x", [1] * 99)


def in_every_place(values: tuple[Any, ...]) -> list[Any]:
    """As the values of an event; the browser adds the time, here 1."""
    return [
        shape
        for v in values
        for shape in (
            v, [v], [v, 1], [v, v, 1], [0, v, 1], [v, 0, 1], [0, [v] * 4, 1],
            [0, [[v] * 3] * 4, 1], [v] * 5,
        )
    ]  # fmt: skip


TOO_LONG = [[LONG, 1], [0, [LONG] * 4, 1], [0, [[LONG] * 3] * 4, 1]]
NO_JSON = (
    "", "{", "nonsense", '""', "1", "[]", "[" * 50_000, "[" * 900 + "]" * 900,
    '{"x":' * 900 + "1" + "}" * 900,
)  # fmt: skip
PADS = [
    sent
    for v in (*WRONG, *ODD)
    for sent in (
        {"drawing": v},
        {"drawing": {"raw": v, "data": None}, "backgroundFit": None},
        {"drawing": {"raw": {"objects": v}, "data": None}, "backgroundFit": None},
        {"drawing": {"raw": {"objects": [v]}, "data": v}, "backgroundFit": v},
        {"drawing": {"raw": {"objects": [{"path": v}]}, "data": None}, "backgroundFit": None},
        {"drawing": {"raw": {"objects": [{"src": v}]}, "data": v}, "backgroundFit": None},
    )
]  # fmt: skip


@pytest.fixture(autouse=True)
def patched(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("set_widgets_from_proto", "register_widget"):
        monkeypatch.setattr(SessionState, name, getattr(SessionState, name))
    widget_values.patch()


def wrong_events(metadata: WidgetMetadata[Any]) -> list[WidgetState]:
    return [
        *(WidgetState(id=metadata.id, json_value=text) for text in NO_JSON),
        *events(metadata, in_every_place(WRONG) + TOO_LONG),
    ]


def events(metadata: WidgetMetadata[Any], values: list[Any]) -> list[WidgetState]:
    return [
        WidgetState(id=metadata.id, json_value=json.dumps({name: value}))
        for name in metadata.callbacks or ()
        for value in values
    ]


def wrong_values(metadata: WidgetMetadata[Any]) -> Iterator[WidgetState]:
    """Each kind of value, if it is another one than the widget's; numbers out of bounds; and texts
    that are no option."""
    i, own = metadata.id, metadata.value_type
    numbers = (-1e15, 1e15, 1e300, math.nan, math.inf, -math.inf)
    yield from (WidgetState(id=i, double_value=value) for value in numbers)
    yield from (WidgetState(id=i, double_array_value={"data": [value]}) for value in numbers)
    yield from (WidgetState(id=i, double_array_value={"data": [0.5] * n}) for n in (0, 2, 99))
    yield from (WidgetState(id=i, int_value=value) for value in (-1, 0, 2**60))
    yield WidgetState(id=i, int_array_value={"data": [-1, 0, 2**60]})
    yield from (
        WidgetState(id=i, string_array_value={"data": v}) for v in (["nonsense"], ["0"] * 99)
    )
    yield WidgetState(id=i, bytes_value=b"x")
    yield WidgetState(id=i, string_trigger_value={"data": "x"})
    yield WidgetState(id=i, file_uploader_state_value={"uploaded_file_info": [{"file_id": "x"}]})
    if "follow_root" not in i:  # a box for text
        yield from (WidgetState(id=i, string_value=value) for value in ("", "nonsense", LONG))
    if own != "trigger_value":
        yield WidgetState(id=i, trigger_value=True)
    if own != "bool_value":
        yield WidgetState(id=i, bool_value=True)
    for event in (*(metadata.callbacks or ()), "nonsense"):
        text = json.dumps([{"event": event, "value": [math.nan, 1]}, 1, {"event": [1]}])
        yield WidgetState(id=i, json_trigger_value=text)


def session(at: AppTest) -> SessionState:
    state: Any = at.session_state
    while not isinstance(state, SessionState):  # it is wrapped to be safe in threads, twice
        state = state._state
    return state


def known(state: SessionState) -> str:
    """All that the pages know of the visitor, without what was sent last by each element."""
    sent = [k for k, v in state._new_widget_state.widget_metadata.items() if v.callbacks]
    keys = {state._key_id_mapper.id_key_mapping.get(i) for i in sent}
    return repr(sorted((k, v) for k, v in state.filtered_state.items() if k not in keys))


def attack(
    visitor: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    messages: Callable[[WidgetMetadata[Any]], list[WidgetState]],
    widgets: list[WidgetMetadata[Any]],
) -> Iterator[str]:
    """Send the messages to all widgets before the next run of the script.

    Yields:
        What failed, and what the pages know before and after it.
    """
    found: list[str] = []
    rerun: Callable[..., None] = SessionState.on_script_will_rerun
    # The n-th for each widget together: each message costs a look at the whole state.
    rounds = [[m for m in each if m] for each in zip_longest(*map(messages, widgets))]

    def attacked(self: SessionState, *states: Any, **options: Any) -> None:
        found.append(known(self))
        for sent in rounds:
            try:
                rerun(self, WidgetStates(widgets=sent))
            except Exception as error:  # noqa: BLE001
                found.append(f"{error!r} at {str(sent)[:2_000]}")
        found.append(known(self))
        rerun(self, *states, **options)

    with monkeypatch.context() as patch:
        patch.setattr(SessionState, "on_script_will_rerun", attacked)
        visitor.look()
    yield from found


def with_all_elements(visitor: Visitor) -> Iterator[str]:
    """Go to all pages, and where needed do what brings an element onto the page."""
    for page in PAGES:
        visitor.open(page)
        yield page
    visitor.bring_to(State.FINISHED)
    visitor.open("draw").draw()
    yield "a drawing"
    visitor.open("weights")
    visitor.at.session_state["weights_asked"] = (3, 0)
    visitor.look()
    yield "a row of the weights"
    visitor.open("runs")
    yield "the runs"
    visitor.open("runs")  # an image may have been opened on Draw
    tiny_settings(visitor, TINY)
    view(visitor, "Learning rate")
    visitor.at.segmented_control(key="sweep_count").set_value(8)
    visitor.look().click("sweep_begin")
    until_over(visitor, experiment(visitor, "sweep"))
    visitor.look()
    yield "a sweep"
    visitor.open("draw").draw()
    visitor.at.session_state["keep-open"] = True
    visitor.look().click("keep_7").open("digits").click("guided_begin")
    yield "one's own digits"
    visitor.open("learn_1_data")
    visitor.at.session_state["view"] = View(presents=True)
    visitor.look()
    yield "the steps of a chapter"


def test_no_nonsense_is_taken(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    attacked: dict[str, WidgetMetadata[Any]] = {}
    for place in with_all_elements(visitor):
        drawn = session(visitor.at)._new_widget_state.widget_metadata
        new = {i: widget for i, widget in drawn.items() if i not in attacked}
        attacked |= new
        before, *failed, after = attack(
            visitor, monkeypatch, lambda it: [*wrong_values(it), *wrong_events(it)], [*new.values()]
        )
        assert not failed, (place, failed[0])
        assert before == after, place
        elements = [widget for widget in new.values() if widget.value_type == "json_value"]
        _, *failed, _ = attack(
            visitor, monkeypatch, lambda it: events(it, in_every_place(ODD)), elements
        )
        assert not failed, (place, failed[0])
    told = {
        name
        for module in SOURCES.rglob("*.js")
        for name in re.findall(r'\.tell\(\s*"(\w+)"', module.read_text())
    }
    assert told - {name for widget in attacked.values() for name in widget.callbacks or ()} == set()
    assert not [record for record in caplog.records if record.exc_info]


def test_the_pad_ignores_what_is_no_drawing(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.open("draw").draw()
    pad = visitor.at.session_state["pad_state"]
    answer = visitor.shown("answer")
    for sent in PADS:
        visitor.at.session_state[f"pad-light-{pad.version}"] = sent
        visitor.look()
    visitor.at.session_state[f"pad-light-{pad.version}"] = {}
    assert visitor.look().shown("answer") == answer
    assert not [record for record in caplog.records if record.exc_info]
