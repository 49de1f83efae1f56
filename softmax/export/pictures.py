"""The rows of W as one PNG, on one symmetric scale with a legend."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from softmax.charts import PALETTES, STOPS, Palette, Theme, symmetric_limit
from softmax.data import SIDE
from softmax.numbers import signed

COLUMNS = 5
ENLARGED = 10
PICTURE = SIDE * ENLARGED
GAP = 24
CAPTION = 60
MARGIN = 40
LEGEND = 64
BAR = (320, 20)


def to_png(W: np.ndarray, b: np.ndarray, theme: Theme = "light") -> bytes:
    """The rows of W (10, 784) in two rows of five, each with its digit and its bias from b (10,):
    the content of a PNG of 1,576 x 824 pixels, ten for each weight."""
    palette, limit = PALETTES[theme], symmetric_limit(W)
    rows = -(-len(W) // COLUMNS)
    width = 2 * MARGIN + COLUMNS * PICTURE + (COLUMNS - 1) * GAP
    height = 2 * MARGIN + rows * (CAPTION + PICTURE) + LEGEND
    sheet = Image.new("RGB", (width, height), palette.page)
    pen = ImageDraw.Draw(sheet)
    for digit, (weights, bias) in enumerate(zip(W, b, strict=True)):
        x = MARGIN + digit % COLUMNS * (PICTURE + GAP)
        y = MARGIN + digit // COLUMNS * (CAPTION + PICTURE)
        _caption(pen, x, y, digit, float(bias), palette)
        pixels = _coloured(weights.reshape(SIDE, SIDE) / limit, palette)
        picture = Image.fromarray(pixels).resize((PICTURE, PICTURE), Image.Resampling.NEAREST)
        sheet.paste(picture, (x, y + CAPTION))
        edge = (x - 1, y + CAPTION - 1, x + PICTURE, y + CAPTION + PICTURE)
        pen.rectangle(edge, outline=palette.rule)
    _legend(sheet, pen, height - MARGIN, limit, palette)
    file = io.BytesIO()
    sheet.save(file, "PNG")
    return file.getvalue()


def _coloured(values: np.ndarray, palette: Palette) -> np.ndarray:
    """Values in -1..1, (H, W), in the diverging colours: uint8 (H, W, 3)."""
    stops = np.array([_rgb(colour) for colour in palette.diverging])
    channels = [np.interp(values, STOPS, stops[:, channel]) for channel in range(3)]
    return np.stack(channels, axis=-1).round().astype(np.uint8)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _caption(
    pen: ImageDraw.ImageDraw, x: int, y: int, digit: int, bias: float, palette: Palette
) -> None:
    baseline = y + CAPTION - 12
    pen.text((x, baseline), str(digit), palette.ink, _font(38), anchor="ls")
    colour = palette.positive if bias >= 0 else palette.negative
    number = signed(bias, 2).replace("−", "-")  # Pillow's own font has no minus sign
    pen.text((x + PICTURE, baseline), number, colour, _font(24), anchor="rs")
    before = x + PICTURE - _font(24).getlength(f" {number}")
    pen.text((before, baseline), "bias", palette.ink2, _font(24), anchor="rs")


def _legend(
    sheet: Image.Image, pen: ImageDraw.ImageDraw, bottom: int, limit: float, palette: Palette
) -> None:
    middle = bottom - BAR[1] // 2
    words = f"against -{limit:g}"
    pen.text((MARGIN, middle), words, palette.negative, _font(24), anchor="lm")
    left = round(MARGIN + _font(24).getlength(f"{words}  "))
    scale = np.broadcast_to(np.linspace(-1, 1, BAR[0]), BAR[::-1])
    sheet.paste(Image.fromarray(_coloured(scale, palette)), (left, middle - BAR[1] // 2))
    right = left + BAR[0] + round(_font(24).getlength("  "))
    pen.text((right, middle), f"+{limit:g} for", palette.positive, _font(24), anchor="lm")


def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font
