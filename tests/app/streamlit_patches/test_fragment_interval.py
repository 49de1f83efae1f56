"""The interval of a fragment that ticks in an open page."""

from __future__ import annotations

import pytest

from pages.streamlit_patches.fragment_interval import MAX_SLOWDOWN, TICKS_IN_TIME, Interval


def test_a_page_ticks_at_the_interval_that_is_asked_for_while_its_ticks_are_in_time() -> None:
    rhythm, now = Interval(0.1), 0.0
    for _ in range(20):
        assert not rhythm.tick(0.1, now)
        now += 0.1
    assert rhythm.tick(1.0, now), "more runs play: every page is told at its next tick"
    assert rhythm.told_s == 1.0
    assert not rhythm.tick(1.0, now + 1)
    assert rhythm.tick(0.1, now + 2)
    assert rhythm.told_s == 0.1


def test_late_ticks_slow_a_page_down_and_ticks_in_time_bring_it_back() -> None:
    rhythm, now = Interval(0.1), 0.0
    rhythm.tick(0.1, now)
    for _ in range(10):
        now += 3 * rhythm.told_s
        rhythm.tick(0.1, now)
    assert rhythm.told_s == pytest.approx(0.1 * MAX_SLOWDOWN), "never slower than that"
    for _ in range(8 * TICKS_IN_TIME):
        now += rhythm.told_s
        rhythm.tick(0.1, now)
    assert rhythm.told_s == 0.1
