"""The texts of the lesson: parsed, validated, and complete for every chapter."""

import math
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pages.learn.text import load
from pages.shared.components.lesson import CHAPTERS

MOST_SENTENCES = 8
MOST_SUMMARY_WORDS = 20
# A text of the least length, in parts.
HEAD = "# T\nsummary: S\nactions: 4\n## Do\nDo it now\n"
PREDICT = "## Predict\nQ?\n- [x] a\n- [ ] b\n  > B.\n"
ANSWER = "## Answer\nSo it is, indeed.\n"


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make a text the chapter "written"."""
    monkeypatch.setattr("pages.learn.text.__file__", str(tmp_path / "__init__.py"))
    (tmp_path / "en").mkdir()
    load.cache_clear()

    def written(source: str) -> None:
        (tmp_path / "en" / "written.md").write_text(source, encoding="utf-8")

    return written


@pytest.mark.parametrize("name", CHAPTERS)
def test_each_chapter_has_a_title_a_summary_a_length_a_question_and_prose(name: str) -> None:
    text = load(name)
    assert text.title
    assert len(text.summary.split()) <= MOST_SUMMARY_WORDS
    assert text.sections["Prose"]
    assert len(text.question.options) >= 2


@pytest.mark.parametrize("name", CHAPTERS)
def test_each_option_has_an_answer_of_its_own_that_no_wrong_one_gives_away(name: str) -> None:
    question = load(name).question
    replies = [option.reply for option in question.options]
    assert all(replies)
    assert len(set(replies)) == len(replies)
    right = question.options[question.right]
    hints = " ".join(o.reply for o in question.options if o is not right)
    assert right.text not in hints
    assert right.reply not in hints


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_prose_of_a_chapter_is_three_to_eight_sentences(name: str) -> None:
    sentences = re.findall(r"[.?!:](?=\s|$)", load(name).sections["Prose"])
    assert 3 <= len(sentences) <= MOST_SENTENCES + 2  # a colon or "e.g." may count as one


def test_the_length_is_200_words_a_minute_and_20_seconds_for_each_action(
    write: Callable[[str], None],
) -> None:
    words = "word " * 590
    write(f"{HEAD}## Prose\n{words}\n## Wrong: none\n{words}\n{PREDICT}{ANSWER}")
    # 590 + 3 of the section "Do it now", 1 asked, 2 options, 4 of the answer = 600; 4 actions
    assert load("written").words == 600
    assert load("written").minutes == math.ceil(600 / 200 + 4 * 20 / 60) == 5


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("## Prose\nWords.\n", "must begin with"),
        ("# T\nactions: 4\n## Prose\nWords.\n", "'summary: ...'"),
        ("# T\nsummary: S\n## Prose\nWords.\n", "'actions: N'"),
        (f"{HEAD}## Prose\nWords.\n", "needs 'Predict'"),
        (f"{HEAD}## Predict\nQ?\n- [x] a\n- [x] b\n{ANSWER}", "one right option"),
        (f"{HEAD}{PREDICT}", "'Answer'"),
        (f"{HEAD}## Predict\nQ?\n- [x] a\n- [ ] b\n{ANSWER}", "option 'b' needs its answer"),
        (f"{HEAD}## Predict\nQ?\n- [x] a\n  > A.\n- [ ] b\n  > B.\n{ANSWER}", "option 'a' has"),
    ],
)
def test_an_incomplete_text_is_an_error_that_names_what_is_missing(
    source: str, complaint: str, write: Callable[[str], None]
) -> None:
    write(source)
    with pytest.raises(ValueError, match=complaint):
        load("written")


def test_an_option_and_its_answer_may_go_over_several_lines(write: Callable[[str], None]) -> None:
    write(f"{HEAD}## Predict\nQ?\n- [ ] one\n  two\n  > three\n  > four\n- [x] five\n{ANSWER}")
    first, second = load("written").question.options
    assert (first.text, first.reply) == ("one two", "three four")
    assert (second.text, second.reply) == ("five", "So it is, indeed.")
