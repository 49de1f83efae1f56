"""The accuracy on photographed sheets: ``python -m benchmarks.photographs``.

Test images and pen strokes that the default model classifies correctly when they are clean, put on
sheets with noise, light that falls off, ruled lines and specks, and prepared as `predict` does.
"""

import io

import numpy as np
from PIL import Image

from benchmarks.measure import machine, say, table
from softmax import drawing, ink
from softmax.data import load
from softmax.training import Config, Run

DIGITS = 200
HEIGHT, WIDTH = 480, 400
PAPER, PEN = 235.0, 45.0
NOISE, FALL = 5.0, 0.4
EFFECTS: dict[str, tuple[str, ...]] = {
    "clean": (),
    "noise": ("noise",),
    "light": ("light",),
    "ruled": ("ruled",),
    "specks": ("specks",),
    "all four": ("noise", "light", "ruled", "specks"),
    "all four, JPEG": ("noise", "light", "ruled", "specks", "jpeg"),
    "all four, tilted by 2°": ("tilt", "noise", "light", "ruled", "specks"),
    "all four, chalk on a board": ("noise", "light", "ruled", "specks", "board"),
}


def sheet(digit: np.ndarray, effects: tuple[str, ...], random: np.random.Generator) -> np.ndarray:
    """A photographed sheet, uint8 (HEIGHT, WIDTH), of a digit: ink (H, W) in 0..1."""
    strength = np.zeros((HEIGHT, WIDTH))
    side = int(random.integers(180, 300))
    large = Image.fromarray((digit * 255).astype(np.uint8)).resize(
        (side, side), Image.Resampling.BICUBIC
    )
    top, left = (int(random.integers(10, n - side - 10)) for n in (HEIGHT, WIDTH))
    strength[top : top + side, left : left + side] = np.asarray(large) / 255
    if "ruled" in effects:
        gap, first = int(random.integers(35, 70)), int(random.integers(0, 35))
        for row in range(first, HEIGHT, gap):
            strength[row : row + 2] = np.maximum(strength[row : row + 2], random.uniform(0.25, 0.7))
    if "specks" in effects:
        for _ in range(6):
            row, column = (int(random.integers(4, n - 8)) for n in (HEIGHT, WIDTH))
            radius = int(random.integers(1, 4))
            strength[row : row + radius, column : column + radius] = 0.9
    if "tilt" in effects:
        tilted = Image.fromarray((strength * 255).astype(np.uint8)).rotate(
            2, Image.Resampling.BICUBIC
        )
        strength = np.asarray(tilted) / 255
    paper, pen = (50.0, 220.0) if "board" in effects else (PAPER, PEN)
    shades = paper + (pen - paper) * strength
    if "light" in effects:
        angle = random.uniform(0, 2 * np.pi)
        down, along = np.linspace(-1, 1, HEIGHT)[:, np.newaxis], np.linspace(-1, 1, WIDTH)
        across = down * np.sin(angle) + along * np.cos(angle)
        shades *= 1 - FALL * (across - across.min()) / np.ptp(across)
    if "noise" in effects:
        shades += random.normal(0, NOISE, shades.shape)
    pixels = shades.round().clip(0, 255).astype(np.uint8)
    if "jpeg" in effects:
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "JPEG", quality=80)
        pixels = np.asarray(Image.open(file))
    return pixels


def as_drawing(image: np.ndarray) -> np.ndarray | None:
    """What the model saw of it if the sheet were taken for a drawing on an even background."""
    drawn = ink._plain(image)[1]
    frame = drawing.locate(drawn)
    return None if frame is None else drawing._centred(drawn, frame)


def main() -> None:
    """Measure and print."""
    dataset = load()
    run = Run(Config(), dataset)
    run.play()
    run.advance()
    model = run.progress.model
    digits = dataset.test.images[: DIGITS + DIGITS // 5, 0] / 255
    labels = dataset.test.labels[: DIGITS + DIGITS // 5]
    random = np.random.default_rng(0)

    def read(x: np.ndarray | None) -> int | None:
        return None if x is None else int(model.predict(x.ravel()))

    clean = [read(drawing.preprocess(sheet(digit, (), random))) for digit in digits]
    known = np.flatnonzero(np.array(clean) == labels)[:DIGITS]
    rows = []
    for name, effects in EFFECTS.items():
        sheets = [sheet(digits[i], effects, random) for i in known]
        plain = [read(as_drawing(image)) for image in sheets]
        found = [read(drawing.preprocess(image)) for image in sheets]
        silent = sum(x is None for x in found) / len(known)
        right = [np.mean(np.array(answers) == labels[known]) for answers in (plain, found)]
        rows.append([name, *(f"{share:.0%}" for share in (*right, silent))])
        say(" ".join(rows[-1]))
    print(f"## Photographed sheets\n\n{machine()}\n")
    print(table(["sheet", "as a drawing", "as a photograph", "not read"], rows))


if __name__ == "__main__":
    main()
