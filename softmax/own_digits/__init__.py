"""Digits of one's own: a bounded set of labelled drawings, and its files."""

from softmax.own_digits.collection import LIMIT, OwnDigits
from softmax.own_digits.digit import ME, Digit, OwnDigitsError
from softmax.own_digits.files import to_csv, to_idx_zip, to_png_zip
from softmax.own_digits.reading import Found, Reading, read_files
from softmax.own_digits.strokes import Strokes, rasterised

__all__ = [
    "LIMIT",
    "ME",
    "Digit",
    "Found",
    "OwnDigits",
    "OwnDigitsError",
    "Reading",
    "Strokes",
    "rasterised",
    "read_files",
    "to_csv",
    "to_idx_zip",
    "to_png_zip",
]
