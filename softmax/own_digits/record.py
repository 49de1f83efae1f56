"""A digit as a line of text, as a browser keeps it; what comes back from there is untrusted."""

import base64
import json
import zlib

from softmax.data import PIXELS
from softmax.own_digits.digit import MAX_WRITER, Digit
from softmax.own_digits.strokes import packed, unpacked

MAX_ID = 40
MAX_RECORD = 8_000


def to_record(digit: Digit) -> str:
    """Label, whether it is held out, writer, pixels and strokes, as JSON."""
    blobs = (base64.b64encode(zlib.compress(b, 9)).decode() for b in (digit.pixels, digit.strokes))
    values = [digit.label, int(digit.held_out), digit.writer, *blobs]
    return json.dumps(values, separators=(",", ":"))


def from_record(id: object, text: object) -> Digit | None:
    """The inverse of ``to_record``; None if it is no record of ours."""
    if not (isinstance(id, str) and 0 < len(id) <= MAX_ID):
        return None
    if not (isinstance(text, str) and len(text) <= MAX_RECORD):
        return None
    try:
        label, held_out, writer, pixels, strokes = json.loads(text)
        if held_out not in (0, 1) or not isinstance(writer, str):
            return None
        path = packed(unpacked(_inflated(strokes, MAX_RECORD)))
        return Digit(label, _inflated(pixels, PIXELS + 1), bool(held_out),
                     writer[:MAX_WRITER], path, id)  # fmt: skip
    except (ValueError, TypeError, RecursionError, zlib.error):
        return None


def _inflated(text: str, most: int) -> bytes:
    return zlib.decompressobj().decompress(base64.b64decode(text, validate=True), most)
