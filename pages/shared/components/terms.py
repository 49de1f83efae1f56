"""A row of words, each with its meaning at a press."""

from pages.shared.components import elements


def show(key: str, *words: str) -> None:
    """Place <ten-terms> with these words of the glossary."""
    elements.show("terms", key=key, data={"words": words})
