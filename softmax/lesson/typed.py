"""Parsing of numbers typed into a cell."""

import re

# float() alone would also take 0_1, digits of other scripts, infinity and nan.
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def read_number(text: str) -> float | None:
    """Parse a number, also with a decimal comma or a true minus sign; None if it is none. Huge
    numbers are infinite, and -0 is 0."""
    plain = text.strip().replace(",", ".").replace("−", "-")
    return float(plain) + 0.0 if NUMBER.fullmatch(plain) else None
