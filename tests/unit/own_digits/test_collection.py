from __future__ import annotations

import random
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from softmax.own_digits import LIMIT, Digit, Found, OwnDigits, OwnDigitsError
from softmax.own_digits.collection import MAX_REMEMBERED, MAX_UNDO


def pixels(number: int) -> bytes:
    """A different picture for each number."""
    return (number + 1).to_bytes(4, "big") + bytes(780)


def filled(n: int, seed: int = 0, labels: int = 10) -> OwnDigits:
    mine = OwnDigits(random.Random(seed))
    for i in range(n):
        mine.add(i % labels, pixels(i))
    return mine


def test_of_each_five_drawings_of_a_digit_one_is_held_out() -> None:
    for seed in range(20):
        mine = filled(100, seed)
        for label in range(10):
            held = [digit.held_out for digit in mine.digits if digit.label == label]
            assert sum(held[:5]) == sum(held[5:]) == 1


def test_which_of_five_is_held_out_is_uniform() -> None:
    places = Counter(
        next(i for i, digit in enumerate(filled(5, seed, labels=1).digits) if digit.held_out)
        for seed in range(1_000)
    )
    assert min(places[i] for i in range(5)) > 150  # 200 expected, standard deviation 13


def test_what_is_held_out_never_trains_whatever_becomes_of_it() -> None:
    mine = filled(50)
    held = {digit.id for digit in mine.digits if digit.held_out}
    mine.relabel({digit.id for digit in mine.digits[:20]}, 7)
    mine.delete({mine.digits[3].id})
    mine.undo()
    assert {digit.id for digit in mine.digits if digit.held_out} == held
    assert len(mine.train()) == 40
    assert len(mine.held_out()) == 10
    trained = {image.tobytes() for image in mine.train().images}
    assert trained.isdisjoint(image.tobytes() for image in mine.held_out().images)


def test_a_writer_can_be_held_out_as_a_whole() -> None:
    mine = OwnDigits(random.Random(0))
    for i in range(30):
        mine.add(i % 10, pixels(i), writer="ada" if i % 3 else "bob")
    assert len(mine.held_out({"bob"})) == 10
    assert len(mine.train({"bob"})) == 20


def test_splits_are_images_as_the_engine_takes_them() -> None:
    split = filled(50).train()
    assert split.images.shape == (40, 1, 28, 28)
    assert split.images.dtype == split.labels.dtype == np.uint8
    assert split.rows.shape == (40, 784)
    assert len(OwnDigits().train()) == 0


def test_the_set_is_bounded_and_nothing_is_lost_by_a_refusal() -> None:
    mine = filled(LIMIT)
    before = mine.digits
    with pytest.raises(OwnDigitsError, match="full"):
        mine.add(3, pixels(9_999))
    with pytest.raises(OwnDigitsError, match="kept already, as a 4"):
        mine.add(3, pixels(4))
    assert mine.digits == before


@pytest.mark.parametrize("label", [-1, 10, 3.0, True, None, "3"])
def test_a_wrong_label_is_refused(label: Any) -> None:
    mine = filled(3)
    with pytest.raises(OwnDigitsError, match="labels go from 0 to 9"):
        mine.add(label, pixels(5))
    with pytest.raises(OwnDigitsError, match="labels go from 0 to 9"):
        mine.relabel({mine.digits[0].id}, label)
    assert len(mine) == 3


def test_a_blank_picture_is_refused() -> None:
    with pytest.raises(OwnDigitsError, match="nothing is drawn"):
        OwnDigits().add(3, bytes(784))


def test_an_import_takes_one_of_each_in_turn_until_the_set_is_full() -> None:
    mine = filled(LIMIT - 20)
    found = [Found(label, pixels(1_000 + 100 * label + i)) for label in range(10) for i in range(5)]
    added = mine.add_all([*found, Found(0, pixels(0))])
    assert (added.taken, added.known, added.no_room) == (20, 1, 30)
    assert Counter(digit.label for digit in mine.digits[-20:]) == dict.fromkeys(range(10), 2)
    mine.undo()
    assert len(mine) == LIMIT - 20


def test_an_import_keeps_what_the_file_says_and_draws_the_rest() -> None:
    mine = OwnDigits(random.Random(1))
    mine.add_all(Found(1, pixels(i), held_out=i < 8, writer="ada") for i in range(10))
    assert [digit.held_out for digit in mine.digits] == [True] * 8 + [False] * 2
    assert {digit.writer for digit in mine.digits} == {"ada"}
    mine = OwnDigits(random.Random(1))
    mine.add_all(Found(1, pixels(i)) for i in range(10))
    assert sum(digit.held_out for digit in mine.digits) == 2


def test_what_a_browser_kept_comes_back_once_and_as_it_was() -> None:
    mine, kept = OwnDigits(), filled(30).digits
    mine.restore(kept)
    mine.restore(kept)
    assert mine.digits == kept
    assert not mine.may_undo
    mine.restore(filled(LIMIT).digits)
    assert len(mine) == LIMIT


class Changes(RuleBasedStateMachine):
    """Any changes, undone one by one, lead back through the same states."""

    def __init__(self) -> None:
        super().__init__()
        self.mine = OwnDigits(random.Random(0))
        self.states: list[tuple[Digit, ...]] = []
        self.number = 0

    def changed(self, before: tuple[Digit, ...]) -> None:
        if self.mine.digits != before:
            self.states = [*self.states, before][-MAX_UNDO:]

    @rule(label=st.integers(0, 9))
    def add(self, label: int) -> None:
        before, self.number = self.mine.digits, self.number + 1
        self.mine.add(label, pixels(self.number))
        self.changed(before)

    @precondition(lambda self: len(self.mine))
    @rule(at=st.integers(0, 100), label=st.integers(0, 9))
    def relabel(self, at: int, label: int) -> None:
        before = self.mine.digits
        self.mine.relabel({before[at % len(before)].id}, label)
        self.changed(before)

    @precondition(lambda self: len(self.mine))
    @rule(at=st.integers(0, 100))
    def delete(self, at: int) -> None:
        before = self.mine.digits
        self.mine.delete({before[at % len(before)].id})
        self.changed(before)

    @rule()
    def delete_all(self) -> None:
        before = self.mine.digits
        self.mine.delete_all()
        self.changed(before)

    @rule()
    def undo(self) -> None:
        self.mine.undo()
        if self.states:
            assert self.mine.digits == self.states.pop()

    @invariant()
    def ids_are_unique(self) -> None:
        assert len({digit.id for digit in self.mine.digits}) == len(self.mine)
        assert sum(self.mine.counts()) == len(self.mine)


TestChanges = Changes.TestCase
TestChanges.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)


def test_undo_does_not_remember_more_than_two_full_sets() -> None:
    mine = OwnDigits()
    for start in range(0, 6 * LIMIT, LIMIT):
        mine.add_all(Found(3, pixels(start + i)) for i in range(LIMIT))
        mine.delete_all()
    assert mine._remembered() <= MAX_REMEMBERED
    mine.undo()
    assert len(mine) == LIMIT


@given(st.integers(0, 40), st.integers(0, 2**31))
@settings(max_examples=50, deadline=None)
def test_a_fifth_is_held_out_after_any_number_of_drawings(n: int, seed: int) -> None:
    held = sum(digit.held_out for digit in filled(n, seed, labels=1).digits)
    assert n // 5 <= held <= -(-n // 5)
