"""Grammar of the texts that are made from numbers."""

from __future__ import annotations

import re
from pathlib import Path

from pages.learn.rule.microscope import NAMES
from softmax.numbers import a_digit
from tests.app.conftest import APP


def test_an_eight_and_a_before_the_other_digits() -> None:
    assert [a_digit(digit) for digit in (0, 1, 8, "8", "eight", "one")] == [
        "a 0", "a 1", "an 8", "an 8", "an eight", "a one",
    ]  # fmt: skip
    assert sum(a_digit(name).startswith("an ") for name in NAMES) == 1


def test_no_text_has_a_fixed_article_before_a_digit() -> None:
    """An 8 begins with a vowel, so the article is that of a_digit, in JavaScript aDigit."""
    named = r"\w*(?:digit|label|predicted|best|truth|names?\[|words\[)\w*"
    fixed = re.compile(rf"\b[Aa] \$?\{{(?:[\w.]*\.)?{named}.*", re.IGNORECASE)
    sources = [path for kind in ("py", "js", "md") for path in APP.parent.rglob(f"*.{kind}")]
    assert len(sources) > 100
    assert not [fixed.findall(text) for text in map(Path.read_text, sources) if fixed.search(text)]
