from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax.training import Snapshot
from softmax.training.history import thin


def collect(steps: list[int], limit: int) -> list[int]:
    """What remains of the steps when each is added in turn and the list kept thin."""
    kept: list[int] = []
    for step in steps:
        kept.append(step)
        thin(kept, limit, float)
    return kept


def test_thin_drops_the_most_crowded_by_hand() -> None:
    # The gap that dropping 1 would leave is 0..2, 2 wide; 2 also 2, 3 leaves 7 and 9 leaves 17.
    # The first of the narrowest goes. Then 2 would leave 3, 3 would leave 7 and 9 still 17.
    items = [0, 1, 2, 3, 9, 20]
    thin(items, 5, float)
    assert items == [0, 2, 3, 9, 20]
    thin(items, 4, float)
    assert items == [0, 3, 9, 20]


def test_thin_goes_by_the_position() -> None:
    words = ["a", "bbbbb", "cccccc", "dddddddddd"]
    thin(words, 3, len)
    assert words in (["a", "bbbbb", "dddddddddd"], ["a", "cccccc", "dddddddddd"])


def test_a_list_within_the_limit_is_left_alone() -> None:
    items = [0, 1, 2]
    thin(items, 3, float)
    assert items == [0, 1, 2]


@given(st.sets(st.integers(0, 10_000), min_size=3), st.integers(3, 20))
def test_the_first_the_last_and_the_order_are_kept(steps: set[int], limit: int) -> None:
    kept = collect(sorted(steps), limit)
    assert len(kept) == min(limit, len(steps))
    assert (kept[0], kept[-1]) == (min(steps), max(steps))
    assert kept == sorted(set(kept) & steps)


@given(st.integers(4, 40), st.integers(5, 400))
def test_what_comes_evenly_stays_even(limit: int, n: int) -> None:
    gaps = np.diff(collect(list(range(n)), limit))
    assert gaps.max() <= 2 * gaps.mean()
    # The newest gap is still growing; no other is much narrower than the rest.
    assert gaps.max() <= 3 * gaps[:-1].min()


@given(st.lists(st.integers(1, 9), min_size=50, max_size=300))
def test_what_comes_unevenly_is_spread_out(increments: list[int]) -> None:
    gaps = np.diff(collect(np.cumsum(increments).tolist(), limit=20))
    assert gaps.max() <= max(2 * gaps.mean(), max(increments))


def test_a_snapshot_cannot_be_written_to() -> None:
    snapshot = Snapshot(0, np.zeros((10, 784), np.float32), np.zeros(10, np.float32))
    for array in (snapshot.W, snapshot.b):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
