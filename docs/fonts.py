"""Make the fonts that the app sends, after an update of Streamlit: ``python docs/fonts.py``.

Of Streamlit's fonts only what an app in English needs: Latin, Greek, arrows and the signs of
mathematics, weights from regular to bold, and the icons that Streamlit's own elements name. A
browser draws other characters with the system's fonts. The licence reserves the name Source, so
the fonts get other names inside.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import streamlit
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FROM = Path(streamlit.__file__).parent / "static" / "static"
TO = Path(__file__).parents[1] / "pages" / "server" / "fonts"
# Streamlit's file, by the beginning of its name, and the name inside of what is made of it.
TEXT = {
    "SourceSansVF-Upright": "Ten Pictures Sans",
    "SourceSansVF-Italic": "Ten Pictures Sans Italic",
    "SourceSerifVariable-Roman": "Ten Pictures Serif",
    "SourceSerifVariable-Italic": "Ten Pictures Serif Italic",
    "SourceCodeVF-Upright": "Ten Pictures Code",
}
ICONS = "MaterialSymbols-Rounded"
AXES = {"wght": (400, 700), "opsz": (14, 60)}
# Latin and its accents, Greek, superscripts, and all signs, arrows and shapes. The rest of Unicode
# in these fonts is alphabets that the app does not write.
CHARACTERS = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x2B0, 0x33F), (0x370, 0x3FF), (0x1D00, 0x1DBF),
    (0x2000, 0x2BFF), (0xFB00, 0xFB06),
)  # fmt: skip
FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl", "calt", "liga", "tnum", "lnum", "sups", "subs")
NAME_IDS = {"copyright": 0, "family": 1, "full": 4, "postscript": 6, "licence": 13}


def original(stem: str) -> TTFont:
    """One of Streamlit's fonts."""
    (file,) = (FROM / "media").glob(f"{stem}.*")
    return TTFont(file)


def reloaded(font: TTFont) -> TTFont:
    """The font as a file would give it back: a subset cannot be worked on further as it is."""
    file = io.BytesIO()
    font.flavor = None
    font.save(file)
    file.seek(0)
    return TTFont(file)


def text_font(stem: str, name: str) -> TTFont:
    """A font for text, variable in AXES."""
    characters = [code for first, last in CHARACTERS for code in range(first, last + 1)]
    font = original(stem)
    options = subset.Options(layout_features=list(FEATURES), name_IDs=list(NAME_IDS.values()))
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font = reloaded(font)
    limits = {axis.axisTag: AXES[axis.axisTag] for axis in font["fvar"].axes}
    font = instancer.instantiateVariableFont(font, limits)
    for named in ("family", "full", "postscript"):
        given = name.replace(" ", "") if named == "postscript" else name
        font["name"].setName(given, NAME_IDS[named], 3, 1, 0x409)
    return font


def icon_font() -> TTFont:
    """The icons that Streamlit's scripts name, each by the ligature of its name."""
    scripts = "".join(file.read_text() for file in (FROM / "js").glob("*.js"))
    names = set(re.findall(r":material/([a-z0-9_]+)", scripts))
    font = original(ICONS)
    glyphs = [name for name in sorted(names) if name in font.getGlyphOrder()]
    letters = {ord(letter) for name in names for letter in name}
    # Without the closure over ligatures, which would bring back every icon that can be spelled.
    options = subset.Options(layout_features=["liga", "rlig"], layout_closure=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(glyphs=glyphs, unicodes=letters)
    subsetter.subset(font)
    return font


def write(stem: str, font: TTFont) -> None:
    """Save it for the web and say how large it is."""
    font.flavor = "woff2"
    font.save(TO / f"{stem}.woff2")
    print(f"{(TO / f'{stem}.woff2').stat().st_size:8,} {stem}")


if __name__ == "__main__":
    TO.mkdir(exist_ok=True)
    write(ICONS, icon_font())
    for stem, name in TEXT.items():
        write(stem, text_font(stem, name))
