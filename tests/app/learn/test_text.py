"""The texts of the lesson: parsed, validated, and complete for every chapter."""

import re

import pytest

from pages.learn import chapters
from pages.learn.text import load

MOST_SENTENCES = 8


@pytest.mark.parametrize("name", chapters.CHAPTERS)
def test_each_chapter_has_a_title_a_length_a_question_and_prose(name: str) -> None:
    text = load(name)
    assert text.title
    assert 1 <= text.minutes <= 5
    assert len(text.question.options) >= 2
    assert text.question.options[text.question.right]
    assert text.question.answer
    assert text.sections["Prose"]


@pytest.mark.parametrize("name", chapters.CHAPTERS)
def test_the_prose_of_a_chapter_is_three_to_eight_sentences(name: str) -> None:
    sentences = re.findall(r"[.?!:](?=\s|$)", load(name).sections["Prose"])
    assert 3 <= len(sentences) <= MOST_SENTENCES + 2  # a colon or "e.g." may count as one


def test_the_whole_lesson_takes_about_twenty_minutes() -> None:
    assert 15 <= sum(load(name).minutes for name in chapters.CHAPTERS) <= 28


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("## Prose\nWords.\n", "must begin with"),
        ("# T\nminutes: 2\n## Prose\nWords.\n", "needs 'Predict'"),
        ("# T\nminutes: 2\n## Predict\nQ?\n- [x] a\n- [x] b\n## Answer\nA.\n", "one right option"),
        ("# T\nminutes: 2\n## Predict\nQ?\n- [x] a\n- [ ] b\n", "'Answer'"),
    ],
)
def test_an_incomplete_text_is_an_error_that_names_what_is_missing(
    source: str, complaint: str, tmp_path, monkeypatch
) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "broken.md").write_text(source, encoding="utf-8")
    monkeypatch.setattr("pages.learn.text.__file__", str(tmp_path / "__init__.py"))
    with pytest.raises(ValueError, match=complaint):
        load("broken")
