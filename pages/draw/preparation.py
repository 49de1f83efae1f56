"""The five ways to prepare a drawing, each with the model's prediction."""

import numpy as np
import streamlit as st

from pages.shared.components import elements, encoding
from softmax.drawing import stages
from softmax.maths import Model
from softmax.numbers import percent

STAGE_NAMES = {
    "shrink": "Shrink", "crop": "Crop", "fit": "Fit 20", "centre": "Centre", "deskew": "Deskew",
}  # fmt: skip


def show(model: Model, image: np.ndarray, deskewed: bool, untouched: bool) -> None:
    """The stages of the drawing ``image``, RGBA; one of them is how the training images were
    prepared. An ``untouched`` image of the data set has been prepared already."""
    with st.container(key="stages-head", horizontal=True, vertical_alignment="center"):
        st.header("The preparation decides", anchor=False)
    elements.show("stages", key="stages", data=_stages(model, image, deskewed))
    if untouched:
        st.markdown(
            "This image was prepared for the data set, and is used above as it is. Here it is "
            "prepared anew, as a drawing would be."
        )
    if deskewed:
        st.markdown(
            "It learned from digits prepared like the last ones, slant and all taken out. "
            "Any other preparation is a foreign language to it."
        )
    else:
        st.markdown(
            "It learned from digits prepared like the fourth. Any other preparation is a foreign "
            "language to it, also the fifth: for that, train with *Deskew* on."
        )


def _stages(model: Model, image: np.ndarray, deskewed: bool) -> dict[str, object]:
    """The data of <ten-stages>."""
    shown = []
    for name, picture in (stages(image) or {}).items():
        p = model.predict_proba(picture.ravel())
        shown.append({
            "name": STAGE_NAMES[name],
            "pixels": encoding.grey(picture),
            "digit": int(p.argmax()),
            "share": percent(p.max(), 0),
        })  # fmt: skip
    learned = list(STAGE_NAMES).index("deskew" if deskewed else "centre")
    return {"stages": shown, "learned": learned}
