"""The sliders that perturb an image, wherever they are shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Slider:
    """One field of Perturbation, and its range."""

    name: str
    label: str
    low: float
    high: float
    step: float
    unit: str


SLIDERS = (
    Slider("right", "Right", -6, 6, 0.25, " px"),
    Slider("down", "Down", -6, 6, 0.25, " px"),
    Slider("turn", "Turn", -45, 45, 1, "°"),
    Slider("pen", "Pen", -1.5, 3, 0.125, " px"),
)
