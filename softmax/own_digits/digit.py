"""One labelled drawing, and the preparation of pictures into it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

import numpy as np

from softmax.data import CLASSES, PIXELS, SIDE
from softmax.drawing import CENTRE, DIGIT_SIDE, locate, preprocess

# The writer of what is drawn here.
ME = "me"
MAX_WRITER = 40


class OwnDigitsError(ValueError):
    """A digit or a file that cannot be taken. The message is one line."""


@dataclass(frozen=True, eq=False)
class Digit:
    """A drawing with its label.

    Args:
        pixels: 784 bytes, row by row, 0 for paper and 255 for ink, prepared as MNIST was.
        held_out: whether it never trains and only judges; decided once, when it was drawn.
        strokes: the path of the pen as ``strokes.packed`` writes it; empty where unknown.
        id: its own, kept when the label changes.
    """

    label: int
    pixels: bytes
    held_out: bool
    writer: str = ME
    strokes: bytes = b""
    id: str = field(default_factory=lambda: secrets.token_urlsafe(6))

    def __post_init__(self) -> None:
        check_label(self.label)
        if len(self.pixels) != PIXELS or not any(self.pixels):
            raise OwnDigitsError("nothing is drawn")

    @property
    def image(self) -> np.ndarray:
        """(28, 28) uint8."""
        return np.frombuffer(self.pixels, np.uint8).reshape(SIDE, SIDE)


def check_label(label: object) -> None:
    """Check that it is a digit.

    Raises:
        OwnDigitsError: it is not.
    """
    if not (isinstance(label, int) and not isinstance(label, bool) and 0 <= label < CLASSES):
        raise OwnDigitsError(f"the label is {label!r}, but labels go from 0 to 9")


def prepared(picture: np.ndarray) -> bytes | None:
    """The pixels of a Digit from a picture of any size; None if nothing is drawn.

    A picture that has the form of MNIST's already is kept as it is, so that files written here
    are read back unchanged.

    Raises:
        ValueError: the array is no picture, or not finite.
    """
    if _is_prepared(picture):
        return picture.tobytes()
    x = preprocess(picture)
    return None if x is None else as_bytes(x)


def as_bytes(x: np.ndarray) -> bytes:
    """Pixels in 0..1, (28, 28), as bytes."""
    return (x * 255).round().astype(np.uint8).tobytes()


def _is_prepared(picture: np.ndarray) -> bool:
    """Whether it is 28x28 bytes on black, 20 pixels long and centred. Antialiasing adds a pixel."""
    if picture.shape != (SIDE, SIDE) or picture.dtype != np.uint8:
        return False
    frame = locate(picture.astype(np.float64))
    return (
        frame is not None
        and DIGIT_SIDE - 1 <= frame.side <= DIGIT_SIDE + 2
        and abs(frame.row - CENTRE) <= 1
        and abs(frame.column - CENTRE) <= 1
    )
