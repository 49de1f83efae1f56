"""Numbers as somebody types them into a cell."""

from __future__ import annotations

import re

# float() alone would also take 0_1, digits of other scripts, infinity and nan.
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def read_number(text: str) -> float | None:
    """The number that the text means, or None. A decimal comma and a real minus sign will do;
    a huge one is infinite, and there is no negative zero."""
    plain = text.strip().replace(",", ".").replace("−", "-")
    return float(plain) + 0.0 if NUMBER.fullmatch(plain) else None
