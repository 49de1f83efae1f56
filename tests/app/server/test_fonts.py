"""The fonts that are sent have every character and icon that the app shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit
from fontTools.ttLib import TTFont

from pages.server.fonts import FOLDER, SUBSETS

ROOT = Path(__file__).parents[3]
FROM = Path(streamlit.__file__).parent / "static"
ICONS = "MaterialSymbols-Rounded"
SOURCES = [
    file
    for folder in ("pages", "softmax")
    for ending in ("py", "js", "css", "md")
    for file in sorted((ROOT / folder).rglob(f"*.{ending}"))
]


def test_each_font_stands_in_for_one_of_streamlits() -> None:
    assert len(SUBSETS) == len(list(FOLDER.glob("*.woff2"))) == 6
    for address, subset in SUBSETS.items():
        original = FROM / address.removeprefix("/")
        assert subset.stat().st_size < 0.6 * original.stat().st_size


@pytest.mark.parametrize("address", [address for address in SUBSETS if ICONS not in address])
def test_a_font_has_the_characters_that_the_app_writes(address: str) -> None:
    """Those that Streamlit's font has, that is: others were drawn with another font before, too."""
    original = TTFont(FROM / address.removeprefix("/"))
    subset = TTFont(SUBSETS[address])
    written = {ord(character) for file in SOURCES for character in file.read_text()}
    assert len(written) > 120
    missing = written & original.getBestCmap().keys() - subset.getBestCmap().keys()
    assert not missing, "".join(map(chr, missing))
    weight = next(axis for axis in subset["fvar"].axes if axis.axisTag == "wght")
    assert (weight.minValue, weight.maxValue) == (400, 700)
    assert "Source" not in str(subset["name"].getDebugName(1)), "a reserved name"
    assert "Open Font License" in str(subset["name"].getDebugName(13))


def test_the_icons_of_streamlits_elements_and_of_our_pages_are_there() -> None:
    font = TTFont(FOLDER / f"{ICONS}.woff2")
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    spelled = set()
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for first, ligatures in getattr(table, "ExtSubTable", table).ligatures.items():
                for ligature in ligatures:
                    spelled.add("".join(letters[glyph] for glyph in (first, *ligature.Component)))
    scripts = [*SOURCES, *(FROM / "static" / "js").glob("*.js")]
    named = {
        name for file in scripts for name in re.findall(r":material/([a-z0-9_]+)", file.read_text())
    }
    original = TTFont(next((FROM / "static" / "media").glob(f"{ICONS}.*")))
    assert len(named) > 40
    assert {name for name in named if name in original.getGlyphOrder()} <= spelled
