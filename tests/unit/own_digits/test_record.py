from __future__ import annotations

import base64
import json
import random
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax.own_digits import LIMIT, Digit
from softmax.own_digits.record import MAX_RECORD, from_record, to_record
from softmax.own_digits.strokes import MAX_POINTS, packed

CHANCE = random.Random(0)
WIDEST = Digit(
    7, CHANCE.randbytes(784), True, "x" * 40,
    packed([[(CHANCE.uniform(0, 280), CHANCE.uniform(0, 280)) for _ in range(MAX_POINTS)]]),
)  # fmt: skip


def test_a_digit_comes_back_from_a_browser_as_it_was() -> None:
    found = from_record(WIDEST.id, to_record(WIDEST))
    assert found is not None
    assert vars(found) == vars(WIDEST)


def test_a_full_set_fits_in_the_storage_of_a_browser() -> None:
    """5 MB; and noise is the worst that zlib can meet."""
    assert len(to_record(WIDEST)) <= MAX_RECORD
    assert LIMIT * len(to_record(WIDEST)) < 5_000_000


BOMB = base64.b64encode(zlib.compress(bytes(10**6))).decode()


@pytest.mark.parametrize(
    ("id", "text"),
    [(None, "[]"), ("", to_record(WIDEST)), ("x" * 41, to_record(WIDEST)), ("a", None), ("a", "{"),
     ("a", "[" * 4_000), ("a", "[]"), ("a", json.dumps([1, 2, "me", "", ""])),
     ("a", json.dumps([1, 0, "me", BOMB, BOMB])), ("a", json.dumps([1, 0, 3, "", ""])),
     ("a", to_record(WIDEST).replace("[7,", "[70,")), ("a", to_record(WIDEST).replace("[7,", '["7",')),
     ("a", " " * (MAX_RECORD + 1))],
)  # fmt: skip
def test_what_is_no_record_of_ours_is_nothing(id: Any, text: Any) -> None:
    assert from_record(id, text) is None


@given(st.text(max_size=80))
def test_no_text_is_an_accident(text: str) -> None:
    assert from_record("a", text) is None
    assert from_record("a", json.dumps([1, 0, "me", text, text])) is None
