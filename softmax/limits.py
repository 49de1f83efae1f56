"""What one visitor may take, so that nobody can spoil the app for the others: one table."""

from typing import NamedTuple


class Limit(NamedTuple):
    """``value`` in ``unit``, and why it is that much."""

    value: int
    unit: str
    reason: str


PICTURE_PIXELS = Limit(
    20_000_000, "pixels", "a small file can unpack to a huge picture; a phone's photograph has 12"
)
OWN_DIGITS = Limit(500, "digits", "they stay in the server's memory and in the browser's storage")
OWN_FILE_BYTES = Limit(2**20, "bytes", "a file with digits of one's own, before it is unpacked")
OWN_FILE_IMAGES = Limit(5_000, "images", "each is prepared as a drawing is, by the server")
FRAME_SOCKETS = Limit(4, "for a run", "a tab has one, a second while it reconnects")
FRAME_MESSAGE = Limit(500, "letters", "a page names its run and what it shows, in some 100")


def table() -> dict[str, Limit]:
    """All limits by name, in words: ``PICTURE_PIXELS`` is "picture pixels"."""
    return {
        name.lower().replace("_", " "): limit
        for name, limit in globals().items()
        if isinstance(limit, Limit)
    }


def markdown() -> str:
    """The table as docs/deploy.md shows it."""
    rows = [f"| {name} | {n:,} {unit} | {why} |" for name, (n, unit, why) in table().items()]
    return "\n".join(["| limit | | because |", "|---|---:|---|", *rows])
