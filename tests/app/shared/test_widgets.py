"""A control begins in the browser with what it has in the session, also when it is drawn anew."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import element_tree

from pages.learn import chapters
from softmax.training import State
from tests.app.conftest import Visitor, all_elements

CHAPTERS = [chapter.url_path for chapter in chapters.all_chapters()]
Choices = (
    element_tree.ButtonGroup | element_tree.Selectbox | element_tree.SelectSlider
    | element_tree.NumberInput | element_tree.Slider
)  # fmt: skip


def choices(visitor: Visitor) -> dict[str, Choices]:
    found = {}
    for element in all_elements(visitor.at._tree):
        if isinstance(element, Choices):
            assert element.key is not None
            found[element.key] = element
    return found


def begins_with(control: Choices) -> Any:
    """What the browser takes for its value if it is told no other."""
    default = control.proto.default
    if isinstance(control, element_tree.ButtonGroup):
        return [control.options[i] for i in default]
    if isinstance(control, element_tree.Selectbox):
        return control.options[default]
    if isinstance(control, element_tree.SelectSlider):
        return control.options[int(default[0])]
    return default if isinstance(control, element_tree.NumberInput) else default[0]


def shows(control: Choices) -> Any:
    """Its value in the session, as begins_with gives it."""
    if isinstance(control, element_tree.ButtonGroup):
        return [control.options[i] for i in control.indices]
    if isinstance(control, element_tree.Selectbox):
        return control.options[control.index]
    if isinstance(control, element_tree.SelectSlider):
        return control.format_func(control.value)
    return control.value


def choose_another(control: Choices) -> None:
    """The last that can be chosen; a number one higher."""
    if isinstance(control, element_tree.Selectbox):
        control.select_index(len(control.options) - 1)
    elif isinstance(control, element_tree.ButtonGroup):
        control.set_value(control.options[-1])
    elif isinstance(control, element_tree.SelectSlider):
        control.set_value(float(control.options[-1].replace(",", "")))
    elif isinstance(control, element_tree.NumberInput):
        control.set_value((control.value or 0) + 1)
    else:
        control.set_value(control.max)


@pytest.mark.parametrize("page", ["train", "weights", "draw", "mistakes", "runs", *CHAPTERS])
def test_a_control_begins_with_its_value(visitor: Visitor, page: str) -> None:
    visitor.open("train").bring_to(State.PAUSED).open(page)
    for key in choices(visitor):
        if control := choices(visitor).get(key):  # another's choice may have taken it away
            choose_another(control)
            visitor.look()
    visitor.open("start").open(page).look()
    for key, control in choices(visitor).items():
        assert begins_with(control) == shows(control), key
