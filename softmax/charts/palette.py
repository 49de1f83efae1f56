"""The colours: blue is positive, orange negative, and zero the page's background."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

Theme = Literal["light", "dark"]

# The positions of the diverging stops in -1..1.
STOPS = (-1.0, -0.6, -0.28, 0.0, 0.28, 0.6, 1.0)
# The share of weights inside the scale; the others are drawn in its end colours.
SCALE_PERCENTILE = 98
# Scales end at one of these (times a power of ten): legible, and stable from step to step.
ROUND_LIMITS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, as CSS hex strings."""

    page: str
    panel: str
    ink: str
    ink2: str
    ink3: str
    rule: str
    grid: str
    positive: str
    negative: str
    secondary: str
    mark: str
    diverging: tuple[str, str, str, str, str, str, str]

    @property
    def colorscale(self) -> list[list[float | str]]:
        """The diverging stops in plotly's form, on 0..1."""
        return [
            [(stop + 1) / 2, colour] for stop, colour in zip(STOPS, self.diverging, strict=True)
        ]


PALETTES: dict[Theme, Palette] = {
    "light": Palette(
        page="#FFFFFF",
        panel="#F5F6F8",
        ink="#12161C",
        ink2="#434D59",
        ink3="#5D6877",
        rule="#DDE2E8",
        grid="#EBEEF2",
        positive="#0B4FA3",
        negative="#B84A00",
        secondary="#7D8896",
        mark="#FFE477",
        diverging=(
            "#7A2E00", "#D9690F", "#F6BE8C", "#FFFFFF", "#9DC3EE", "#2E78CC", "#062F6E",
        ),
    ),
    "dark": Palette(
        page="#0F1319",
        panel="#181D26",
        ink="#F3F5F8",
        ink2="#BFC8D3",
        ink3="#97A2B0",
        rule="#2D3540",
        grid="#1E252F",
        positive="#78B7FF",
        negative="#FFA35C",
        secondary="#7D8896",
        mark="#6A5600",
        diverging=(
            "#FFD2A1", "#F08A30", "#8A4310", "#0F1319", "#155094", "#3E92EC", "#B3D7FF",
        ),
    ),
}  # fmt: skip


def symmetric_limit(weights: np.ndarray) -> float:
    """The end of a symmetric scale for these numbers: a round number that about 98 % of the
    nonzero ones do not exceed; 1 if all are zero."""
    sizes = np.sort(np.abs(weights[weights != 0]))
    if sizes.size == 0:
        return 1.0
    # np.percentile takes three times as long, and each frame of a live run needs it.
    place = SCALE_PERCENTILE / 100 * (sizes.size - 1)
    wanted = float(np.interp(place % 1, (0, 1), sizes[[math.floor(place), math.ceil(place)]]))
    power = 10.0 ** np.floor(np.log10(wanted))
    steps = np.array(ROUND_LIMITS)
    return float(power * steps[np.searchsorted(steps, wanted / power * (1 - 1e-9))])
