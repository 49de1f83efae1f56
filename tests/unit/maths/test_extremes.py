"""The images that a row likes, against a loop over all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from softmax.data import Dataset
from softmax.maths import extremes


def test_the_extremes_of_the_test_images_by_a_loop(mnist: Dataset) -> None:
    """By how dark they are; many are equally so."""
    z = mnist.test.rows.mean(axis=1).round()
    most, least = extremes(z, 9)
    left = list(range(len(z)))
    for expected in most:
        best = left[0]
        for i in left:
            if z[i] > z[best]:
                best = i
        assert expected == best
        left.remove(best)
    left = list(range(len(z)))
    for expected in least:
        worst = left[0]
        for i in left:
            if z[i] < z[worst]:
                worst = i
        assert expected == worst
        left.remove(worst)


def test_of_equal_ones_the_earlier_comes_first() -> None:
    most, least = extremes([1.0, 2.0, 2.0, 0.0, 0.0], 2)
    assert (most.tolist(), least.tolist()) == ([1, 2], [3, 4])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.integers(1, 40))
def test_no_other_is_more_extreme(z: list[float], n: int) -> None:
    most, least = extremes(z, n)
    assert len(most) == len(least) == min(n, len(z))
    assert [z[i] for i in most] == sorted(z, reverse=True)[:n]
    assert [z[i] for i in least] == sorted(z)[:n]
