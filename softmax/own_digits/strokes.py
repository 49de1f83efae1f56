"""The path of a pen: points of strokes, packed into few bytes, and drawn into a picture."""

from __future__ import annotations

import math
import struct

import numpy as np
from PIL import Image, ImageDraw

# Width of the pen and side of the pad, in pixels.
PEN_PX = 20
PAD_PX = 280
# Points of one drawing that are kept; of more, every second, third, ... point of each stroke.
MAX_POINTS = 600
MAX_STROKES = 60
# Stored in 64ths of a pixel.
UNIT = 64
# Drawn so many times larger and averaged, for smooth edges.
OVERSAMPLING = 3

Strokes = list[list[tuple[float, float]]]


def checked(given: object) -> Strokes:
    """Strokes that a browser sent, as [[[x, y], ...], ...], with points beyond the pad moved to
    its edge; empty if they are not of that form."""
    if not isinstance(given, list) or len(given) > MAX_STROKES:
        return []
    strokes: Strokes = []
    for stroke in given:
        if not isinstance(stroke, list) or not all(_is_point(point) for point in stroke):
            return []
        if stroke:
            strokes.append([(_clipped(x), _clipped(y)) for x, y in stroke])
    return thinned(strokes)


def thinned(strokes: Strokes) -> Strokes:
    """At most MAX_POINTS points; each stroke keeps its two ends."""
    total = sum(map(len, strokes))
    room = MAX_POINTS - len(strokes)
    every = math.ceil(total / room) if total > MAX_POINTS else 1
    return [stroke[:-1:every] + stroke[-1:] for stroke in strokes]


def packed(strokes: Strokes) -> bytes:
    """Each stroke as its number of points, then x and y of each: unsigned 16-bit integers."""
    values: list[int] = []
    for stroke in strokes:
        values.append(len(stroke))
        values += [round(v * UNIT) for point in stroke for v in point]
    return struct.pack(f"<{len(values)}H", *values)


def unpacked(content: bytes) -> Strokes:
    """The inverse of ``packed``; empty if the bytes are no strokes."""
    if len(content) % 2 or len(content) > 2 * (2 * MAX_POINTS + MAX_STROKES):
        return []
    values = struct.unpack(f"<{len(content) // 2}H", content)
    strokes: Strokes = []
    at = 0
    while at < len(values):
        end = at + 1 + 2 * values[at]
        points = [v / UNIT for v in values[at + 1 : end]]
        if end > len(values) or not points or max(points) > PAD_PX:
            return []
        strokes.append(list(zip(points[::2], points[1::2], strict=True)))
        at = end
    return strokes


def rasterised(strokes: Strokes) -> np.ndarray:
    """The strokes drawn with a round pen: opacity (280, 280) uint8."""
    side = PAD_PX * OVERSAMPLING
    image = Image.new("L", (side, side))
    draw = ImageDraw.Draw(image)
    radius = PEN_PX * OVERSAMPLING / 2
    for stroke in strokes:
        points = [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in stroke]
        draw.line(points, fill=255, width=round(2 * radius))
        for x, y in points:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(image.reduce(OVERSAMPLING))


def _is_point(point: object) -> bool:
    return (
        isinstance(point, list)
        and len(point) == 2
        and all(isinstance(v, int | float) and math.isfinite(v) for v in point)
    )


def _clipped(value: float) -> float:
    return min(max(float(value), 0.0), float(PAD_PX))
