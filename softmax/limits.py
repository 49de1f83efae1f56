"""What one visitor may take, so that nobody can spoil the app for the others: one table."""

from typing import NamedTuple


class Limit(NamedTuple):
    """``value`` in ``unit``, and why it is that much."""

    value: int
    unit: str
    reason: str


EVENT_TEXT = Limit(
    10_000, "characters", "the longest text that a page sends, the progress of the lesson, has 500"
)
JSON_DEPTH = Limit(
    32, "levels", "of lists and objects in what an element sends; a stroke of the pen has 6"
)
MESSAGE_MB = Limit(
    3, "MB", "one message of a websocket; the largest, a run with all snapshots, has 1"
)
SESSIONS_KEPT = Limit(
    400, "sessions", "of visitors out of reach, for a minute; then the one longest away goes"
)
UPLOAD_MB = Limit(1, "MB", "one file; a model has 0.1")
PICTURE_PIXELS = Limit(
    20_000_000, "pixels", "a small file can unpack to a huge picture; a phone's photograph has 12"
)
OWN_DIGITS = Limit(500, "digits", "they stay in the server's memory and in the browser's storage")
OWN_FILE_BYTES = Limit(2**20, "bytes", "a file with digits of one's own, before it is unpacked")
OWN_FILE_IMAGES = Limit(5_000, "images", "each is prepared as a drawing is, by the server")
FRAME_SOCKETS = Limit(4, "for a run", "a tab has one, a second while it reconnects")
FRAME_MESSAGE = Limit(500, "letters", "a page names its run and what it shows, in some 100")

MESSAGES_PER_S = Limit(
    30, "a second", "messages of one page; a live page sends 14, a key held down 30"
)
MESSAGES_AT_ONCE = Limit(60, "messages", "of one page, before that rate holds")
MESSAGES_TOO_EARLY = Limit(
    4, "messages", "asked before the page is drawn; who goes on shares one script with all such"
)
MESSAGE_BYTES_COUNTED = Limit(40_000, "bytes", "a message counts once more for each")
DRAWING_BYTES = Limit(
    600_000, "bytes", "one drawing from a browser: one stroke drawn for over a minute"
)
KEPT_DRAWING_BYTES = Limit(50_000, "bytes", "a drawing kept for a reload; most have 5 kB")
KEPT_DRAWINGS_BYTES = Limit(5_000_000, "bytes", "all kept drawings together; the oldest goes")
UPLOAD_BYTES = Limit(1_100_000, "bytes", "of a file and its form; Streamlit refuses one over 1 MB")
UPLOADS_AT_ONCE = Limit(2, "files", "read at the same time; others wait for their turn")
UPLOADS_KEPT_BYTES = Limit(2_000_000, "bytes", "files of one visitor; the oldest goes")
UPLOADS_KEPT = Limit(4, "files", "of one visitor; the oldest goes")
HEADER_S = Limit(20, "seconds", "until a request's header is complete")
BODY_S = Limit(120, "seconds", "until its body is; 1 MB at 70 kbit/s")
UNREAD_S = Limit(20, "seconds", "without reading what was sent, until the connection is closed")
UNREAD_BYTES = Limit(
    250_000, "bytes", "sent to a page that has not read them, before its messages wait"
)
SPARE_DESCRIPTORS = Limit(
    150, "descriptors", "kept free of pages: files of the app, and requests that say it is full"
)


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
