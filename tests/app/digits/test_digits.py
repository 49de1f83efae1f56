"""My digits: kept on Draw, drawn by the guided pad, trained on, judged by, stored and deleted."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
import streamlit as st
from streamlit.runtime.state import SessionState

from pages.shared.live import own_judgement
from pages.shared.state import resources
from pages.shared.state.digits_memory import NOT_STORED, Memory
from softmax.data import Dataset
from softmax.evaluation import compare
from softmax.own_digits import OwnDigits
from softmax.own_digits.record import to_record
from softmax.training import State
from tests.app.conftest import Visitor


def filled(mnist: Dataset, n: int) -> OwnDigits:
    mine = OwnDigits(random.Random(0))
    for image, label in zip(mnist.test.images[:n], mnist.test.labels[:n], strict=True):
        mine.add(int(label), image.tobytes())
    return mine


def event(visitor: Visitor, key: str, name: str, *values: object) -> Visitor:
    """What a custom element sends; its callback runs at the next run of the script."""
    known: Any = visitor.at.session_state._state
    while not isinstance(known, SessionState):  # it is wrapped to be safe in threads, twice
        known = known._state
    widget = known._key_id_mapper.get_id_from_key(key)
    called = known._new_widget_state.widget_metadata[widget].callbacks[name]
    before = visitor.at.session_state._state.filtered_state
    state = before | {key: {name: [*values, 0]}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "session_state", state)
        called()
    for name, value in state.items():
        if name != key and before.get(name) is not value:
            visitor.at.session_state[name] = value
    return visitor.look()


def text_of(visitor: Visitor) -> str:
    return "\n".join(e.value for e in [*visitor.at.markdown, *visitor.at.caption, *visitor.at.text])


def test_a_drawing_is_kept_with_its_label_once(visitor: Visitor) -> None:
    visitor.open("draw").draw()
    visitor.at.session_state["keep-open"] = True
    visitor.look().click("keep_7")
    (digit,) = visitor.state.own.digits
    assert digit.label == 7
    assert digit.image.max() == 255
    assert "Kept as a 7." in text_of(visitor)
    visitor.at.session_state["keep-open"] = True
    visitor.look().click("keep_3")
    assert "This drawing is kept already, as a 7." in text_of(visitor)
    assert len(visitor.state.own) == 1


def test_an_image_of_the_data_set_is_not_a_drawing_of_ones_own(visitor: Visitor) -> None:
    visitor.open("draw").click("pad_test")
    visitor.at.session_state["keep-open"] = True
    visitor.look()
    assert "keep_7" not in visitor.buttons
    assert "not a drawing of yours" in text_of(visitor)


def test_the_guided_pad_takes_each_drawing_once_and_says_what_it_refuses(visitor: Visitor) -> None:
    visitor.open("digits").click("guided_begin")
    (data,) = visitor.shown("guided")
    assert (data["counts"], data["goal"], data["taken"]) == ([0] * 10, 10, 0)
    session = data["session"]
    first, second = [1, 0, [[[60, 60], [200, 200]]]], [2, 1, [[[140, 40], [140, 240]]]]
    event(visitor, "guided", "drawn", session, [first])
    event(visitor, "guided", "drawn", session, [first, second])
    assert [digit.label for digit in visitor.state.own.digits] == [0, 1]
    assert all(digit.strokes for digit in visitor.state.own.digits)
    for drawing in ([3, 12, [[[1, 2]]]], [4, 2, []], [5, 3, "junk"], "junk", [6]):
        event(visitor, "guided", "drawn", session, [drawing])
    event(visitor, "guided", "drawn", "another", [[9, 1, [[[9, 9]]]]])
    (data,) = visitor.shown("guided")
    assert data["said"] == "Nothing is drawn."
    assert data["counts"] == [1, 1] + [0] * 8
    event(visitor, "guided", "back")
    assert visitor.state.own.counts() == [1] + [0] * 9


def test_chosen_ones_are_deleted_or_relabelled_and_undo_brings_them_back(
    visitor: Visitor, mnist: Dataset
) -> None:
    visitor.state.own = filled(mnist, 30)
    before = visitor.open("digits").state.own.digits
    (data,) = visitor.shown("own_digits")
    ids = [item[0] for item in data["items"]]
    assert sorted(ids) == sorted(digit.id for digit in before)
    event(visitor, "own-digits", "relabelled", 5, ids[:2])
    assert {visitor.state.own.find(id).label for id in ids[:2]} == {5}  # type: ignore[union-attr]
    event(visitor, "own-digits", "relabelled", 11, ids[:2])
    event(visitor, "own-digits", "deleted", ids[:3])
    assert len(visitor.state.own) == 27
    visitor.click("digits_delete_all")
    assert len(visitor.state.own) == 0
    assert "Nothing is kept yet" in text_of(visitor)
    for _ in range(3):
        visitor.click("digits_undo")
    assert visitor.state.own.digits == before


def memory_of(visitor: Visitor) -> dict[str, Any]:
    (data,) = visitor.shown("digits_memory")
    return data


def test_what_is_sent_to_the_browser_is_the_difference_until_it_confirms(
    visitor: Visitor, mnist: Dataset
) -> None:
    visitor.state.own = filled(mnist, 50)
    sent = memory_of(visitor.open("digits"))
    assert len(sent["puts"]) == 40
    event(visitor, "digits-memory", "stored", sent["version"] + 1, True)  # of another time
    assert memory_of(visitor)["puts"] == sent["puts"]
    event(visitor, "digits-memory", "stored", sent["version"], True)
    rest = memory_of(visitor)
    assert len(rest["puts"]) == 10
    event(visitor, "digits-memory", "stored", rest["version"], True)
    assert memory_of(visitor)["version"] == 0
    gone = visitor.state.own.digits[4].id
    event(visitor, "own-digits", "deleted", [gone])
    assert memory_of(visitor)["drops"] == [gone]


def test_storage_that_is_full_is_told_and_nothing_is_lost(visitor: Visitor, mnist: Dataset) -> None:
    visitor.state.own = filled(mnist, 20)
    sent = memory_of(visitor.open("digits"))
    event(visitor, "digits-memory", "stored", sent["version"], False)
    assert [warning.value for warning in visitor.at.warning] == [NOT_STORED]
    assert len(visitor.state.own) == 20
    assert memory_of(visitor)["version"] == 0  # not again and again
    visitor.open("draw")
    assert NOT_STORED in text_of(visitor)


def test_what_the_browser_has_kept_comes_back_in_parts(visitor: Visitor, mnist: Dataset) -> None:
    kept = filled(mnist, 12).digits
    records = [[digit.id, to_record(digit)] for digit in kept]
    visitor.open("digits")
    event(visitor, "digits-memory", "found", 1, [*records[:6], "junk"])  # as no browser sends it
    event(visitor, "digits-memory", "found", 1, [*records[:6], ["x", "junk"]])
    event(visitor, "digits-memory", "found", 1, records[6:])  # out of turn
    event(visitor, "digits-memory", "found", 2, records[6:])
    event(visitor, "digits-memory", "found", 3, [])
    found = visitor.state.own.digits
    assert [(d.id, d.pixels, d.held_out) for d in found] == [
        (d.id, d.pixels, d.held_out) for d in kept
    ]
    assert memory_of(visitor)["version"] == 0
    memory: Memory = visitor.at.session_state["digits_memory"]
    assert memory.stored.keys() == {digit.id for digit in kept}


def test_train_takes_a_share_from_them_and_tells_before_and_after(
    visitor: Visitor, mnist: Dataset
) -> None:
    visitor.state.own = filled(mnist, 100)
    visitor.open("train")
    visitor.at.selectbox(key="set_own_share").select(0.25)
    visitor.look().click("step_10")
    visitor.wait_for(State.PAUSED)
    assert visitor.run.config.own_share == 0.25
    assert (visitor.run.progress.batch.rows >= len(mnist.train)).sum() == 32
    said = text_of(visitor.look())
    held = visitor.state.own.held_out()
    default, now = resources.default_model().model, visitor.run.progress.model
    before = int((default.predict(held.rows / 255) == held.labels).sum())
    after = int((now.predict(held.rows / 255) == held.labels).sum())
    assert f"before **{before} of {len(held)}**" in said
    assert f"after **{after} of {len(held)}**" in said


@pytest.mark.parametrize(
    ("gained", "lost", "said"),
    [(0, 0, "Not one reads differently"), (4, 0, "may be chance"), (5, 4, "may be chance"),
     (6, 0, "better, and hardly by chance"), (0, 9, "worse, and hardly by chance")],
)  # fmt: skip
def test_no_more_is_claimed_than_the_numbers_bear(gained: int, lost: int, said: str) -> None:
    before = np.array([False] * gained + [True] * lost + [True] * 5)
    after = np.array([True] * gained + [False] * lost + [True] * 5)
    assert said in own_judgement._verdict(compare(before, after))
