"""The drawing of a tab outlives its page; tests/browser/test_reload.py loads one again."""

from __future__ import annotations

from collections import OrderedDict

import pytest

from pages.shared.state import saved_drawings
from softmax import limits
from softmax.limits import Limit
from tests.app.conftest import Visitor
from tests.app.shared.test_hurry import Hurried


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> OrderedDict[str, object]:
    none: OrderedDict[str, object] = OrderedDict()
    monkeypatch.setattr(saved_drawings, "_drawings", none)
    return none


def tab_loaded_again(name: object) -> Hurried:
    visitor = Hurried()
    visitor.open("draw")
    visitor.say(visitor.answer(tab=("drew", [name, 1])))
    return visitor


def test_the_drawing_comes_back_and_can_be_undone() -> None:
    before = Visitor().open("draw").draw(2)
    (tab,) = before.shown("tab")
    after = tab_loaded_again(tab["drawing"])
    (answer,) = after.shown("answer")
    assert answer["p"] == before.shown("answer")[0]["p"]
    after.click("pad_undo")
    assert after.at.button(key="pad_clear").disabled
    again = tab_loaded_again(after.shown("tab")[0]["drawing"])  # what was undone stays so
    assert again.at.button(key="pad_clear").disabled


@pytest.mark.parametrize("name", ["", "unknown", 7, None, ["a"]])
def test_a_name_that_nobody_has_brings_nothing(name: object) -> None:
    Visitor().open("draw").draw()
    assert tab_loaded_again(name).at.button(key="pad_clear").disabled


def test_the_oldest_go_where_there_are_too_many(
    kept: OrderedDict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_drawings, "MAX_DRAWINGS", 2)
    names = [Visitor().open("draw").draw().shown("tab")[0]["drawing"] for _ in range(3)]
    assert list(kept) == names[1:]


def test_all_together_have_a_bound(
    kept: OrderedDict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [Visitor().open("draw").draw().shown("tab")[0]["drawing"] for _ in range(2)]
    size = sum(moment.size for moment in kept.values())  # type: ignore[attr-defined]
    monkeypatch.setattr(limits, "KEPT_DRAWINGS_BYTES", Limit(size, "bytes", ""))
    names.append(Visitor().open("draw").draw().shown("tab")[0]["drawing"])
    assert list(kept) == names[1:]


def test_a_blank_pad_takes_no_place(kept: OrderedDict[str, object]) -> None:
    visitor = Visitor().open("draw")
    assert not kept
    visitor.draw()
    assert len(kept) == 1
    visitor.click("pad_clear")
    assert not kept
