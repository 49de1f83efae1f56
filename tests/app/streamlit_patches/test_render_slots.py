from __future__ import annotations

import threading

import pytest

from pages.streamlit_patches import render_slots

PATIENCE_S = 10.0


def test_a_few_are_drawn_at_once_and_the_others_after_them() -> None:
    drawing = threading.Semaphore(0)
    go_on = threading.Event()
    at_once = set()

    def draw(visitor: int) -> None:
        with render_slots.taken():
            at_once.add(visitor)
            drawing.release()
            go_on.wait(PATIENCE_S)

    visitors = [threading.Thread(target=draw, args=(i,)) for i in range(3 * render_slots.AT_ONCE)]
    for visitor in visitors:
        visitor.start()
    for _ in range(render_slots.AT_ONCE):
        assert drawing.acquire(timeout=PATIENCE_S)
    assert len(at_once) == render_slots.AT_ONCE
    go_on.set()
    for visitor in visitors:
        visitor.join(PATIENCE_S)
    assert len(at_once) == len(visitors)


def test_a_page_that_ends_early_gives_its_turn_back() -> None:
    for _ in range(2 * render_slots.AT_ONCE):
        with pytest.raises(ValueError, match="early"), render_slots.taken():
            raise ValueError("early")
    with render_slots.taken():
        pass


def test_who_computes_for_long_lends_the_turn() -> None:
    computing = threading.Barrier(render_slots.AT_ONCE + 1)
    drawn = threading.Event()

    def compute() -> None:
        with render_slots.taken(), render_slots.lent():
            computing.wait(PATIENCE_S)
            assert drawn.wait(PATIENCE_S)

    visitors = [threading.Thread(target=compute) for _ in range(render_slots.AT_ONCE)]
    for visitor in visitors:
        visitor.start()
    computing.wait(PATIENCE_S)
    with render_slots.taken():  # although all turns had been taken
        drawn.set()
    for visitor in visitors:
        visitor.join(PATIENCE_S)
    assert drawn.is_set()


def test_who_has_no_turn_lends_none() -> None:
    with render_slots.lent():
        pass
    with render_slots.taken():
        pass
    with render_slots.lent():
        pass
    assert render_slots._turns._value == render_slots.AT_ONCE


def test_a_turn_that_was_lent_is_taken_again_whatever_happens() -> None:
    with pytest.raises(ValueError, match="early"), render_slots.taken(), render_slots.lent():
        raise ValueError("early")
    assert render_slots._turns._value == render_slots.AT_ONCE
