"""A small push: judged by np.roll, np.rot90, scipy, and what a pen may and may not do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import ndimage

from softmax.data import Dataset
from softmax.perturbation import Perturbation, perturb, thickened, turned_and_moved


@pytest.fixture(scope="module")
def digit(mnist: Dataset) -> np.ndarray:
    """A seven, (28, 28) in 0..1."""
    return mnist.test.images[0, 0] / 255


def smooth(seed: int = 3) -> np.ndarray:
    """Ink that changes little from pixel to pixel, with paper around it."""
    noise = np.random.default_rng(seed).random((28, 28))
    noise[:6] = noise[22:] = noise[:, :6] = noise[:, 22:] = 0
    return ndimage.gaussian_filter(noise, 1.5)


def test_no_push_changes_nothing(digit: np.ndarray) -> None:
    assert np.array_equal(perturb(digit, Perturbation()), digit)


# -- the move ---------------------------------------------------------------------------------


@given(right=st.integers(-30, 30), down=st.integers(-30, 30))
def test_whole_pixels_move_as_they_are(digit: np.ndarray, right: int, down: int) -> None:
    """And what leaves does not come in on the other side."""
    wide = np.roll(np.pad(digit, 30), (down, right), axis=(0, 1))
    assert_allclose(perturb(digit, Perturbation(right, down)), wide[30:58, 30:58], atol=1e-12)


def test_half_a_pixel_is_the_mean_of_both() -> None:
    picture = smooth()
    moved = perturb(picture, Perturbation(right=0.5))
    assert_allclose(moved[:, 1:], (picture[:, :-1] + picture[:, 1:]) / 2)


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_a_move_keeps_the_ink_that_stays_inside(right: float, down: float) -> None:
    picture = np.zeros((28, 28))
    picture[8:20, 9:19] = 0.8
    moved = perturb(picture, Perturbation(right=right, down=down))
    assert moved.sum() == pytest.approx(picture.sum())


# -- the turn ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("degrees", "quarters"), [(90, -1), (-90, 1), (180, 2), (360, 0)])
def test_quarter_turns_are_clockwise_around_the_centre_of_mass(
    digit: np.ndarray, degrees: int, quarters: int
) -> None:
    """(14.5, 14.5) is the middle of 29 x 29. np.rot90 turns the other way."""
    expected = np.rot90(np.pad(digit, ((0, 1), (0, 1))), quarters)[:28, :28]
    assert_allclose(turned_and_moved(digit, degrees, 0, 0), expected, atol=1e-12)


@given(st.floats(-45, 45))
def test_any_turn_is_that_of_scipy(digit: np.ndarray, degrees: float) -> None:
    around = np.pad(digit, ((20, 21), (20, 21)))  # 69 x 69, with 14.5 + 20 in the middle
    expected = ndimage.rotate(around, -degrees, reshape=False, order=1)[20:48, 20:48]
    assert_allclose(turned_and_moved(digit, degrees, 0, 0), expected, atol=1e-9)


@given(st.floats(-45, 45))
def test_a_turn_back_is_nearly_the_same_picture(degrees: float) -> None:
    picture = smooth()
    back = turned_and_moved(turned_and_moved(picture, degrees, 0, 0), -degrees, 0, 0)
    assert_allclose(back, picture, atol=0.05)


def test_the_move_comes_after_the_turn(digit: np.ndarray) -> None:
    both = turned_and_moved(digit, 30, 3, -2)
    assert_allclose(both, turned_and_moved(turned_and_moved(digit, 30, 0, 0), 0, 3, -2))


# -- the pen ----------------------------------------------------------------------------------


def test_two_pixels_wider_is_the_largest_of_the_neighbours() -> None:
    """One pixel on each side: the four neighbours whole, the four at the corners in part."""
    dot = np.zeros((28, 28))
    dot[10, 10] = 1
    corner = 2 - np.sqrt(2)
    expected = np.zeros((28, 28))
    expected[9:12, 9:12] = [[corner, 1, corner], [1, 1, 1], [corner, 1, corner]]
    assert_allclose(thickened(dot, 2), expected)


@given(st.integers(0, 99), st.floats(0, 4), st.floats(0, 4))
def test_a_wider_pen_only_adds_ink(mnist: Dataset, i: int, one: float, other: float) -> None:
    picture = mnist.test.images[i, 0] / 255
    thin, thick = thickened(picture, min(one, other)), thickened(picture, max(one, other))
    assert (picture <= thin).all()
    assert (thin <= thick).all()
    assert thick.max() == picture.max()


@given(st.integers(0, 99), st.floats(-4, 0), st.floats(-4, 0))
def test_a_narrower_pen_only_takes_ink(mnist: Dataset, i: int, one: float, other: float) -> None:
    picture = mnist.test.images[i, 0] / 255
    thick, thin = thickened(picture, max(one, other)), thickened(picture, min(one, other))
    assert (thin <= thick + 1e-12).all()
    assert (thick <= picture + 1e-12).all()
    assert thin.min() >= -1e-12


@given(st.floats(-2, 3.9), st.floats(0, 0.01))
def test_a_little_wider_is_a_little_more(mnist: Dataset, width: float, more: float) -> None:
    picture = mnist.test.images[4, 0] / 255
    change = np.abs(thickened(picture, width + more) - thickened(picture, width)).max()
    assert change <= more / 2 + 1e-9


def test_a_stroke_gets_as_much_wider_as_it_says() -> None:
    stroke = np.zeros((28, 28))
    stroke[:, 12:15] = 1
    for wider in (-2, -1, -0.5, 0.5, 1, 2):
        assert_allclose(thickened(stroke, wider)[10].sum(), 3 + wider)


def test_beyond_the_border_is_paper() -> None:
    full = np.ones((28, 28))
    assert_allclose(thickened(full, 3), full)
    assert_allclose(thickened(full, -2), np.pad(np.ones((26, 26)), 1))


# -- together ---------------------------------------------------------------------------------


@given(st.integers(0, 99), st.floats(-6, 6), st.floats(-6, 6), st.floats(-45, 45), st.floats(-2, 3))
def test_whatever_the_push_it_stays_a_picture(
    mnist: Dataset, i: int, right: float, down: float, turn: float, pen: float
) -> None:
    before = mnist.test.images[i, 0] / 255
    kept = before.copy()
    after = perturb(before, Perturbation(right, down, turn, pen))
    assert after.shape == (28, 28)
    assert after.dtype == np.float64
    assert -1e-12 <= after.min() <= after.max() <= 1 + 1e-12
    assert np.array_equal(before, kept)
