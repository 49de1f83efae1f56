"""From a drawing to what the model sees: one function for every path.

A digit is treated as those of MNIST were: cropped to its ink, scaled so that its longer
side is 20 pixels, antialiased, and placed with its centre of mass in the middle of 28x28
(Y. LeCun et al., "Gradient-based learning applied to document recognition", 1998).

All of it is one weighted average: target pixel i covers an interval of the source, and its
value is the mean of the ink there. Because the centre of mass is not rounded to a pixel, a
small change of the drawing is a small change of the picture.

A model may also have learned from straightened digits: ``deskew`` does that to its training
images and to drawings alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from softmax.data import SIDE

DIGIT_SIDE = 20
# Measured: in MNIST the centre of mass lies at 14.49 and 14.51, spread evenly over 14..15 by
# the rounding to whole pixels. With 14, as "the centre of 28" would suggest, 3 % more are misread.
CENTRE = 14.5
# Fainter than this, relative to the darkest ink, is paper: grain, or a JPEG's ringing.
FAINT = 0.1
# An image whose whole contrast is below this (of 0..1) has nothing drawn on it.
BLANK_CONTRAST = 0.05


@dataclass(frozen=True)
class Frame:
    """Where the digit lies in its drawing, in pixels of the drawing.

    ``row`` and ``column`` are the centre of mass of the ink; ``middle_row`` and
    ``middle_column`` are the middle of the box around it, and ``side`` is its longer side.
    """

    row: float
    column: float
    middle_row: float
    middle_column: float
    side: int


def preprocess(image: np.ndarray, *, deskewed: bool = False) -> np.ndarray | None:
    """Turn a drawing into the picture that the model sees.

    Args:
        image: (H, W) grey, (H, W, 3) RGB or (H, W, 4) RGBA, of any size, uint8 in 0..255 or
            floats in 0..1; dark on light, light on dark, or drawn on a transparent ground.
        deskewed: straighten it as well, for a model that learned from straightened digits.

    Returns:
        float64 (28, 28), 0 for paper and 1 for ink; None if nothing is drawn.

    Raises:
        ValueError: the array is none of these.
    """
    drawn = ink(image)
    frame = locate(drawn)
    if frame is None:
        return None
    picture = _centred(drawn, frame)
    return deskew(picture) if deskewed else picture


def stages(image: np.ndarray) -> dict[str, np.ndarray] | None:
    """What each part of the preparation does: the same drawing, prepared more and more.

    Returns:
        By name, each (28, 28): "shrink", the whole drawing made small; "crop", the box of the
        ink filling all 28 pixels; "fit", that box in the middle, 20 pixels on its longer side;
        "centre", the centre of mass in the middle: the result of ``preprocess``; "deskew", that
        straightened. None if nothing is drawn.

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
    """Straighten slanted digits, and put each centre of mass exactly at (14.5, 14.5).

    Each line is slid sideways by slope * (its height above the centre), between pixels linearly,
    so that rows and columns of the ink are no longer correlated: with the moments of the ink
    around its centre of mass, slope = mu_rc / mu_rr. Ink that is slid out of the picture is lost.

    Args:
        pictures: (..., 28, 28), of any real type, 0 for paper.

    Returns:
        The same shape, float64 (or float32 for pictures of bytes or float32).
    """
    stack = pictures.reshape(-1, SIDE, SIDE)
    stack = stack.astype(np.result_type(stack, np.float32), copy=False)
    row, column, slope = _moments(stack)
    level = _slid(stack.swapaxes(1, 2), (row - CENTRE)[:, np.newaxis]).swapaxes(1, 2)
    above = np.arange(SIDE) + 0.5 - CENTRE
    shift = (column - CENTRE)[:, np.newaxis] + slope[:, np.newaxis] * above
    return _slid(level, shift).reshape(pictures.shape)


def _moments(stack: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row and column of each centre of mass (N,), and the slope of the slant (N,); a blank
    picture is taken to be centred, and what has no height to be upright."""
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


def _slid(stack: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """Each line of (N, 28, 28) read ``shift`` (N, 28 or 1) pixels further on, linearly between
    pixels; beyond its ends is paper."""
    whole = np.floor(shift)
    beside = np.pad(stack, ((0, 0), (0, 0), (SIDE, SIDE + 1)))
    windows = sliding_window_view(beside, SIDE + 1, axis=2)
    begin = (whole.clip(-SIDE, SIDE) + SIDE).astype(np.intp)
    read = windows[np.arange(len(stack))[:, np.newaxis], np.arange(SIDE), begin]
    rest = (shift - whole)[:, :, np.newaxis].astype(stack.dtype)
    slid: np.ndarray = read[..., :-1] + rest * (read[..., 1:] - read[..., :-1])
    return slid


def ink(image: np.ndarray) -> np.ndarray:
    """How much ink is on each pixel: (H, W) float64, 0 for the ground and at most 1.

    The ground is whatever most of the border shows: transparency, or a shade of grey.
    """
    values = np.asarray(image, dtype=np.float64)
    if values.ndim not in (2, 3) or values.size == 0 or values.shape[2:] not in ((), (3,), (4,)):
        raise ValueError(f"an image must be (H, W), (H, W, 3) or (H, W, 4), not {values.shape}")
    if np.issubdtype(np.asarray(image).dtype, np.integer):
        values = values / 255
    if not np.isfinite(values).all():
        raise ValueError("the image holds values that are not finite")
    if values.shape[2:] == (4,):
        alpha = values[:, :, 3]
        if _ground(alpha) < 0.5:
            return _clean(alpha)
        values = values[:, :, :3]
    # Rec. 601 luma, as Pillow and the canvas use it
    grey = values if values.ndim == 2 else values @ (0.299, 0.587, 0.114)
    return _clean(np.abs(grey - _ground(grey)))


def locate(drawn: np.ndarray) -> Frame | None:
    """Find the digit: centre of mass and longer side of the ink (H, W); None if blank."""
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
    """As MNIST was made: 20 pixels on the longer side, the centre of mass at 14.5."""
    return _place(drawn, (frame.row, frame.column), DIGIT_SIDE / frame.side, CENTRE)


def _place(
    drawn: np.ndarray, centre: tuple[float, float], scale: float, target: float
) -> np.ndarray:
    """Resample ink (H, W) to (28, 28), so that the point ``centre`` comes to (target, target)."""
    vertical = _area_weights(drawn.shape[0], centre[0], scale, target)
    horizontal = _area_weights(drawn.shape[1], centre[1], scale, target)
    # einsum rather than @: on busy cores the threads of BLAS wait for one another, and this
    # small product takes 10 ms instead of one.
    lines = np.einsum("ik,kl->il", vertical, drawn)
    placed: np.ndarray = np.einsum("il,jl->ij", lines, horizontal)
    return placed


def _area_weights(n: int, centre: float, scale: float, target: float) -> np.ndarray:
    """(28, n): what share of target pixel i is covered by source pixel k.

    Target pixel i is the interval from (i - target) / scale + centre to one 1 / scale further.
    """
    edges = (np.arange(SIDE + 1) - target) / scale + centre
    low, high = edges[:-1, np.newaxis], edges[1:, np.newaxis]
    k = np.arange(n)
    overlap: np.ndarray = np.minimum(high, k + 1) - np.maximum(low, k)
    return overlap.clip(min=0) * scale


def _ground(values: np.ndarray) -> float:
    """The median of the outermost pixels."""
    top, bottom, left, right = values[0], values[-1], values[:, 0], values[:, -1]
    return float(np.median(np.concatenate([top, bottom, left, right])))


def _clean(contrast: np.ndarray) -> np.ndarray:
    """Scale contrast to a maximum of 1 and drop what is too faint to be ink."""
    strongest = contrast.max()
    if strongest < BLANK_CONTRAST:
        return np.zeros_like(contrast)
    relative = contrast / strongest
    return np.where(relative < FAINT, 0.0, relative)
