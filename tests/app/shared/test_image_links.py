"""Images that open on the Draw page, from every page that shows some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from pages.shared.state import resources
from pages.shared.state.drawing import Pad
from softmax.training import State
from tests.app.shared.test_hurry import Hurried


@pytest.fixture
def reader() -> Iterator[Hurried]:
    visitor = Hurried()
    yield visitor
    visitor.leave()


def pad(visitor: Hurried) -> Pad:
    found: Pad = visitor.at.session_state["pad_state"]
    return found


def open_image(visitor: Hurried, element: str, row: object) -> None:
    visitor.say(visitor.answer(**{element: ("opened", [row, 1])}))


def rows_of(data: dict[str, Any]) -> list[int]:
    """The rows that an element shows, of whichever of its images."""
    if "groups" in data:
        return [row for group in data["groups"] for row in group["rows"]]
    found: list[int] = data.get("set") or ([data["row"]] if "row" in data else data["rows"])
    return found


@pytest.mark.parametrize(
    ("page", "element", "split"),
    [
        ("train", "batch", "train"),
        ("mistakes", "misread", "test"),
        ("weights", "likes", "test"),
        ("learn_1_data", "gallery", "train"),
        ("learn_2_logistic", "gallery", "validation"),
        ("learn_8_rule", "microscope", "train"),
    ],
)
def test_an_image_opens_on_draw_and_back_leads_to_its_page(
    page: str, element: str, split: str, reader: Hurried
) -> None:
    reader.open("train").bring_to(State.PAUSED)
    reader.open("weights").at.session_state["weights_asked"] = (4, 3)
    reader.open(page)
    row = rows_of(reader.shown(element)[0])[-1]
    open_image(reader, element, row)

    (answer,) = reader.shown("answer")
    images = getattr(resources.dataset(), split)
    label = int(images.labels[row])
    np.testing.assert_allclose(answer["x"], images.rows[row] / 255, atol=1e-4)
    assert any(m.value.endswith(f"image, labelled **{label}**") for m in reader.at.markdown)
    reader.click("pad_back")
    assert reader.shown(element)


def test_a_misread_image_keeps_its_prediction_and_asks_why_not_its_label(reader: Hurried) -> None:
    """Prepared anew, as a drawing is, a quarter of them would be read as another digit."""
    reader.open("mistakes")
    (data,) = reader.shown("misread")
    read = []
    for row, label, predicted in list(
        zip(data["rows"], data["labels"], data["predicted"], strict=True)
    )[:6]:
        open_image(reader.open("mistakes"), "misread", row)  # type: ignore[arg-type]
        (answer,) = reader.shown("answer")
        read.append(int(np.argmax(answer["p"])) == predicted)
        asked = [box.value for box in reader.at.selectbox if box.key.startswith("why_")]
        assert asked == [predicted, label]
    assert all(read)


def test_an_image_that_is_read_correctly_asks_why_not_the_runner_up(reader: Hurried) -> None:
    reader.open("mistakes").at.session_state["mistakes_cell"] = (7, 7)
    reader.look()
    (data,) = reader.shown("misread")
    open_image(reader, "misread", data["rows"][0])
    (answer,) = reader.shown("answer")
    first, second = np.argsort(answer["z"])[::-1][:2].tolist()
    assert first == 7
    assert [b.value for b in reader.at.selectbox if b.key.startswith("why_")] == [first, second]


def test_a_stroke_over_an_image_makes_it_a_drawing(reader: Hurried) -> None:
    reader.open("mistakes")
    (data,) = reader.shown("misread")
    open_image(reader, "misread", data["rows"][0])
    mine = pad(reader)
    drawn = mine.past[-1].image
    assert drawn is not None
    mine.take([*mine.drawing, {"type": "Path"}], drawn)
    (answer,) = reader.open("draw").shown("answer")
    assert not answer["untouched"]
    mine.undo("light")
    (answer,) = reader.open("draw").shown("answer")
    assert answer["untouched"]


@pytest.mark.parametrize("row", [None, "3", -1, 10**9, 2.5, [3]])
def test_a_row_that_there_is_not_opens_nothing(row: object, reader: Hurried) -> None:
    reader.open("mistakes")
    open_image(reader, "misread", row)
    assert reader.shown("misread")
    assert "pad_state" not in reader.at.session_state
