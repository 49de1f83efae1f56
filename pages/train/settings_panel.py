"""The sidebar of the Train page: what the next run is made of."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.components import elements, glossary
from pages.shared.state import resources, setting_widgets, view_options, visitor
from pages.shared.state.run_handle import RunHandle
from pages.train import changed_settings
from softmax.numbers import plain
from softmax.training import SETTINGS, SUGGESTED_RATE, Choice, Config, Range, is_prepared, prepared

# The optimizer whose choice has set the learning rate, while no other setting has changed since.
RATE_SET_FOR = "rate_set_for"
IN_LINE = ("learning_rate", "batch_size", "epochs")


def show(mine: RunHandle) -> None:
    """A control for each setting; every change is kept at once."""
    if not view_options.shows("settings"):
        return
    with st.sidebar:
        st.markdown("**Model**")
        _choice("head")
        _usual("l2")
        st.divider()
        st.markdown("**Learning**")
        _choice("optimizer")
        _rate_note()
        _slider("learning_rate")
        _choice("schedule")
        left, right = st.columns(2)
        with left:
            _usual("batch_size", most=visitor.current().settings.train_size)
        with right:
            _number("epochs")
        _usual("train_size", most=len(resources.dataset().train))
        if len(visitor.current().own) or visitor.current().settings.own_share:
            _usual("own_share")
        with st.container(key="deskew-row", horizontal=True, vertical_alignment="center"):
            switch, waiting = st.container(width="content"), st.empty()
            with switch:
                _switch("deskew", on_change=lambda: _deskew(waiting))
        st.divider()
        st.markdown("**Start**")
        left, right = st.columns(2)
        with left:
            _choice("init")
        with right:
            _number("seed")
        changed_settings.show(mine)


def _rate_note() -> None:
    """That the choice of an optimizer has set the learning rate as well."""
    config = visitor.current().settings
    if st.session_state.get(RATE_SET_FOR) == (config.optimizer, config.learning_rate):
        st.caption(f"This also set the learning rate, to {plain(config.learning_rate)}.")


def line() -> None:
    """The settings in one line, for a page whose sidebar is closed, with a button to open it."""
    if view_options.shows("settings"):
        words = in_one_line(visitor.current().settings)
        elements.show("settings-line", key="settings-line", data={"words": words})


def in_one_line(config: Config) -> str:
    """The settings that matter most: "Softmax, Momentum, rate 0.4 falling to 0, batch 128"."""
    rate, *rest = (SETTINGS[name].named(getattr(config, name)) for name in IN_LINE)
    falls = " falling to 0" if config.schedule == "linear" else ""
    kind = [SETTINGS[name].text(getattr(config, name)) for name in ("head", "optimizer")]
    return ", ".join([*kind, rate + falls, *rest])


# -- a control for each kind of setting -----------------------------------------------------------


def _choice(name: str) -> None:
    bounds, value = SETTINGS[name].bounds, _value(name)
    assert isinstance(bounds, Choice)
    st.selectbox(
        **_widget(name),
        options=bounds.options,
        index=bounds.options.index(value),
        format_func=bounds.label,
    )


def _usual(name: str, most: int | None = None) -> None:
    """One of the usual values up to ``most``, that one included; the current value is always
    among them."""
    setting, value = SETTINGS[name], _value(name)
    options = {v for v in setting.usual if most is None or v <= most} | {value}
    shown = sorted(options if most is None else options | {most})
    st.selectbox(**_widget(name), options=shown, index=shown.index(value), format_func=setting.text)


def _slider(name: str) -> None:
    setting, value = SETTINGS[name], _value(name)
    options = sorted({*setting.usual, value})
    st.select_slider(**_widget(name), options=options, value=value, format_func=setting.text)


def _number(name: str) -> None:
    bounds = SETTINGS[name].bounds
    assert isinstance(bounds, Range)
    st.number_input(
        **_widget(name),
        min_value=int(bounds.low),
        max_value=int(bounds.high),
        value=_value(name),
    )


def _switch(name: str, on_change: Callable[[], None]) -> None:
    st.toggle(**_widget(name) | {"on_change": on_change, "args": ()}, value=_value(name))


def _widget(name: str) -> dict[str, Any]:
    """What the widgets of all settings have in common."""
    return {
        "label": SETTINGS[name].label,
        "help": help_of(name),
        "key": setting_widgets.key(name),
        "on_change": _changed,
        "args": (name,),
    }


def help_of(name: str) -> str:
    """The sentence of a setting, with a link to its chapter, as Markdown."""
    setting = SETTINGS[name]
    text = f"{setting.help[0].upper()}{setting.help[1:]}."
    return glossary.markdown(glossary.Term(text, setting.chapter))


def _value(name: str) -> Any:
    return setting_widgets.draw(name, getattr(visitor.current().settings, name))


# -- what was changed ----------------------------------------------------------------------------


def _changed(name: str) -> None:
    """Keep a changed control, and bring the others into line with it."""
    mine, key = visitor.current(), setting_widgets.key(name)
    config = mine.settings
    if setting_widgets.is_stale(name):
        st.session_state[key] = getattr(config, name)
        return
    changes = {name: st.session_state[key]}
    st.session_state.pop(RATE_SET_FOR, None)
    match name:
        case "optimizer":
            changes["learning_rate"] = rate = SUGGESTED_RATE[changes[name]]
            if rate != config.learning_rate:
                st.session_state[RATE_SET_FOR] = (changes[name], rate)
        case "train_size":
            changes["batch_size"] = min(config.batch_size, changes[name])
        case "batch_size":  # from a list that was drawn for more images
            changes[name] = min(config.train_size, changes[name])
    mine.change_settings(config.replace(**changes))


def _deskew(waiting: DeltaGenerator) -> None:
    """Keep the switch, and deskew the images now unless this process has done so already.

    That takes a second or two. A press on another control ends this callback at the spinner's
    end, so nothing may be left to do by then.
    """
    dataset = resources.dataset()
    config = visitor.current().settings.replace(
        deskew=st.session_state[setting_widgets.key("deskew")]
    )
    if setting_widgets.is_stale("deskew") or is_prepared(dataset, config):
        _changed("deskew")
        return
    with waiting, st.spinner("Straightening"):
        _changed("deskew")
        prepared(dataset, config)
