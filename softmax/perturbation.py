"""Small perturbations of an image: translation, rotation, and stroke width.

People do not notice them, a model with one template per digit does. The page computes the same
in JavaScript while a slider is dragged; a test compares the two.
"""

import math
from dataclasses import dataclass

import numpy as np

from softmax.data import SIDE
from softmax.drawing import CENTRE


@dataclass(frozen=True)
class Perturbation:
    """``right`` and ``down`` in pixels, ``turn`` in degrees clockwise, ``pen`` in pixels by which
    strokes become wider (narrower if negative)."""

    right: float = 0.0
    down: float = 0.0
    turn: float = 0.0
    pen: float = 0.0


def perturb(picture: np.ndarray, by: Perturbation) -> np.ndarray:
    """Change the stroke width, then rotate, then move: (28, 28) -> (28, 28), float64."""
    return turned_and_moved(thickened(picture, by.pen), by.turn, by.right, by.down)


def thickened(picture: np.ndarray, wider: float) -> np.ndarray:
    """Make strokes ``wider`` pixels wider: (28, 28) -> (28, 28).

    Grey-scale dilation (Serra, "Image Analysis and Mathematical Morphology", 1982) with a disc of
    radius wider / 2, whose soft edge makes it continuous. Narrower is erosion, its dual.
    """
    if wider < 0:
        return 1 - _dilated(1 - picture, -wider / 2, around=1.0)
    return _dilated(picture, wider / 2, around=0.0)


def _dilated(picture: np.ndarray, radius: float, around: float) -> np.ndarray:
    """The maximum over a disc, a pixel at distance d being weighted by clip(radius + 1 - d, 0, 1);
    beyond the border is ``around``."""
    reach = math.ceil(radius)
    padded = np.pad(picture, reach, constant_values=around)
    result = picture.astype(np.float64)
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            weight = min(1.0, radius + 1 - math.hypot(down, right))
            if weight > 0:
                rows, columns = (slice(reach + d, reach + d + SIDE) for d in (down, right))
                np.maximum(result, weight * padded[rows, columns], out=result)
    return result


def turned_and_moved(picture: np.ndarray, turn: float, right: float, down: float) -> np.ndarray:
    """Rotate clockwise, in degrees, around the centre of mass, then move: (28, 28).

    By inverse mapping with bilinear interpolation. What leaves the image is lost.
    """
    angle = math.radians(turn)
    sine, cosine = math.sin(angle), math.cos(angle)
    at = np.arange(SIDE) + 0.5 - CENTRE
    below, beside = (at - down)[:, np.newaxis], (at - right)[np.newaxis, :]
    rows = below * cosine - beside * sine + CENTRE - 0.5
    columns = below * sine + beside * cosine + CENTRE - 0.5
    return _read(picture, rows, columns)


def _read(picture: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Bilinear interpolation at fractional rows and columns, both (28, 28); 0 outside."""
    padded = np.pad(picture, ((1, 2), (1, 2)))
    rows, columns = (at.clip(-1, SIDE) + 1 for at in (rows, columns))
    r, c = rows.astype(np.intp), columns.astype(np.intp)
    lower, righter = rows - r, columns - c
    above = padded[r, c] * (1 - righter) + padded[r, c + 1] * righter
    below = padded[r + 1, c] * (1 - righter) + padded[r + 1, c + 1] * righter
    read: np.ndarray = above * (1 - lower) + below * lower
    return read
