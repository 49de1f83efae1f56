"""The parts of chapter 3: ten regressions as one matrix, and an image of two digits."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np
import streamlit as st

from pages.learn import chapters, gallery
from pages.learn import formula as tex
from pages.learn.chapters import Chapter
from pages.shared.components import elements, encoding
from pages.shared.state import resources
from pages.shared.state.widgets import choice
from softmax.charts import percent, symmetric_limit
from softmax.data import CLASSES
from softmax.lesson.many import Pairs, Verdicts, pairs, position, random_pairs, train_on_pairs
from softmax.lesson.many import verdicts as judge
from softmax.maths import Head, Model, sigmoid

TERMS = ("w·x", "b", "z", "σ(z)")
TAUGHT = ("One digit", "Two digits")
FIRST = "8"
# A pair of which the first images show the matter well.
START = ("0", "7")
JUDGED = 1_000


# -- ten sigmoids for one image -------------------------------------------------------------------


def image() -> np.ndarray:
    """The chosen test image, (784,) in 0..1."""
    test, number = resources.dataset().test, st.session_state.get("many_number", 0)
    row = position(test, int(st.session_state.get("many_digit", FIRST)), number)
    scaled: np.ndarray = test.rows[row] / 255
    return scaled


def source() -> None:
    """The image, and the choice of another."""
    with st.container(key="many-source", horizontal=True, vertical_alignment="center"):
        with st.container(key="many-seen", width=92):
            gallery.ink("many-image", image(), 92, alt="the test image x")
        with st.container(
            key="many-choice", horizontal=True, vertical_alignment="bottom", width="stretch"
        ):
            digits("A test image of a", "many_digit", FIRST, _another_digit)
            st.button("Another", key="many_another", on_click=_another)


def digits(label: str, key: str, start: str, on_change: Callable[[], None]) -> None:
    """One of the ten digits."""
    choice(label, gallery.DIGITS, start, key=key, on_change=on_change)


def ten() -> None:
    """W, z and a: a class a column."""
    weights = resources.sigmoid_model().weights
    model = resources.sigmoid_model().model
    z, a = model.logits(image()), model.predict_proba(image())
    elements.show(
        "heads",
        key="many-heads",
        data={
            "labels": gallery.DIGITS,
            "chosen": _chosen(),
            "rows": [
                {"kind": "pictures", "symbol": "W", "name": "weights",
                 "note": "10 × 784, a row a picture",
                 "values": encoding.signed(weights.W)["values"]},
                {"kind": "bars", "symbol": "z", "name": "= Wx + b", "note": "10 logits",
                 "values": z.tolist(), "signed": True, "high": 112,
                 "most": _round_up(np.abs(z).max())},
                {"kind": "bars", "symbol": "a", "name": "= σ(z)", "note": "each by itself",
                 "values": a.tolist(), "half": True, "sum": f"{a.sum():.2f}"},
            ],
        },
        on={"chosen": _choose},
    )  # fmt: skip
    elements.show(
        "legend",
        key="many-legend",
        data={"limit": symmetric_limit(weights.W),
              "note": "The dashed line is ½: above it, the answer is yes."},
    )  # fmt: skip


def _round_up(size: float) -> float:
    """The end of the logits' scale: it should not move with every image."""
    return float(8 * np.ceil(size / 8))


def formula() -> None:
    """The matrix, and one of its rows with this image's numbers; a term at a time lights up."""
    model, x, j = resources.sigmoid_model().model, image(), _chosen()
    b, z = round(float(model.b[j]), 2), round(float(model.logits(x)[j]), 2)
    term = choice("Term", TERMS, TERMS[0], key="many_term", shown=False)
    lit = {name: term == name for name in TERMS}
    # Printed terms add up: the product takes the rounding.
    product, bias = f"{z - b:.2f}", f"{b:+.2f}"
    row = rf"w_{j}^{{\mathsf T}}x"
    sigma = rf"\sigma({tex.lit(f'{z:.2f}', lit['z'])})"
    st.latex(
        r"\begin{aligned} \underset{10\times1}{z} &= \underset{10\times784}{W}\,"
        r"\underset{784\times1}{x} + \underset{10\times1}{b} \\[8pt]"
        rf"z_{j} &= {tex.lit(row, lit['w·x'])} + {tex.lit(f'b_{j}', lit['b'])} \\"
        rf"&= {tex.lit(product, lit['w·x'])} {bias[0]} {tex.lit(bias[1:], lit['b'])}"
        rf" = {tex.lit(f'{z:.2f}', lit['z'])} \\[8pt]"
        rf"a_{j} &= {sigma} = \frac{{1}}{{1 + e^{{{-z:.2f}}}}}"
        rf" = \mathbf{{{tex.lit(f'{sigmoid(z):.3f}', lit['σ(z)'])}}} \end{{aligned}}"
    )


def _chosen() -> int:
    chosen = st.session_state.get("many_class")
    return int(st.session_state.get("many_digit", FIRST)) if chosen is None else chosen


def _choose() -> None:
    match st.session_state["many-heads"]["chosen"]:
        case [int(sent), *_] if 0 <= sent < CLASSES:
            st.session_state["many_class"] = sent


def _another_digit() -> None:
    st.session_state["many_number"] = 0
    st.session_state["many_class"] = None


def _another() -> None:
    st.session_state["many_number"] = st.session_state.get("many_number", 0) + 1


# -- two digits in one image ----------------------------------------------------------------------


def two_digits(chapter: Chapter) -> None:
    """Compose an image of two digits, and ask both heads."""
    with st.container(key="many-two"):
        words, thing = st.columns([0.32, 0.68], gap="large")
        with words:
            st.markdown("## When a sum of 1 is wrong")
            chapter.prose("Both")
        with thing:
            _compose()
            seen = composed()
            with st.container(key="many-taught", horizontal=True, vertical_alignment="center"):
                taught = choice(
                    "Both models were taught with images of", TAUGHT, TAUGHT[1], key="many_taught"
                )
            models = _models(taught)
            _compare(seen, models)
            _say(chapter, seen, models, taught)


def composed() -> Pairs:
    """The image of the two chosen digits and its label, N = 1."""
    test, number = resources.dataset().test, st.session_state.get("many_pair_number", 0)
    left, right = (
        position(test, int(st.session_state.get(f"many_{side}", start)), number)
        for side, start in zip(("left", "right"), START, strict=True)
    )
    return pairs(test, np.array([left]), np.array([right]))


def _compose() -> None:
    with st.container(key="many-compose", horizontal=True, vertical_alignment="center"):
        # The choices come first on screen, but the image must show what they say.
        place = st.container(key="many-composed", width=152)
        with st.container(key="many-sides", width=420):
            digits("On the left a", "many_left", START[0], _composed)
            digits("On the right a", "many_right", START[1], _composed)
        st.button("Other images", key="many_other", on_click=_others)
    with place:
        gallery.ink("many-pair", composed().X[0], 152, alt="the composed image")


def _composed() -> None:
    st.session_state["many_pair_number"] = 0
    chapters.done("many")


def _others() -> None:
    st.session_state["many_pair_number"] = st.session_state.get("many_pair_number", 0) + 1


def _models(taught: str) -> tuple[Model, Model]:
    """Ten sigmoids and a softmax: those of single digits, or those taught with pairs."""
    if taught == TAUGHT[0]:
        return resources.sigmoid_model().model, resources.default_model().model
    return taught_with_pairs("sigmoid"), taught_with_pairs("softmax")


@functools.cache
def taught_with_pairs(head: Head) -> Model:
    """Trained for the first who asks, in about half a second."""
    return train_on_pairs(resources.dataset().train, head)


@functools.cache
def verdicts(head: Head, taught: str) -> Verdicts:
    """Of a model on pairs of test images, always the same ones."""
    model = _models(taught)[head == "softmax"]
    return judge(model, random_pairs(resources.dataset().test, JUDGED, np.random.default_rng(0)))


def _compare(seen: Pairs, models: tuple[Model, Model]) -> None:
    sigmoids, softmax = (model.predict_proba(seen.X[0]) for model in models)
    elements.show(
        "heads",
        key="many-both",
        data={
            "labels": gallery.DIGITS,
            "strong": np.flatnonzero(seen.Y[0]).tolist(),
            "rows": [
                {"kind": "truth", "symbol": "y", "name": "label",
                 "values": seen.Y[0].astype(int).tolist(), "sum": f"{seen.Y[0].sum():.0f}"},
                {"kind": "bars", "symbol": "a", "name": "ten sigmoids", "note": "ten answers",
                 "values": sigmoids.tolist(), "half": True, "high": 84,
                 "sum": f"{sigmoids.sum():.2f}"},
                {"kind": "bars", "symbol": "a", "name": "softmax", "note": "shares out a single 1",
                 "values": softmax.tolist(), "half": True, "high": 84,
                 "sum": f"{softmax.sum():.2f}"},
            ],
        },
    )  # fmt: skip


def _say(chapter: Chapter, seen: Pairs, models: tuple[Model, Model], taught: str) -> None:
    """What the two models make of it, and how often they find both."""
    there = np.flatnonzero(seen.Y[0])
    first, second = there[0], there[-1]
    sigmoids, softmax = (model.predict_proba(seen.X[0]) for model in models)
    both = sigmoids[there].min() > 0.5
    section = "Same digit" if len(there) == 1 else "Both true" if both else "Not both"
    said = chapter.text.sections[section].format(
        first=f"{sigmoids[first]:.2f} for the {first}",
        second=f"{sigmoids[second]:.2f} for the {second}",
        softmax_first=f"{softmax[first]:.2f}",
        softmax_second=f"{softmax[second]:.2f}",
    )
    of_sigmoids, of_softmax = verdicts("sigmoid", taught), verdicts("softmax", taught)
    score = chapter.text.sections["Score"].format(
        n=f"{JUDGED:,}",
        sigmoid=percent(of_sigmoids.share, 0),
        softmax=percent(of_softmax.share, 0),
        total=f"{of_sigmoids.total:.2f}",
    )
    with st.container(key="many-said"):
        st.markdown(said)
        st.markdown(f"{chapter.text.sections[taught]} {score}")
