"""A frame: what changed of a run since the one before, as one binary message.

Four bytes with the length of a header, the header as JSON, and then the arrays that it names, one
byte a number: {"state": ..., "parts": data of the elements by tag, "arrays": [[path, length]]}.
An array belongs at its path in the parts, as
["pictures", "weights", "values"]. frame.js decodes it.
"""

import functools
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LENGTH = struct.Struct("<I")


Arrays = Mapping[tuple[str, ...], bytes]


@dataclass(frozen=True)
class Part:
    """What one element is to show: data as JSON, and arrays by their path below it."""

    data: str
    arrays: Arrays


def part(data: Mapping[str, Any], arrays: Arrays | None = None) -> Part:
    """A part, without NaN and infinity, which browsers cannot parse."""
    return Part(_packed(data, allow_nan=False), arrays or {})


def encoded(state: str, parts: Mapping[str, Part]) -> bytes:
    """The message with these parts, by the tag of their element without ``ten-``."""
    names = [
        [[tag, *path], len(values)]
        for tag, part in parts.items()
        for path, values in part.arrays.items()
    ]
    data = ",".join(f'"{tag}":{part.data}' for tag, part in parts.items())
    header = f'{{"state":"{state}","arrays":{_packed(names)},"parts":{{{data}}}}}'.encode()
    arrays = [values for part in parts.values() for values in part.arrays.values()]
    return b"".join([LENGTH.pack(len(header)), header, *arrays])


_packed = functools.partial(json.dumps, separators=(",", ":"))
