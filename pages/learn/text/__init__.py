"""The texts of the chapters, parsed from Markdown that a teacher can edit.

A file begins with `# Title` and a line `minutes: 2`. Sections under `## Name` follow; the
chapter's code places them by name. Two names are reserved: `Predict` holds the question and its
options, one `- [x]` among `- [ ]`, and `Answer` the explanation.
"""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

LANGUAGE = "en"


@dataclass(frozen=True)
class Question:
    """A prediction to make: ``right`` is the index of the right option."""

    asked: str
    options: tuple[str, ...]
    right: int
    answer: str


@dataclass(frozen=True)
class Text:
    """The text of one chapter: ``sections`` by name, and the question."""

    title: str
    minutes: int
    sections: dict[str, str]
    question: Question


@functools.cache
def load(name: str, language: str = LANGUAGE) -> Text:
    """Read a chapter's text.

    Raises:
        ValueError: the file lacks its title, minutes, question or right answer.
    """
    source = (Path(__file__).parent / language / f"{name}.md").read_text(encoding="utf-8")
    head, *parts = re.split(r"^## +", source, flags=re.MULTILINE)
    title = re.search(r"^# +(.+)$", head, re.MULTILINE)
    minutes = re.search(r"^minutes: *(\d+)$", head, re.MULTILINE)
    if not (title and minutes):
        raise ValueError(f"{name}.md must begin with '# Title' and 'minutes: N'")
    sections = {}
    for part in parts:
        heading, _, body = part.partition("\n")
        sections[heading.strip()] = body.strip()
    question = _question(name, sections.pop("Predict", ""), sections.pop("Answer", ""))
    return Text(title[1].strip(), int(minutes[1]), sections, question)


def _question(name: str, predict: str, answer: str) -> Question:
    options = re.findall(r"^- \[([ x])\] (.+)$", predict, re.MULTILINE)
    right = [i for i, (mark, _) in enumerate(options) if mark == "x"]
    if len(right) != 1 or not answer:
        raise ValueError(f"{name}.md needs 'Predict' with one right option, and 'Answer'")
    asked = predict.partition("- [")[0].strip()
    return Question(asked, tuple(text for _, text in options), right[0], answer)
