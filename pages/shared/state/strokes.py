"""Strokes as the server keeps them: fabric.js objects, compressed one by one.

As Python objects a point takes 300 bytes, and 200 drawings are kept for pages that are reloaded.
"""

import json
import zlib
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

DIGITS = 1  # of a coordinate in pixels
# A drawing's alpha channel has some 3 kB; one that takes more is no drawing and keeps one bit.
MAX_ALPHA_BYTES = 15_000


class Stroke(NamedTuple):
    """An object of the canvas, compressed, and how many points of the pen it has."""

    packed: bytes
    points: int

    @property
    def thing(self) -> dict[str, Any]:
        """As the canvas has it, its coordinates rounded."""
        found: dict[str, Any] = json.loads(zlib.decompress(self.packed))
        return found


def packed(things: Iterable[dict[str, Any]]) -> tuple[Stroke, ...]:
    """Pack objects of the canvas."""
    return tuple(map(_pack, things))


def _pack(thing: dict[str, Any]) -> Stroke:
    path = thing.get("path")
    points = path if isinstance(path, list) else []
    rounded = [[_rounded(value) for value in p] if isinstance(p, list) else p for p in points]
    short = thing | {"path": rounded} if points else thing
    text = json.dumps(short, separators=(",", ":"))
    return Stroke(zlib.compress(text.encode()), len(points))


def _rounded(value: Any) -> Any:
    return round(value, DIGITS) if isinstance(value, float) else value


def packed_alpha(alpha: np.ndarray) -> bytes:
    """Compress an alpha channel (H, W) uint8."""
    compressed = zlib.compress(alpha.tobytes())
    if len(compressed) > MAX_ALPHA_BYTES:
        compressed = zlib.compress((alpha & 0x80).tobytes())
    return compressed
