"""The words of the pages: each has one sentence, and each that a page uses is in the table."""

from __future__ import annotations

import json
import re

import pytest

from pages.shared.components import glossary, javascript
from pages.shared.components.lesson import CHAPTERS, url_path
from pages.train import settings_panel
from softmax.training import SETTINGS, State
from tests.app.conftest import Visitor

SENTENCE = re.compile(r"[A-Z][^.?!]*(\d\.\d[^.?!]*)*\.")
LINK = re.compile(r" \[Chapter \d+\]\((\w+)\)$")


@pytest.mark.parametrize(
    "text",
    [*map(glossary.help_of, glossary.TERMS), *map(settings_panel.help_of, SETTINGS)],
)
def test_each_help_is_one_sentence_and_perhaps_a_link_to_a_chapter(text: str) -> None:
    assert SENTENCE.fullmatch(LINK.sub("", text)), text
    if found := LINK.search(text):
        assert found[1] in map(url_path, CHAPTERS)


def test_every_control_of_the_sidebar_has_its_help(visitor: Visitor) -> None:
    at = visitor.open("train").at
    widgets = [*at.selectbox, *at.select_slider, *at.number_input, *at.toggle]
    shown = {w.key.removeprefix("set_"): w.help for w in widgets if w.key.startswith("set_")}
    names = SETTINGS.keys() - {"momentum", "own_share"}  # which other settings bring with them
    assert shown == {name: settings_panel.help_of(name) for name in names}
    (pace,) = (group.help for group in at.get("button_group") if group.key == "pace_control")
    assert SENTENCE.fullmatch(pace)


def test_every_word_on_a_page_is_in_the_glossary(visitor: Visitor) -> None:
    served = json.loads(javascript.FILES["shared/components/glossary.json"])
    visitor.open("train").bring_to(State.FINISHED)
    words = set()
    for page in ("train", "draw"):
        visitor.open(page)
        if page == "draw":
            visitor.click("pad_test")
        for data in visitor.shown("terms"):
            words |= set(data["words"])
        for data in visitor.shown("strip"):
            words |= {cell["label"] for cell in data["cells"]}
    visitor.open("runs")
    for view in ("Kept", "Learning rate", "Presets", "Best fit"):
        visitor.at.segmented_control(key="runs_view").set_value(view)
        (data,) = visitor.look().shown("terms")
        words |= set(data["words"])
    assert len(words) > 12, words
    assert words <= served.keys()
    for term in served.values():
        assert ("link" in term) == ("chapter" in term)
