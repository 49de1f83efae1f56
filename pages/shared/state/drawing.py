"""The visitor's drawing: fabric.js objects, the history for Undo, and the ink of the theme."""

import random
import zlib
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import streamlit as st

from pages.shared.components import encoding
from pages.shared.state import resources, saved_drawings, visitor
from pages.shared.state.strokes import Stroke, packed, packed_alpha
from softmax import limits
from softmax.charts import PALETTES, Theme
from softmax.data import SIDE, Split
from softmax.drawing import deskew, preprocess

SIZE = 280
MAX_PAST = 50
# Points of the pen, nearly a minute of it. The browser sends all of them after each stroke.
MAX_POINTS = 5_000
MAX_PAST_BYTES = 500_000

Drawing = list[dict[str, Any]]  # fabric.js objects
SplitName = Literal["train", "validation", "test"]


@dataclass(frozen=True)
class Source:
    """An image of the data set that was put on the pad: where it is, its label, and the address
    of the page on which it was opened, if that was another one."""

    split: SplitName
    row: int
    label: int
    page: str = ""

    @property
    def kind(self) -> str:
        """What it is called on a page."""
        return f"A {'training' if self.split == 'train' else self.split} image"


@dataclass(frozen=True)
class Moment:
    """A drawing and its alpha channel (SIZE, SIZE) uint8, compressed; empty where nothing is drawn.

    ``source`` is the image of the data set in the drawing, if there is one, and ``untouched`` that
    there is nothing else.
    """

    strokes: tuple[Stroke, ...] = ()
    alpha: bytes = b""
    source: Source | None = None
    untouched: bool = False

    @property
    def drawing(self) -> Drawing:
        """The objects of the canvas."""
        return [stroke.thing for stroke in self.strokes]

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.alpha) + sum(len(stroke.packed) for stroke in self.strokes)

    @property
    def image(self) -> np.ndarray | None:
        """RGBA, as the canvas sends it."""
        if not self.alpha:
            return None
        image = np.zeros((SIZE, SIZE, 4), dtype=np.uint8)
        image[..., 3] = np.frombuffer(zlib.decompress(self.alpha), np.uint8).reshape(SIZE, SIZE)
        return image


@dataclass
class Pad:
    """The drawing on the pad and its history.

    A new ``version`` mounts a fresh canvas with the drawing ``initial``. ``initial`` must not
    change while strokes are added: the canvas would redraw itself and lose the stroke in progress.
    ``images`` counts the images of the data set that were put on the pad.
    """

    version: int = 0
    images: int = 0
    initial: Drawing = field(default_factory=list)
    theme: Theme | None = None
    past: list[Moment] = field(default_factory=lambda: [Moment()])

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        return self.past[-1].strokes

    @property
    def drawing(self) -> Drawing:
        """The objects of the canvas."""
        return self.past[-1].drawing

    @property
    def source(self) -> Source | None:
        """The image of the data set that is on the pad."""
        return self.past[-1].source

    def take(self, drawing: Drawing, image: np.ndarray) -> None:
        """Add what the canvas sent to the history, if it is new."""
        known = len(self.strokes)
        if len(drawing) > known:
            # Each entry shares the strokes of the one before: the canvas sends all of them again.
            self._push(self.strokes + packed(drawing[known:]), image, self.source)
        elif len(drawing) < known:
            self._push(packed(drawing), image, self.source)

    @property
    def heavy(self) -> bool:
        """Whether the drawing has more points than should travel with each stroke, or takes more
        than is kept of one."""
        points = sum(stroke.points for stroke in self.strokes)
        return points > MAX_POINTS or self.past[-1].size > limits.KEPT_DRAWING_BYTES.value

    def flatten(self, theme: Theme) -> None:
        """Turn the drawing into a picture on a fresh canvas; Undo still undoes the last stroke."""
        now = self.past[-1]
        image = now.image
        if image is not None:
            picture = encoding.png(_rgba(image[..., 3], theme))
            self.past[-1] = Moment(packed([_as_object(picture)]), now.alpha, now.source)
            self.remount(theme)

    def _push(
        self,
        strokes: tuple[Stroke, ...] = (),
        image: np.ndarray | None = None,
        source: Source | None = None,
        untouched: bool = False,
    ) -> None:
        alpha = b"" if image is None else packed_alpha(image[..., 3])
        self.past = [*self.past, Moment(strokes, alpha, source, untouched)][-MAX_PAST:]
        while len(self.past) > 2 and _bytes(self.past) > MAX_PAST_BYTES:
            del self.past[0]

    def remount(self, theme: Theme) -> None:
        """Put the drawing on a fresh canvas, in the ink of this theme."""
        self.theme = theme
        self.initial = [_inked(thing, theme) for thing in self.drawing]
        self.version += 1

    def undo(self, theme: Theme) -> None:
        """One stroke back; after Clear, the whole drawing back."""
        if len(self.past) > 1:
            self.past.pop()
            self.remount(theme)

    def clear(self, theme: Theme) -> None:
        """An empty pad; Undo brings the drawing back."""
        if self.strokes:
            self._push()
            self.remount(theme)

    def put_test_image(self, theme: Theme) -> None:
        """Put a random test image on the pad."""
        test = resources.dataset().test
        row = random.randrange(len(test))
        self.put(theme, Source("test", row, int(test.labels[row])))

    def put(self, theme: Theme, source: Source) -> None:
        """Put an image of the data set on the pad."""
        image = _enlarged(_pixels(source), theme)
        thing = _as_object(encoding.png(image))
        self._push(packed([thing]), image, source, untouched=True)
        self.remount(theme)
        self.images += 1


def _bytes(past: list[Moment]) -> int:
    """What the history takes: a stroke counts once."""
    strokes = {stroke for moment in past for stroke in moment.strokes}
    return sum(len(moment.alpha) for moment in past) + sum(len(s.packed) for s in strokes)


def current(theme: Theme) -> Pad:
    """The visitor's pad, remounted with its drawing after a visit to another page, a reload or a
    change of theme."""
    pad = own()
    found = saved_drawings.take_found()
    if found is not None and not pad.strokes:
        pad.past.append(found)
        pad.remount(theme)
    changed = pad.theme not in (None, theme)
    if (visitor.current().take_arrival() or changed) and pad.strokes:
        pad.remount(theme)
    pad.theme = theme
    return pad


def own() -> Pad:
    """The visitor's pad as it is."""
    pad: Pad = st.session_state.setdefault("pad_state", Pad())
    return pad


def drawn() -> np.ndarray | None:
    """What is on the visitor's pad, RGBA as the canvas sends it; None where nothing is."""
    return own().past[-1].image


def seen(image: np.ndarray | None, deskewed: bool) -> np.ndarray | None:
    """What the model sees of ``image``, the pixels of the visitor's pad: (28, 28), 0..1.

    An image of the data set is used as it is, because it has been prepared already: prepared
    anew, a quarter of the misclassified ones would get another prediction.
    """
    now = own().past[-1]
    if image is None:
        return None
    if now.untouched and now.source:
        x = _pixels(now.source) / 255
        return deskew(x) if deskewed else x
    return preprocess(image, deskewed=deskewed)


def _pixels(source: Source) -> np.ndarray:
    """(28, 28) uint8, as in the files."""
    split: Split = getattr(resources.dataset(), source.split)
    pixels: np.ndarray = split.images[source.row, 0]
    return pixels


def _enlarged(image: np.ndarray, theme: Theme) -> np.ndarray:
    """A 28x28 image in the size of the pad, RGBA: ink where it is dark, transparent elsewhere."""
    scale = SIZE // SIDE
    return _rgba(image.repeat(scale, axis=0).repeat(scale, axis=1), theme)


def _rgba(alpha: np.ndarray, theme: Theme) -> np.ndarray:
    """The theme's ink colour with the opacity alpha (H, W): (H, W, 4) uint8."""
    colour = PALETTES[theme].ink
    rgba = np.empty((*alpha.shape, 4), dtype=np.uint8)
    rgba[..., :3] = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    rgba[..., 3] = alpha
    return rgba


def _inked(thing: dict[str, Any], theme: Theme) -> dict[str, Any]:
    """An object of the canvas, a stroke or an image, in the ink of this theme."""
    if source := thing.get("src"):
        image = encoding.pixels_of_png(encoding.file_of(source), SIZE)
        return (
            thing if image is None else thing | {"src": encoding.png(_rgba(image[..., 3], theme))}
        )
    return thing | {"stroke": PALETTES[theme].ink} if thing.get("stroke") else thing


def _as_object(source: str) -> dict[str, Any]:
    """A PNG of the size of the pad, as a data URI, as an object of the canvas."""
    return {
        "type": "Image",
        "version": "6.0.0",
        "left": 0,
        "top": 0,
        "originX": "left",
        "originY": "top",
        "width": SIZE,
        "height": SIZE,
        "src": source,
    }
