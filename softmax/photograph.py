"""The ink in a photograph of a sheet: uneven light, noise, ruled lines and specks taken away.

The light is a smooth surface fitted to the paper; what differs from it enough is a stroke. Long
thin lines from edge to edge are ruling, and small blots beside the digit are specks. SciPy is
imported here alone, and only once a picture needs it.
"""

import numpy as np

from softmax.data import SIDE

# Smaller pictures are no photographs: a digit of MNIST has 28 pixels, and few are enough.
LEAST_SIDE = 2 * SIDE
# A photograph is averaged down to this many pixels on its longer side.
WORKING_SIDE = 360
# The surface of the light is a polynomial of this degree, fitted on a grid of this side.
DEGREE = 3
GRID_SIDE = 64
FITS = 8
# A stroke differs from its paper by this share of the strongest stroke, and by so many standard
# deviations of the noise. A drawing may end in fainter ones.
STROKE, FAINT_STROKE = 0.4, 0.12
NOISE_DEVIATIONS = 4.0
# Of the largest blot's pixels; a smaller blot is a speck. On even paper, where a drawing was made
# by program, only the smallest are: it may have blots of its own.
SPECK, SPECK_ON_EVEN_PAPER = 0.05, 0.008
# The deviation of even paper in the logarithm of its shades.
EVEN = 1e-3
# A picture whose ink has the same box by both ways is no photograph.
SAME_BOX = 0.06
# With this share of ink and no strokes to be found, it is a photograph of something else.
MOSTLY = 0.1
# A digit has no more blots than this.
MOST_BLOTS = 6
# A ruled line spans this share of the sheet.
RULED_SPAN = 0.9


def ink(grey: np.ndarray, plain: np.ndarray) -> np.ndarray | None:
    """The strokes of a photographed sheet (H, W) of grey in 0..1, at a working size.

    Args:
        plain: (H, W), its ink by an even background.

    Returns:
        (h, w): the contrast of the digit, 1 for the strongest stroke, 0 for all else; all 0 if no
        digit stands out. None if ``plain`` is no worse: the picture is no photograph.
    """
    if min(grey.shape) < LEAST_SIDE or not _suspicious(plain > 0):
        return None
    found = _strokes_of(grey, STROKE)
    if not found.any():
        return found if (plain > 0).mean() > MOSTLY else None
    if _same_box(plain, found) or _same_box(plain, _strokes_of(grey, FAINT_STROKE)):
        return None
    return found


def border(values: np.ndarray) -> np.ndarray:
    """The outermost pixels of (H, W), those of the corners twice."""
    return np.concatenate([values[0], values[-1], values[:, 0], values[:, -1]])


def _same_box(plain: np.ndarray, found: np.ndarray) -> bool:
    if not found.any():
        return False
    apart = np.abs(np.array(_box(plain)) - np.array(_box(found))).max()
    return bool(apart <= SAME_BOX + 4 / max(found.shape))


def _suspicious(drawn: np.ndarray) -> bool:
    """Whether ink touches the border or lies apart, as it does in no plain drawing of one digit
    that fits its sheet."""
    if border(drawn).any():
        return True
    lines = (drawn.any(axis=0), drawn.any(axis=1))
    return any(np.count_nonzero(np.diff(line.astype(np.int8))) > 2 for line in lines)


def _box(drawn: np.ndarray) -> tuple[float, ...]:
    """Top, bottom, left and right of the ink, as shares of the longer side."""
    ends = [np.flatnonzero(drawn.any(axis=axis))[[0, -1]] + (0, 1) for axis in (1, 0)]
    return tuple(float(end) / max(drawn.shape) for pair in ends for end in pair)


def _strokes_of(grey: np.ndarray, share: float) -> np.ndarray:
    from scipy import ndimage

    small = _shrunk(grey)
    contrast = _without_light(small)
    smooth = ndimage.uniform_filter(contrast, 3)
    noise = 1.4826 * float(np.median(np.abs(smooth - np.median(smooth))))
    strokes = _without_ruling(_strokes(smooth, noise, share))
    digit = _digit(strokes, SPECK if noise > EVEN else SPECK_ON_EVEN_PAPER)
    if not digit.any():
        return np.zeros_like(smooth)
    sign = np.sign(np.median(smooth[digit]))
    strongest = float(np.percentile(smooth[digit] * sign, 90))
    near = ndimage.binary_dilation(digit, iterations=2)
    relative = (smooth * sign / strongest).clip(0, 1)
    return np.where(near & (relative >= share / 2), relative, 0.0)


def _shrunk(grey: np.ndarray) -> np.ndarray:
    """Averaged over squares of whole pixels."""
    k = -(-max(grey.shape) // WORKING_SIDE)
    height, width = (n - n % k for n in grey.shape)
    blocks = grey[:height, :width].reshape(height // k, k, width // k, k)
    shrunk: np.ndarray = blocks.mean(axis=(1, 3))
    return shrunk


def _without_light(grey: np.ndarray) -> np.ndarray:
    """The logarithm of each shade over its paper's: light is a factor. The fit leaves out what
    differs from it most, again and again."""
    shades = np.log(grey + 0.02)
    every = max(1, max(grey.shape) // GRID_SIDE)
    basis = _basis(grey.shape)
    sample, seen = basis[::every, ::every].reshape(-1, basis.shape[2]), shades[::every, ::every]
    values, kept = seen.ravel(), np.ones(seen.size, dtype=bool)
    for _ in range(FITS):
        # einsum rather than lstsq: with busy cores the threads of BLAS wait for one another.
        square = np.einsum("ni,nj->ij", sample[kept], sample[kept])
        weights = np.linalg.solve(square, np.einsum("ni,n->i", sample[kept], values[kept]))
        error = np.abs(values - sample @ weights)
        kept = error <= max(2.5 * float(np.median(error)), 0.01)
    without: np.ndarray = shades - np.einsum("hwi,i->hw", basis, weights)
    return without


def _basis(shape: tuple[int, ...]) -> np.ndarray:
    """The monomials of the two coordinates up to DEGREE: (H, W, 10)."""
    down, along = (np.linspace(-1, 1, n) for n in shape)
    powers = [(i, j) for i in range(DEGREE + 1) for j in range(DEGREE + 1 - i)]
    return np.stack([np.outer(down**i, along**j) for i, j in powers], axis=-1)


def _strokes(contrast: np.ndarray, noise: float, share: float) -> np.ndarray:
    """Where the contrast is that of a stroke, all darker or all lighter than the paper."""
    least = max(NOISE_DEVIATIONS * noise, 0.05)
    dark, light = (np.where(side > least, side, 0) for side in (-contrast, contrast))
    side = dark if dark.sum() >= light.sum() else light
    if not side.any():
        return np.zeros(contrast.shape, dtype=bool)
    strong = float(np.percentile(side[side > 0], 90))
    return side > max(share * strong, least)


def _without_ruling(strokes: np.ndarray) -> np.ndarray:
    """Without the lines that span the sheet, but with the strokes that cross them."""
    left = strokes & ~_ruling(strokes)
    without: np.ndarray = left & ~_ruling(left.T).T
    return without


def _ruling(strokes: np.ndarray) -> np.ndarray:
    from scipy import ndimage

    length = max(9, strokes.shape[1] // 16)
    runs = ndimage.binary_opening(strokes, np.ones((1, length)))
    bridged = ndimage.binary_dilation(runs, np.ones((3, length)))
    blots, n = ndimage.label(bridged, np.ones((3, 3)))
    ruling = np.zeros_like(strokes)
    for i in range(1, n + 1):
        line = runs & (blots == i)
        if np.ptp(np.flatnonzero(line.any(axis=0))) < RULED_SPAN * strokes.shape[1]:
            continue
        thick = line.sum() / max(1, line.any(axis=0).sum())
        tall = ndimage.binary_opening(strokes, np.ones((int(thick) + 4, 1)))
        # The rows beside the line are its soft edges.
        ruling |= ndimage.binary_dilation(line, np.ones((3, 1))) & strokes & ~tall
    return ruling


def _digit(strokes: np.ndarray, speck: float) -> np.ndarray:
    """The blots of the digit: without those below ``speck`` of the largest, and without what
    comes in from beyond the edge."""
    from scipy import ndimage

    blots, n = ndimage.label(strokes, np.ones((3, 3)))
    if n == 0:
        return strokes
    sizes = np.bincount(blots.ravel())
    sizes[0] = 0
    inner = sizes.copy()
    inner[border(blots)] = 0
    if inner.max() >= sizes.max() / 10:
        sizes = inner
    kept: np.ndarray = (sizes >= speck * sizes.max()) & (sizes > 0)
    found: np.ndarray = kept[blots] if kept.sum() <= MOST_BLOTS else np.zeros_like(strokes)
    return found
