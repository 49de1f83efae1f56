"""The shape of the data: (N, C, H, W), and flattened to (N, m)."""

import streamlit as st

from pages.learn import tex
from pages.learn.chapters import Chapter
from pages.shared.components.widgets import choice
from pages.shared.state import resources
from softmax.data import PIXELS, SIDE

AXES = ("N", "C", "H", "W", "m")


def tensor_shape(chapter: Chapter) -> None:
    """(N, C, H, W) -> (N, m) with real sizes; the chosen axis is highlighted and explained."""
    chosen = choice("Axis", AXES, AXES[0], key="data_axis", shown=False)
    data = resources.dataset()
    train, validation = len(data.train), len(data.validation)
    sizes = {"N": train + validation, "C": 1, "H": SIDE, "W": SIDE, "m": PIXELS}

    def axis(name: str) -> str:
        size = f"{sizes[name]:,}".replace(",", r"\,")
        return tex.highlight(rf"\underset{{{name}}}{{{size}}}", name == chosen)

    before = r",\ ".join(axis(name) for name in AXES[:4])
    after = rf"{axis('N')},\ {axis('m')}"
    st.latex(rf"\begin{{aligned}} &({before}) \\[8pt] \to\ &({after}) \end{{aligned}}")
    counts = {"n": sizes["N"], "train": train, "validation": validation}
    chapter.prose(f"Axis {chosen}", **{name: f"{count:,}" for name, count in counts.items()})
