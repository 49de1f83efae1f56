"""Pictures from PNG and JPEG files, upright and at their full depth. Files are untrusted."""

import math
import struct
import warnings
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image, UnidentifiedImageError

from softmax.limits import PICTURE_PIXELS

FORMATS = ("PNG", "JPEG")
# A larger picture is averaged down: 28 x 28 pixels are made of it, and each pixel takes some 80
# bytes on the way there.
WORKED_PIXELS = 2_000_000
ORIENTATION = 0x0112


class PictureFileError(ValueError):
    """A file that is no picture. The message is one line, without the name of the file."""


def read(path: Path | BinaryIO, max_pixels: int = PICTURE_PIXELS.value) -> np.ndarray:
    """The picture in a file, turned as its EXIF orientation says.

    Returns:
        (H, W) grey or (H, W, 4) RGBA, of at most WORKED_PIXELS: uint8, or more bits where the
        file has more.

    Raises:
        PictureFileError: the file is missing, too large, damaged or of another format.
    """
    try:
        with warnings.catch_warnings():
            # Pillow warns of 90 million pixels, where this refuses far fewer, and of damaged EXIF.
            warnings.simplefilter("ignore")
            return _read(path, max_pixels)
    except FileNotFoundError:
        raise PictureFileError("no such file") from None
    except UnidentifiedImageError:
        raise PictureFileError("not a PNG or JPEG picture") from None
    except PictureFileError:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureFileError(f"cannot be read ({error})") from None


def _read(path: Path | BinaryIO, max_pixels: int) -> np.ndarray:
    with Image.open(path, formats=FORMATS) as image:
        # The header says it, before anything is decoded.
        if image.width * image.height > max_pixels:
            raise PictureFileError(f"{image.width} x {image.height} pixels, over {max_pixels:,}")
        deep = _is_deep_colour(image)  # known only before the pixels are loaded
        by = _factor(image.width, image.height)
        image.draft(image.mode, (image.width // by, image.height // by))  # a JPEG: decoded smaller
        image.load()
        pixels = _pixels(image, _factor(image.width, image.height), deep)
        return _upright(pixels, _orientation(image))


def _factor(width: int, height: int) -> int:
    """By how much each side of a picture is to be divided."""
    return math.ceil(math.sqrt(width * height / WORKED_PIXELS))


def _pixels(image: Image.Image, by: int, deep: bool) -> np.ndarray:
    """Grey where nothing is transparent, else RGBA; each side divided by ``by``."""
    if image.mode.startswith("I"):  # more than 8 bits of grey; convert() would clip them to 255
        shades = np.asarray(image)
        grey = _averaged(shades, by).astype(np.int64)
        if not image.has_transparency_data:
            return grey
        # The PNG names one shade that is transparent.
        opaque = _averaged((shades != image.info["transparency"]).astype(np.float32), by)
        alpha = (opaque * grey.max()).round().astype(np.int64)
        return np.dstack([grey, grey, grey, alpha])
    pixels = np.asarray(image.convert("RGBA" if image.has_transparency_data else "L"))
    return _averaged(_stretched(pixels) if deep else pixels, by)


def _averaged(pixels: np.ndarray, by: int) -> np.ndarray:
    """The means of squares of ``by`` pixels; the colours of RGBA weighted by their opacity."""
    if by == 1:
        return pixels
    height, width, *channels = (pixels.shape[0] // by, pixels.shape[1] // by, *pixels.shape[2:])
    averaged = np.empty((height, width, *channels), pixels.dtype)
    for row in range(height):  # one at a time: a float for each pixel takes too much memory
        lines = pixels[row * by : (row + 1) * by, : width * by].astype(np.float64)
        squares = lines.reshape(by, width, by, *channels)
        if channels:
            alpha = squares[..., 3:]
            colours = (squares[..., :3] * alpha).sum(axis=(0, 2))
            colours /= np.maximum(alpha.sum(axis=(0, 2)), 1)
            mean = np.concatenate([colours, alpha.mean(axis=(0, 2))], axis=-1)
        else:
            mean = squares.mean(axis=(0, 2))
        averaged[row] = mean if pixels.dtype.kind == "f" else mean.round()
    return averaged


def _is_deep_colour(image: Image.Image) -> bool:
    """Whether these are 16 bits a channel, of which Pillow decodes the upper 8."""
    tiles = getattr(image, "tile", [])
    return not image.mode.startswith("I") and any("16" in str(tile[3]) for tile in tiles)


def _stretched(pixels: np.ndarray) -> np.ndarray:
    """The upper 8 of 16 bits, stretched where a camera's 10, 12 or 14 fill only the lowest."""
    stretched = pixels.copy()
    shades = stretched[..., :3] if stretched.ndim == 3 else stretched
    bits = int(shades.max()).bit_length()
    if bits:
        np.multiply(shades, 255 // (2 ** (bits + bits % 2) - 1), out=shades)
    return stretched


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; 1 (upright) if there is none or the EXIF data are damaged."""
    try:
        found = image.getexif().get(ORIENTATION, 1)
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, struct.error):
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _upright(pixels: np.ndarray, orientation: int) -> np.ndarray:
    """Undo what the EXIF orientation describes: 1 to 4 keep rows as rows, 5 to 8 swap the axes;
    each of the four then has its own mirroring."""
    if orientation >= 5:
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return pixels
