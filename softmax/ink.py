"""From the pixels of a picture to its ink: 0 for the background, 1 for the strongest stroke.

A picture with transparency is one of two things. Strokes on a transparent ground: their opacity is
the ink. Or an opaque sheet whose corners or margin are transparent, as a scan with rounded corners
has them: the sheet's shades are the ink, and what is transparent counts as paper.
"""

import numpy as np

from softmax import photograph

# Relative to the darkest ink; anything fainter is paper: grain, or JPEG artefacts.
FAINT = 0.1
# An image of less contrast than this (of 0..1) is blank.
BLANK_CONTRAST = 0.05
# A sheet is convex, or nearly so: this share of each of its rows and columns, between the first
# and the last opaque pixel, is opaque. That is 1 for any rectangle, circle or rotated rectangle.
SHEET_FILLED = 0.8
# Most of a sheet's edge is paper: this share of it is within EDGE_SPREAD of its median.
EDGE_UNIFORM = 0.75
EDGE_SPREAD = 0.2
# Of red, green and blue: Rec. 601, as Pillow and the canvas use it.
LUMA = (0.299, 0.587, 0.114)


def ink(image: np.ndarray) -> np.ndarray:
    """The ink on each pixel: (H, W) float64, 0 for the background and at most 1.

    The background is the median of the border: transparency, or a shade of grey. Of a photograph
    the background is fitted, and the ink has a smaller size.

    Raises:
        ValueError: the array is no image, or not finite.
    """
    grey, drawn = _plain(image)
    found = None if grey is None else photograph.ink(grey, drawn)
    return drawn if found is None else _clean(found)


def is_photograph(image: np.ndarray) -> bool:
    """Whether light, noise, ruling or specks had to be taken away from a picture.

    Raises:
        ValueError: as ``ink``.
    """
    grey, drawn = _plain(image)
    return grey is not None and photograph.ink(grey, drawn) is not None


def _plain(image: np.ndarray) -> tuple[np.ndarray | None, np.ndarray]:
    """The shades of a picture, None if its opacity is the drawing; and its ink by an even
    background."""
    values = _scaled(image)
    grey = values if values.ndim == 2 else values[:, :, :3] @ LUMA
    if values.shape[2:] == (4,):
        alpha = values[:, :, 3]
        sheet = _sheet(grey, alpha)
        if sheet is None:
            return None, _clean(alpha)
        grey = sheet
    return grey, _clean(np.abs(grey - _ground(grey)))


def _scaled(image: np.ndarray) -> np.ndarray:
    """The values on a scale of 0..1: bytes by 255, deeper ones by the least even number of bits
    that holds them all, since a camera's 10, 12 or 14 bits are stored in 16."""
    given = np.asarray(image)
    values = given.astype(np.float64)
    if values.ndim not in (2, 3) or values.size == 0 or values.shape[2:] not in ((), (3,), (4,)):
        raise ValueError(f"an image must be (H, W), (H, W, 3) or (H, W, 4), not {values.shape}")
    if not np.isfinite(values).all():
        raise ValueError("the image holds values that are not finite")
    largest = values.max()
    if not np.issubdtype(given.dtype, np.integer) and largest < 2:
        return values
    bits = max(8, int(largest).bit_length())
    return values / (2.0 ** (bits + bits % 2) - 1)


def _sheet(grey: np.ndarray, alpha: np.ndarray) -> np.ndarray | None:
    """The shades of an opaque sheet, (H, W), with its own paper where it is transparent; None if
    the opacity itself is the drawing."""
    opaque = alpha >= alpha.max() / 2
    if opaque.all():
        return grey if alpha.max() > 0 else None
    # Where a sheet ends, an editor mixes its shade with what is under the transparency.
    inside = _eroded(alpha >= 0.99 * alpha.max())
    edge = grey[inside & ~_eroded(inside, beyond=False)]
    if edge.size == 0:
        return None
    paper = np.median(edge)
    drawn = np.abs(grey - paper)[inside].max() >= BLANK_CONTRAST
    if photograph.border(opaque).mean() < 0.5:
        uniform = (np.abs(edge - paper) < EDGE_SPREAD).mean() >= EDGE_UNIFORM
        if not (drawn and uniform and min(_filled(opaque), _filled(opaque.T)) >= SHEET_FILLED):
            return None
    elif not drawn and photograph.border(opaque).all():
        return alpha  # a stencil: its holes are the drawing
    return np.where(inside, grey, paper)


def _filled(mask: np.ndarray) -> float:
    """The share of each row between its first and last pixel of the mask that is in the mask."""
    rows = mask[mask.any(axis=1)]
    spans = rows.shape[1] - rows[:, ::-1].argmax(axis=1) - rows.argmax(axis=1)
    return float(rows.sum() / spans.sum())


def _eroded(mask: np.ndarray, beyond: bool = True) -> np.ndarray:
    """The pixels whose eight neighbours are in the mask too; ``beyond`` the border all or none."""
    padded = np.pad(mask, 1, constant_values=beyond)
    across = padded[:, :-2] & padded[:, 1:-1] & padded[:, 2:]
    eroded: np.ndarray = across[:-2] & across[1:-1] & across[2:]
    return eroded


def _ground(values: np.ndarray) -> float:
    """The median of the outermost pixels."""
    return float(np.median(photograph.border(values)))


def _clean(contrast: np.ndarray) -> np.ndarray:
    """Scale contrast to a maximum of 1, and set what is too faint to 0."""
    strongest = contrast.max()
    if strongest < BLANK_CONTRAST:
        return np.zeros_like(contrast)
    relative = contrast / strongest
    return np.where(relative < FAINT, 0.0, relative)
