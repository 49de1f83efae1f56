"""Preprocessing of drawings into images as in MNIST, and deskewing.

As MNIST was made, a digit is cropped to its ink, scaled so that its longer side is 20 pixels,
antialiased, and placed with its centre of mass at the centre of 28x28 (LeCun, Bottou, Bengio and
Haffner, "Gradient-based learning applied to document recognition", Proc. IEEE 86, 1998, section
III.A). All of that is one area-weighted average: a target pixel covers an interval of the source,
and its value is the mean ink there. The centre of mass is not rounded to whole pixels, so a small
change of the drawing is a small change of the image.

Deskewing by second moments follows the same section (there by a threshold, here on grey values).
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from softmax.data import SIDE
from softmax.ink import ink

DIGIT_SIDE = 20
# Measured: MNIST's centres of mass average 14.49 and 14.51, uniform over 14..15 because MNIST
# rounded to whole pixels. With 14, 3 % more are misclassified.
CENTRE = 14.5


@dataclass(frozen=True)
class Frame:
    """The location of the digit, in pixels of the drawing.

    ``row`` and ``column`` are the centre of mass of the ink; ``middle_row`` and
    ``middle_column`` are the middle of the box around it, and ``side`` is its longer side.
    """

    row: float
    column: float
    middle_row: float
    middle_column: float
    side: int


def preprocess(image: np.ndarray, *, deskewed: bool = False) -> np.ndarray | None:
    """Turn a drawing into the image that the model sees.

    Args:
        image: (H, W) grey, (H, W, 3) RGB or (H, W, 4) RGBA, of any size, floats in 0..1 or whole
            numbers of 8 to 16 bits; dark on light, light on dark, or drawn on a transparent ground.
        deskewed: deskew it as well, for a model trained on deskewed digits.

    Returns:
        float64 (28, 28), 0 for paper and 1 for ink; None if nothing is drawn.

    Raises:
        ValueError: the array is of another shape, or not finite.
    """
    drawn = ink(image)
    frame = locate(drawn)
    if frame is None:
        return None
    picture = _centred(drawn, frame)
    return deskew(picture) if deskewed else picture


def stages(image: np.ndarray) -> dict[str, np.ndarray] | None:
    """The drawing after each stage of the preprocessing.

    Returns:
        By name, each (28, 28): "shrink", the whole drawing; "crop", the bounding box of the ink
        scaled to 28 pixels; "fit", that box centred, 20 pixels on its longer side; "centre", the
        centre of mass at the centre, as ``preprocess`` returns it; "deskew", that deskewed. None
        if nothing is drawn.

    Raises:
        ValueError: as ``preprocess``.
    """
    drawn = ink(image)
    frame = locate(drawn)
    if frame is None:
        return None
    height, width = drawn.shape
    middle, centred = (frame.middle_row, frame.middle_column), _centred(drawn, frame)
    return {
        "shrink": _place(drawn, (height / 2, width / 2), SIDE / max(height, width), SIDE / 2),
        "crop": _place(drawn, middle, SIDE / frame.side, SIDE / 2),
        "fit": _place(drawn, middle, DIGIT_SIDE / frame.side, SIDE / 2),
        "centre": centred,
        "deskew": deskew(centred),
    }


def deskew(pictures: np.ndarray) -> np.ndarray:
    """Shear slanted digits upright, and move each centre of mass exactly to (14.5, 14.5).

    Each line is shifted sideways by slope * (its height above the centre), with linear
    interpolation, so that rows and columns of the ink are no longer correlated: with its central
    moments, slope = mu_rc / mu_rr. Ink that leaves the image is lost.

    Args:
        pictures: (..., 28, 28), of any real type, 0 for paper.

    Returns:
        The same shape, float64 (or float32 for pictures of bytes or float32).
    """
    stack = pictures.reshape(-1, SIDE, SIDE)
    stack = stack.astype(np.result_type(stack, np.float32), copy=False)
    row, column, slope = _moments(stack)
    level = _shifted(stack.swapaxes(1, 2), (row - CENTRE)[:, np.newaxis]).swapaxes(1, 2)
    above = np.arange(SIDE) + 0.5 - CENTRE
    shift = (column - CENTRE)[:, np.newaxis] + slope[:, np.newaxis] * above
    return _shifted(level, shift).reshape(pictures.shape)


def _moments(stack: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row and column of each centre of mass (N,), and the slope of the slant (N,). A blank
    picture counts as centred, one without height as upright."""
    at = (np.arange(SIDE) + 0.5).astype(stack.dtype)
    lines = stack.sum(axis=2)  # (N, 28): the ink of each row
    mass = lines.sum(axis=1)
    blank = mass <= 0
    mass = np.where(blank, 1, mass)
    first = stack @ at  # (N, 28): of each row, the ink times its column
    row, column = lines @ at / mass, first.sum(axis=1) / mass
    above = at - row[:, np.newaxis]
    variance = (lines * above**2).sum(axis=1)
    covariance = ((first - lines * column[:, np.newaxis]) * above).sum(axis=1)
    slope = np.divide(covariance, variance, out=np.zeros_like(row), where=variance > 0)
    return np.where(blank, CENTRE, row), np.where(blank, CENTRE, column), slope


def _shifted(stack: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """Shift each line of (N, 28, 28) left by ``shift`` (N, 28 or 1) pixels, with linear
    interpolation and zero padding."""
    whole = np.floor(shift)
    beside = np.pad(stack, ((0, 0), (0, 0), (SIDE, SIDE + 1)))
    windows = sliding_window_view(beside, SIDE + 1, axis=2)
    begin = (whole.clip(-SIDE, SIDE) + SIDE).astype(np.intp)
    read = windows[np.arange(len(stack))[:, np.newaxis], np.arange(SIDE), begin]
    rest = (shift - whole)[:, :, np.newaxis].astype(stack.dtype)
    slid: np.ndarray = read[..., :-1] + rest * (read[..., 1:] - read[..., :-1])
    return slid


def locate(drawn: np.ndarray) -> Frame | None:
    """Centre of mass and bounding box of the ink (H, W); None if blank."""
    rows, columns = drawn.sum(axis=1), drawn.sum(axis=0)
    mass = rows.sum()
    if mass == 0:
        return None
    inked_rows, inked_columns = np.flatnonzero(rows), np.flatnonzero(columns)
    (top, bottom), (left, right) = inked_rows[[0, -1]], inked_columns[[0, -1]]
    return Frame(
        row=float(rows @ (np.arange(len(rows)) + 0.5) / mass),
        column=float(columns @ (np.arange(len(columns)) + 0.5) / mass),
        middle_row=float(top + bottom + 1) / 2,
        middle_column=float(left + right + 1) / 2,
        side=int(max(bottom - top, right - left)) + 1,
    )


def _centred(drawn: np.ndarray, frame: Frame) -> np.ndarray:
    """As in MNIST: 20 pixels on the longer side, the centre of mass at 14.5."""
    return _place(drawn, (frame.row, frame.column), DIGIT_SIDE / frame.side, CENTRE)


def _place(
    drawn: np.ndarray, centre: tuple[float, float], scale: float, target: float
) -> np.ndarray:
    """Resample ink (H, W) to (28, 28), with the point ``centre`` at (target, target)."""
    vertical = _area_weights(drawn.shape[0], centre[0], scale, target)
    horizontal = _area_weights(drawn.shape[1], centre[1], scale, target)
    # einsum rather than @: with busy cores the threads of BLAS wait for one another, 10 ms for
    # this small product.
    lines = np.einsum("ik,kl->il", vertical, drawn)
    placed: np.ndarray = np.einsum("il,jl->ij", lines, horizontal)
    return placed


def _area_weights(n: int, centre: float, scale: float, target: float) -> np.ndarray:
    """(28, n): the share of target pixel i that source pixel k covers.

    Target pixel i is the interval from (i - target) / scale + centre to one 1 / scale further.
    """
    edges = (np.arange(SIDE + 1) - target) / scale + centre
    low, high = edges[:-1, np.newaxis], edges[1:, np.newaxis]
    k = np.arange(n)
    overlap: np.ndarray = np.minimum(high, k + 1) - np.maximum(low, k)
    return overlap.clip(min=0) * scale
