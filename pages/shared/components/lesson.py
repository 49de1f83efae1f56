"""The chapters of the lesson in order, and their addresses."""

# Each is a folder of pages/learn/, and a file of its text/.
CHAPTERS = (
    "data", "logistic", "many", "softmax", "one_hot", "cross_entropy", "gradient", "rule",
    "together", "plane", "limits",
)  # fmt: skip


def number(chapter: str) -> int:
    """The number of a chapter, from 1."""
    return CHAPTERS.index(chapter) + 1


def url_path(chapter: str) -> str:
    """The address of a chapter, below the app's."""
    return f"learn_{number(chapter)}_{chapter}"


def at(address: str) -> str | None:
    """The chapter with this address, or None."""
    return next((name for name in CHAPTERS if url_path(name) == address), None)
