"""The query string of a page's address, so that a link opens the same run and view anywhere.

It holds the step rate (``pace``), each field of Config in which the settings differ from the
default run, ``view=present`` for the presenter's view, ``hide=`` with the names of what is
hidden, and ``step=`` with the step of a presented chapter. With another optimizer the default is
the rate suggested for it, and with few images the batch is no larger than they are. Links are
untrusted input: parsing is strict, and the page says which settings were not used without repeating
any text of the link. Names that are not ours are ignored and leave the address, unless they look
like one of ours misspelt.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.shared.state import resources, view_options, visitor
from pages.shared.state.step_rate import DEFAULT, STEP_RATES
from pages.shared.state.view_options import HIDEABLE, View
from softmax.lesson.typed import read_number
from softmax.training import SETTINGS, SUGGESTED_RATE, Config

PACE = "pace"
# The parameters that say what is trained and how fast, and those that say how it is shown.
RUN_PARAMETERS = (*SETTINGS, PACE)
VIEW_PARAMETERS = ("view", "hide")
PRESENT = "present"
STEP = "step"
PACE_WORDS = {"full" if rate is None else f"{rate:g}": label for label, rate in STEP_RATES.items()}
INTEGER = re.compile(r"[+-]?\d{1,12}", re.ASCII)
LONGEST_NUMBER = 40
LONGEST_NAME = 30
# Names as similar as epoch and epochs count as misspelt, those as page and pace do not.
CLOSE = 0.8

Query = Mapping[str, Sequence[str]]


# -- in each run of the script -----------------------------------------------------------------


def restore_view() -> None:
    """Take the view from the address, unless it is what was last written there."""
    asked = _given(VIEW_PARAMETERS)
    if asked and asked != st.session_state.get("view_in_address"):
        view, understood = parse_view(asked)
        view_options.change(view)
        st.session_state["view_misread"] = not understood


def restore_settings(page: str) -> None:
    """Take the settings from the address with which the visitor came to this page; once."""
    if "link" in st.session_state:
        return
    default, images = resources.default_config(), len(resources.dataset().train)
    given = {k: v for k, v in _given().items() if k not in (*VIEW_PARAMETERS, STEP)}
    link = parse_settings(given, default, images)
    st.session_state["link"], st.session_state["link_page"] = link, page
    mine = visitor.current()
    mine.settings, mine.step_rate = link.config, link.step_rate


def write() -> None:
    """Write the settings and the view to the query, which Streamlit drops at a change of page.
    Only if it differs, because each write is a message to the browser."""
    mine = visitor.current()
    parameters = format_view(view_options.current())
    st.session_state["view_in_address"] = {name: [text] for name, text in parameters.items()}
    parameters |= format_settings(mine.settings, mine.step_rate, resources.default_config())
    if step() > 1:
        parameters[STEP] = str(step())
    wanted = {name: [text] for name, text in parameters.items()}
    if wanted != _given():
        st.query_params.from_dict(wanted)


def unused() -> None:
    """Say what the link held that could not be used, until the visitor leaves its page."""
    link: Link = st.session_state["link"]
    if link.left_out and visitor.current().page == st.session_state["link_page"]:
        with st.container(key="link-word"):
            st.markdown(f"Not used from the link: {'; '.join(link.left_out)}.")
    if st.session_state.pop("view_misread", False):
        names = ", ".join(HIDEABLE)
        st.info(
            f"The link asked for a view that there is not; that part was ignored. It can say "
            f"view={PRESENT}, and hide any of: {names}."
        )


def page_parameters() -> dict[str, str]:
    """What the current address says of the run, and of the step of a chapter."""
    names = (*RUN_PARAMETERS, STEP)
    return {name: st.query_params[name] for name in names if name in st.query_params}


def step() -> int:
    """The step of a presented chapter, from 1. Only the address holds it: it ends with the page."""
    text = st.query_params.get(STEP, "")
    return max(1, int(text)) if INTEGER.fullmatch(text) else 1


def write_step(number: int) -> None:
    """Write the step to the address."""
    if number > 1:
        st.query_params[STEP] = str(number)
    else:
        st.query_params.pop(STEP, None)


def _given(names: Sequence[str] = ()) -> dict[str, list[str]]:
    """All values of these parameters, or of all parameters."""
    chosen = [name for name in names if name in st.query_params] if names else st.query_params
    return {name: st.query_params.get_all(name) for name in chosen}


# -- the view -----------------------------------------------------------------------------------


def format_view(view: View) -> dict[str, str]:
    """The query parameters of a view; the inverse of ``parse_view``."""
    found = {"view": PRESENT} if view.presents else {}
    if view.hidden != view.hidden_by_default:
        found["hide"] = ",".join(name for name in HIDEABLE if name in view.hidden)
    return found


def parse_view(given: Query) -> tuple[View, bool]:
    """The view that an address asks for, and whether all of it was understood."""
    once = {name: texts[0] for name, texts in given.items() if len(texts) == 1}
    asked = once.get("view", "").strip().lower()
    names = {name.strip().lower() for name in once.get("hide", "").split(",")} - {""}
    view = View(asked == PRESENT, frozenset(names & HIDEABLE.keys()))
    if view.presents and "hide" not in once:
        view = View(True, view.hidden_by_default)
    understood = asked in ("", PRESENT) and names <= HIDEABLE.keys() and len(once) == len(given)
    return view, understood


# -- the settings -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Link:
    """A parsed link: settings, the label of a step rate, and a message for each unused part."""

    config: Config
    step_rate: str
    left_out: tuple[str, ...] = ()


def format_settings(config: Config, step_rate: str, default: Config) -> dict[str, str]:
    """The query parameters of these settings; the inverse of ``parse_settings``."""
    base = _base(default, config.optimizer, config.train_size)
    start = base.replace(optimizer=default.optimizer, train_size=default.train_size)
    texts = {
        name: str(getattr(config, name))
        for name in SETTINGS
        if getattr(config, name) != getattr(start, name)
    }
    if step_rate != DEFAULT:
        texts[PACE] = next(word for word, label in PACE_WORDS.items() if label == step_rate)
    return texts


def parse_settings(given: Query, default: Config, images: int) -> Link:
    """The settings in a query.

    Args:
        given: texts by name, more than one where a name is repeated.
        default: what is not given.
        images: how many training images there are.
    """
    values: dict[str, Any] = {}
    left_out: list[str] = []
    for name in SETTINGS:
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
    rate = PACE_WORDS.get(_single(given[PACE])) if PACE in given else DEFAULT
    if rate is None:
        left_out.append(f"pace, which must be one of {', '.join(PACE_WORDS)}")
    meant = {_misspelt(name) for name in given.keys() - set(RUN_PARAMETERS)} - {None}
    left_out += [f"{name}, which is misspelt there" for name in sorted(map(str, meant))]
    return Link(base.replace(**values), rate or DEFAULT, tuple(left_out))


def _misspelt(name: str) -> str | None:
    """Which of our parameters this name was meant to be; None for others, such as utm_source,
    which services add to a link and which are none of our business."""
    if len(name) > LONGEST_NAME:
        return None
    ours = {_letters(name): name for name in (*RUN_PARAMETERS, *VIEW_PARAMETERS, STEP)}
    close = difflib.get_close_matches(_letters(name), ours, n=1, cutoff=CLOSE)
    return ours[close[0]] if close else None


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


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
    """The value of a setting in an address.

    Raises:
        ValueError: these texts are no value of that setting.
    """
    kind = type(getattr(Config, name))
    text = _single(texts)
    value: Any = text
    if kind is int:
        value = int(text) if INTEGER.fullmatch(text) else None
    elif kind is float:
        value = read_number(text) if len(text) <= LONGEST_NUMBER else None
    elif kind is bool:
        value = {"True": True, "False": False}.get(text)
    bounds = SETTINGS[name].bounds
    try:
        bounds.check(name, value, kind)
    except ValueError:
        raise ValueError(f"{name}, which must be {bounds.stated(kind)}") from None
    return value


def _single(texts: Sequence[str]) -> str:
    """The one text; a parameter that is given twice counts as empty."""
    return texts[0] if len(texts) == 1 else ""
