"""The reader's progress in the lesson: the chapters completed, and the answers given.

The browser keeps it in localStorage, for a reload and for the next day (see
layout/lesson_memory.js). Two tabs may each have a part of it, so what the browser has kept is
merged, never taken in place of the session's own.
"""

import dataclasses
import json
import secrets
from dataclasses import dataclass, field

import streamlit as st

from pages.shared.components.lesson import CHAPTERS

MOST_CHARACTERS = 4_000


@dataclass
class Progress:
    """What is kept.

    Args:
        since: how many times everything was forgotten before; of two records with different
            numbers, only the later one counts.
        at: the chapter opened last, or "".
        answers: the chosen option of each chapter's question, counted from 0.
    """

    since: int = 0
    at: str = ""
    done: set[str] = field(default_factory=set)
    answers: dict[str, int] = field(default_factory=dict)

    def merged(self, other: "Progress") -> "Progress":
        """The union of both; where they differ, this one counts."""
        if self.since != other.since:
            return max(self, other, key=lambda each: each.since)
        return Progress(
            self.since,
            self.at or other.at,
            self.done | other.done,
            other.answers | self.answers,
        )

    def written(self) -> str:
        """As JSON; "" if there is nothing to keep."""
        if self == Progress():
            return ""
        done = [name for name in CHAPTERS if name in self.done]
        record = dataclasses.asdict(self) | {"done": done}
        return json.dumps(record, separators=(",", ":"))


def read(text: str) -> Progress:
    """The inverse of ``written``. What is unknown or malformed is left out."""
    try:
        record = json.loads(text[:MOST_CHARACTERS])
    except (ValueError, RecursionError):
        return Progress()
    if not isinstance(record, dict):
        return Progress()
    since, answers = record.get("since"), record.get("answers")
    return Progress(
        since if type(since) is int and since > 0 else 0,
        next(iter(_names([record.get("at")])), ""),
        _names(record.get("done")),
        {
            name: chosen
            for name, chosen in (answers if isinstance(answers, dict) else {}).items()
            if name in CHAPTERS and type(chosen) is int and chosen >= 0
        },
    )


def _names(found: object) -> set[str]:
    return {name for name in CHAPTERS if isinstance(found, list) and name in found}


def current() -> Progress:
    """The progress of this session."""
    found: Progress = st.session_state.setdefault("lesson", Progress())
    return found


def mark_done(name: str) -> None:
    """Note that the reader has done the task of this chapter."""
    current().done.add(name)


def is_done(name: str) -> bool:
    """Whether the reader has done the task of this chapter."""
    return name in current().done


def mark_opened(name: str) -> None:
    """Note that the reader has opened this chapter."""
    current().at = name


def answered(name: str, chosen: int) -> None:
    """Note which option of the chapter's question was chosen."""
    current().answers[name] = chosen


def to_continue_with() -> str:
    """The chapter to go on with: the one opened last, or after it the first that is not done.
    "" if none has been opened, or all are done."""
    at = current().at
    here = CHAPTERS.index(at) if at else 0
    onward = (name for name in (*CHAPTERS[here:], *CHAPTERS[:here]) if not is_done(name))
    return next(onward, "") if at else ""


def forget() -> None:
    """Begin anew, here and in the browser."""
    st.session_state["lesson"] = Progress(since=current().since + 1)


def to_keep() -> dict[str, str]:
    """The data of <ten-lesson-memory>: what to keep, and what has been merged into it."""
    return {
        "session": st.session_state.setdefault("lesson_session", secrets.token_urlsafe(6)),
        "progress": current().written(),
        "merged": st.session_state.get("lesson_merged", ""),
    }


def merge_kept(kept: str) -> None:
    """Merge what the browser has kept."""
    st.session_state["lesson_merged"] = kept
    st.session_state["lesson"] = current().merged(read(kept))
