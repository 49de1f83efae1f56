"""The drawing on the pad: strokes, undo, and what is remembered."""

from __future__ import annotations

import base64
import importlib
import io
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from pages.shared.components import encoding
from softmax import drawing, limits
from softmax.charts import PALETTES
from tests.app.conftest import Visitor, seven


@pytest.fixture
def pad(visitor: Visitor) -> ModuleType:
    """Its canvas can be imported only where a server is."""
    visitor.open("draw")
    return importlib.import_module("pages.shared.state.drawing")


def strokes(n: int) -> list[dict]:
    return [{"type": "Path", "number": i} for i in range(n)]


DRAWN = np.asarray(seven())


def test_a_pad_takes_what_the_canvas_sends_without_a_fresh_canvas(pad: ModuleType) -> None:
    mine = pad.Pad()
    for n in (1, 1, 2):  # the first is sent twice
        mine.take(strokes(n), DRAWN)
    assert mine.version == 0
    assert [len(moment.drawing) for moment in mine.past] == [0, 1, 2]


def test_undo_and_clear_mount_a_fresh_canvas_with_the_right_drawing(pad: ModuleType) -> None:
    mine = pad.Pad()
    mine.take(strokes(1), DRAWN)
    mine.take(strokes(2), DRAWN)
    mine.clear("light")
    assert (mine.version, mine.drawing) == (1, [])
    mine.undo("light")
    assert (mine.version, mine.drawing) == (2, strokes(2))
    mine.undo("light")
    assert (mine.version, mine.drawing) == (3, strokes(1))


def test_a_canvas_keeps_its_first_drawing_while_strokes_are_added(pad: ModuleType) -> None:
    """Given another one it would draw itself anew, over the stroke that is being drawn."""
    mine = pad.Pad()
    mine.take(strokes(1), DRAWN)
    mine.remount("light")
    assert mine.initial == strokes(1)
    mine.take(strokes(2), DRAWN)
    assert (mine.version, mine.initial) == (1, strokes(1))


def test_another_theme_inks_the_strokes_anew(pad: ModuleType) -> None:
    mine = pad.Pad()
    mine.take([{"type": "Path", "stroke": PALETTES["light"].ink}], DRAWN)
    mine.remount("dark")
    assert [thing["stroke"] for thing in mine.initial] == [PALETTES["dark"].ink]


def test_a_long_drawing_is_kept_once_and_not_once_for_each_of_its_strokes(pad: ModuleType) -> None:
    """Each time the browser sends all strokes anew."""
    mine = pad.Pad()
    for n in range(1, 30):
        mine.take([{"type": "Path", "number": i} for i in range(n)], DRAWN)
    assert mine.drawing == [{"type": "Path", "number": i} for i in range(29)]
    kept = {id(stroke) for moment in mine.past for stroke in moment.strokes}
    assert len(kept) == 29
    mine.undo("light")
    assert len(mine.drawing) == 28


def test_a_heavy_drawing_becomes_a_picture_and_can_be_undone(pad: ModuleType) -> None:
    mine = pad.Pad()
    stroke = {"type": "Path", "stroke": "#000000", "path": [["Q", 1, 2, 3, 4]] * 3_000}
    mine.take([stroke], DRAWN)
    assert not mine.heavy
    mine.take([stroke, stroke], DRAWN)
    assert mine.heavy
    mine.flatten("light")
    assert not mine.heavy
    assert [thing["type"] for thing in mine.drawing] == ["Image"]
    image = encoding.pixels_of_png(encoding.file_of(mine.initial[0]["src"]), pad.SIZE)
    assert image is not None
    assert np.array_equal(image[..., 3], DRAWN[..., 3])
    assert np.array_equal(mine.past[-1].image[..., 3], DRAWN[..., 3])
    mine.undo("light")
    assert mine.drawing == [stroke]


def test_a_picture_that_is_none_stays_as_it_is_in_another_theme(pad: ModuleType) -> None:
    mine = pad.Pad()
    sent = {"type": "Image", "src": encoding.png(np.zeros((300, 300, 4), np.uint8))}
    mine.take([sent], DRAWN)
    mine.remount("dark")
    assert mine.initial == [sent]


def test_another_theme_inks_a_test_image_anew(pad: ModuleType) -> None:
    """The image with its own alpha, and a stroke over it as well."""
    mine = pad.Pad()
    mine.put_test_image("light")
    mine.take([*mine.drawing, {"type": "Path", "stroke": PALETTES["light"].ink}], DRAWN)
    image = encoding.pixels_of_png(encoding.file_of(mine.drawing[0]["src"]), pad.SIZE)
    assert image is not None
    before = image[..., 3]
    assert before.any()
    mine.remount("dark")
    image, stroke = mine.initial
    assert stroke["stroke"] == PALETTES["dark"].ink
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(image["src"].split(",")[1]))))
    assert np.array_equal(pixels[..., 3], before)
    ink = PALETTES["dark"].ink
    inked = pixels[before > 0][:, :3]
    assert set(map(tuple, inked.tolist())) == {tuple(int(ink[i : i + 2], 16) for i in (1, 3, 5))}


def test_the_past_remembers_the_ink(pad: ModuleType) -> None:
    mine = pad.Pad()
    mine.take(strokes(1), DRAWN)
    assert np.array_equal(mine.past[-1].image[..., 3], DRAWN[..., 3])
    mine.clear("light")
    assert mine.past[-1].image is None
    assert np.array_equal(drawing.preprocess(mine.past[-2].image), drawing.preprocess(DRAWN))


def test_there_is_nothing_before_the_empty_pad(pad: ModuleType) -> None:
    mine = pad.Pad()
    mine.undo("light")
    mine.clear("light")
    assert (mine.version, mine.drawing, len(mine.past)) == (0, [], 1)


def test_the_past_is_bounded(pad: ModuleType) -> None:
    mine = pad.Pad()
    for n in range(2 * pad.MAX_PAST):
        mine.take(strokes(n + 1), DRAWN)
    assert len(mine.past) == pad.MAX_PAST
    assert len(mine.drawing) == 2 * pad.MAX_PAST


def noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (280, 280, 4), np.uint8)


def scribble(seed: int, points: int) -> dict:
    coordinates = np.random.default_rng(seed).uniform(0, 280, (points, 4))
    return {"type": "Path", "path": [["Q", *each] for each in coordinates.tolist()]}


@pytest.mark.parametrize("points", [100, 4_900, 20_000])
def test_whatever_is_drawn_is_kept_in_a_few_kilobytes(pad: ModuleType, points: int) -> None:
    mine = pad.Pad()
    mine.take([scribble(0, points)], noise(0))
    if mine.heavy:
        mine.flatten("light")
    assert not mine.heavy
    assert mine.past[-1].size <= limits.KEPT_DRAWING_BYTES.value


def test_the_past_of_noise_is_bounded_too(pad: ModuleType) -> None:
    mine = pad.Pad()
    for i in range(pad.MAX_PAST):
        mine.take([scribble(j, 100) for j in range(i + 1)], noise(i))
    strokes = {stroke for moment in mine.past for stroke in moment.strokes}
    kept = sum(len(s.packed) for s in strokes) + sum(len(m.alpha) for m in mine.past)
    assert kept <= pad.MAX_PAST_BYTES
    assert 2 < len(mine.past) < pad.MAX_PAST


def test_coordinates_are_kept_to_a_tenth_of_a_pixel(pad: ModuleType) -> None:
    mine = pad.Pad()
    sent = scribble(0, 50)
    mine.take([sent], DRAWN)
    for was, now in zip(sent["path"], mine.drawing[0]["path"], strict=True):
        assert now[1:] == pytest.approx(was[1:], abs=0.051)
