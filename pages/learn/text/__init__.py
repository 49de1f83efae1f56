"""The texts of the chapters, parsed from Markdown that a teacher can edit.

A file begins with `# Title`, a line `summary: ...` for the table of contents, and a line
`actions: 9`: how many things there are to do (see ``Text.minutes``). Sections under `## Name`
follow; the chapter's code places them by name. Three names are reserved. `Predict` holds the
question and its options, one `- [x]` among `- [ ]`; below each wrong option, a line `> ...`
is its answer, which helps and does not yet tell. `Answer` is that of the right option.
`Projector` holds the steps of the presenter's view, each `- key another-key [part]: Sentence.` with
the keys of the containers that the step shows, and the part of an element that can show less than
all of itself.
"""

import functools
import math
import re
from dataclasses import dataclass
from pathlib import Path

LANGUAGE = "en"
WORDS_PER_MINUTE = 200
# For a control tried, a step made, a formula or a figure followed, or the question.
SECONDS_PER_ACTION = 20
# Sections that most readers never see.
MESSAGES = ("Wrong: ", "Note: no ")


@dataclass(frozen=True)
class Option:
    """One answer to choose, and what is said once it is chosen."""

    text: str
    reply: str


@dataclass(frozen=True)
class Question:
    """A prediction to make: ``right`` is the index of the right option."""

    asked: str
    options: tuple[Option, ...]
    right: int


@dataclass(frozen=True)
class Step:
    """One screen of the presenter's view: a sentence, and what is shown below it."""

    shows: tuple[str, ...]
    part: str
    sentence: str


@dataclass(frozen=True)
class Text:
    """The text of one chapter: ``sections`` by name, the question, the presenter's steps."""

    title: str
    summary: str
    actions: int
    sections: dict[str, str]
    question: Question
    steps: tuple[Step, ...]

    @property
    def words(self) -> int:
        """How many words there are to read, with a formula's terms."""
        read = [text for name, text in self.sections.items() if not name.startswith(MESSAGES)]
        options = self.question.options
        read += [self.question.asked, *(each.text for each in options)]
        return sum(len(text.split()) for text in [*read, options[self.question.right].reply])

    @property
    def minutes(self) -> int:
        """The chapter's length: its words at reading speed, and the time of its actions."""
        return math.ceil(self.words / WORDS_PER_MINUTE + self.actions * SECONDS_PER_ACTION / 60)


@functools.cache
def load(name: str, language: str = LANGUAGE) -> Text:
    """Read a chapter's text.

    Raises:
        ValueError: the file lacks its title, summary, actions, question, right answer, or the
            answer of a wrong option; or a step is malformed.
    """
    source = (Path(__file__).parent / language / f"{name}.md").read_text(encoding="utf-8")
    head, *parts = re.split(r"^## +", source, flags=re.MULTILINE)
    found = [
        re.search(pattern, head, re.MULTILINE)
        for pattern in (r"^# +(.+)$", r"^summary: *(.+)$", r"^actions: *(\d+)$")
    ]
    title, summary, actions = (match[1].strip() if match else "" for match in found)
    if not (title and summary and actions):
        raise ValueError(f"{name}.md must begin with '# Title', 'summary: ...' and 'actions: N'")
    sections = {}
    for part in parts:
        heading, _, body = part.partition("\n")
        sections[heading.strip()] = body.strip()
    question = _question(name, sections.pop("Predict", ""), sections.pop("Answer", ""))
    steps = _steps(name, sections.pop("Projector", ""))
    return Text(title, summary, int(actions), sections, question, steps)


def _question(name: str, predict: str, answer: str) -> Question:
    asked, *parts = re.split(r"^- (?=\[[ x]\])", predict, flags=re.MULTILINE)
    right = [i for i, part in enumerate(parts) if part.startswith("[x]")]
    if len(right) != 1 or not answer:
        raise ValueError(f"{name}.md needs 'Predict' with one right option, and 'Answer'")
    options = []
    for i, part in enumerate(parts):
        lines = [line.strip() for line in part[3:].strip().splitlines()]
        text = " ".join(line for line in lines if not line.startswith(">"))
        reply = " ".join(line.removeprefix(">").strip() for line in lines if line.startswith(">"))
        if (i == right[0]) == bool(reply):
            needs = "has its answer in 'Answer', not in" if reply else "needs its answer:"
            raise ValueError(f"{name}.md: the option '{text}' {needs} a line '> ...' below it")
        options.append(Option(text, reply or answer))
    return Question(asked.strip(), tuple(options), right[0])


def _steps(name: str, lines: str) -> tuple[Step, ...]:
    items = [" ".join(item.split()) for item in re.split(r"^- ", lines, flags=re.MULTILINE)[1:]]
    found = [re.fullmatch(r"([\w -]+?)(?: \[(\w+)\])?: (.+)", item) for item in items]
    if None in found:
        raise ValueError(f"{name}.md: a step in 'Projector' is '- key [part]: Sentence.'")
    return tuple(Step(tuple(m[1].split()), m[2] or "", m[3]) for m in found if m)
