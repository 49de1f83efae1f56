"""The address of a page holds the settings, so that a link opens the same run anywhere.

Its query has the pace, and each field of Config in which the settings differ from the default
run. (With another optimizer the default is the rate suggested for it, and with few images the
batch is no larger than they are.) What a link holds is a stranger's text: it is read strictly,
and what cannot be used is left out with a word that repeats none of it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.shared.state import resources, view_options, visitor
from pages.shared.state.visitor import DEFAULT_PACE, PACES
from softmax.lesson.typed import read_number
from softmax.training import SUGGESTED_RATE, Config, bounds

PACE = "pace"
PACE_WORDS = {"full" if speed is None else f"{speed:g}": label for label, speed in PACES.items()}
FIELDS = {field.name: field for field in dataclasses.fields(Config)}
INTEGER = re.compile(r"[+-]?\d{1,12}", re.ASCII)
LONGEST_NUMBER = 40


@dataclass(frozen=True)
class Link:
    """What a link says: settings, the label of a pace, and a word on each thing left out."""

    config: Config
    pace: str
    left_out: tuple[str, ...] = ()


def restore(page: str) -> None:
    """Take the settings from the address with which the visitor came to this page; once."""
    if "link" in st.session_state:
        return
    default, images = resources.default_config(), len(resources.dataset().train)
    given = {key: st.query_params.get_all(key) for key in st.query_params}
    link = read({k: v for k, v in given.items() if k not in view_options.OWN}, default, images)
    st.session_state["link"], st.session_state["link_page"] = link, page
    visitor.come_with(link.config, link.pace)


def write() -> None:
    """Bring the address into line with the settings, leaving alone what others keep there."""
    given = {key: st.query_params.get_all(key) for key in st.query_params}
    wanted = {key: values for key, values in given.items() if key in view_options.OWN}
    for key, value in query(visitor.settings(), visitor.pace(), resources.default_config()).items():
        wanted[key] = [value]
    if wanted != given:
        st.query_params.from_dict(wanted)


def word(page: str) -> None:
    """What the link held that could not be used, until the visitor leaves the page it led to."""
    link: Link = st.session_state["link"]
    if link.left_out and page == st.session_state["link_page"]:
        with st.container(key="link-word"):
            st.markdown(f"Not used from the link: {'; '.join(link.left_out)}.")


def query(config: Config, pace: str, default: Config) -> dict[str, str]:
    """The query that ``read`` makes these settings of again."""
    base = _base(default, config.optimizer, config.train_size)
    start = base.replace(optimizer=default.optimizer, train_size=default.train_size)
    texts = {
        name: str(getattr(config, name))
        for name in FIELDS
        if getattr(config, name) != getattr(start, name)
    }
    if pace != DEFAULT_PACE:
        texts[PACE] = next(word for word, label in PACE_WORDS.items() if label == pace)
    return texts


def read(given: Mapping[str, Sequence[str]], default: Config, images: int) -> Link:
    """The settings in a query: texts by key, more than one where a key is repeated.

    Args:
        default: what is not given.
        images: how many training images there are.
    """
    values: dict[str, Any] = {}
    left_out: list[str] = []
    for name in FIELDS:
        if name in given:
            try:
                values[name] = _value(name, given[name])
            except ValueError as error:
                left_out.append(str(error))
    if values.get("train_size", 0) > images:
        left_out.append(f"train_size, there are {images:,} training images")
        del values["train_size"]
    size = values.get("train_size", default.train_size)
    if values.get("batch_size", 0) > size:
        left_out.append(f"batch_size, which must not be over train_size ({size:,})")
        del values["batch_size"]
    base = _base(default, values.get("optimizer", default.optimizer), size)
    pace = PACE_WORDS.get(_single(given[PACE])) if PACE in given else DEFAULT_PACE
    if pace is None:
        left_out.append(f"pace, which must be one of {', '.join(PACE_WORDS)}")
    if unknown := given.keys() - FIELDS.keys() - {PACE}:
        left_out.append("a setting that there is not" if len(unknown) == 1 else
                        f"{len(unknown)} settings that there are not")  # fmt: skip
    return Link(base.replace(**values), pace or DEFAULT_PACE, tuple(left_out))


def _base(default: Config, optimizer: Any, train_size: int) -> Config:
    """The default run with this optimizer, at the rate suggested for it, on so many images, in
    batches of no more than that."""
    same = optimizer == default.optimizer
    return default.replace(
        optimizer=optimizer,
        learning_rate=default.learning_rate if same else SUGGESTED_RATE[optimizer],
        train_size=train_size,
        batch_size=min(default.batch_size, train_size),
    )


def _value(name: str, texts: Sequence[str]) -> Any:
    """Raises ValueError: these texts are no value of that field."""
    kind = type(FIELDS[name].default)
    text = _single(texts)
    value: Any = text
    if kind is int:
        value = int(text) if INTEGER.fullmatch(text) else None
    elif kind is float:
        value = read_number(text) if len(text) <= LONGEST_NUMBER else None
    elif kind is bool:
        value = {"True": True, "False": False}.get(text)
    limits = bounds(name)
    try:
        limits.check(name, value, kind)
    except ValueError:
        raise ValueError(f"{name}, which must be {limits.stated(kind)}") from None
    return value


def _single(texts: Sequence[str]) -> str:
    """The one text; what is given twice says nothing."""
    return texts[0] if len(texts) == 1 else ""
