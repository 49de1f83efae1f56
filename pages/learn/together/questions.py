"""Both models' outputs, live, for a digit, an empty image, and two digits laid over each other."""

import functools
from collections.abc import Mapping

import numpy as np
import streamlit as st

from pages.learn import gallery, tex
from pages.learn.chapters import Chapter
from pages.learn.together.two_runs import NAMES, Pair, interval
from pages.shared.components import elements
from pages.shared.state import resources
from softmax.lesson.together import ASKED, Images, differing, means, questions
from softmax.numbers import a_digit, fixed

TICK_S = 0.5
AVERAGED_PAIRS = 300
# At this pair the heads differ: every sigmoid is below 1/2, and softmax is confident.
START = 26
TITLES = {"one": "One digit", "blank": "An empty page", "two": "Two at once"}


def errors(chapter: Chapter, pair: Pair) -> None:
    """The learning rule with both outputs for the digit on the page, live."""
    st.fragment(_errors, run_every=interval(pair, TICK_S), key="together-errors")(chapter, pair)


def _errors(chapter: Chapter, pair: Pair) -> None:
    (digit,) = _digits()["one"]
    lines = [
        rf"\text{{{name}:}} && ({tex.highlight(f'{a[digit]:.2f}')} - 1)\, x"
        for name, a in zip(NAMES, _outputs(pair, _images()["one"][0]), strict=True)
    ]
    with st.container(key="together-rule"):
        chapter.prose("Rule", digit=digit)
        rows = r" \\[4pt] ".join(lines)
        st.latex(rf"\begin{{aligned}} {rows} \end{{aligned}}")


def answers(chapter: Chapter, pair: Pair) -> None:
    """The three images, each head's outputs for them, and averages over many; live."""
    with st.container(key="together-ask"):
        with st.container(key="together-ask-head", horizontal=True, vertical_alignment="center"):
            st.markdown("## Ask both")
            st.button("Other images", key="together_other", on_click=_other_images)
        chapter.prose("Ask")
        st.fragment(_answers, run_every=interval(pair, TICK_S), key="together-answers")(
            chapter, pair
        )


def _answers(chapter: Chapter, pair: Pair) -> None:
    digits, images = _digits(), _images()
    for column, kind in zip(st.columns(len(ASKED), gap="large"), ASKED, strict=True):
        with column:
            st.markdown(f"### {TITLES[kind]}")
            x, caption = images[kind][0], _caption(digits[kind])
            row = int(_position()[0][0]) if kind == "one" else None
            gallery.image(f"together-{kind}", x, 112, alt=caption, caption=caption, row=row)
            _bars(kind, x, digits[kind], pair)
    with st.container(key="together-means"):
        words, table = st.columns([0.32, 0.68], gap="large")
        with words:
            st.markdown(chapter.text.sections["Blank"])
            st.markdown(chapter.text.sections["Mean"].format(n=len(_positions()[0])))
        with table:
            elements.show("table", key="together-table", data=_averages(pair))


def _bars(kind: str, x: np.ndarray, digits: list[int], pair: Pair) -> None:
    elements.show(
        "heads",
        key=f"together-bars-{kind}",
        data={
            "labels": gallery.DIGITS,
            "strong": digits,
            "rows": [
                {"kind": "bars", "symbol": "a", "name": name, "values": a.round(4).tolist(),
                 "half": True, "high": 72, "sum": f"{a.sum():.2f}"}
                for name, a in zip(NAMES, _outputs(pair, x), strict=True)
            ],
        },
    )  # fmt: skip


def _averages(pair: Pair) -> dict[str, object]:
    """The data of <ten-table>: sum and largest output of each head, averaged over many images."""
    found = {
        name: [means(side.progress.model, _many_images()[kind]) for kind in ASKED]
        for name, side in zip(NAMES, pair.sides, strict=True)
    }
    return {
        "head": [TITLES[kind].lower() for kind in ASKED],
        "rows": [
            {
                "name": f"{what}, {name}",
                "values": [fixed(getattr(mean, field), 2) for mean in of_kinds],
            }
            for what, field in (("sum", "total"), ("largest", "largest"))
            for name, of_kinds in found.items()
        ],
    }


def _outputs(pair: Pair, x: np.ndarray) -> list[np.ndarray]:
    """The probabilities (10,) that each head gives to an image (784,)."""
    return [side.progress.model.predict_proba(x) for side in pair.sides]


@functools.cache
def _positions() -> tuple[np.ndarray, np.ndarray]:
    """Pairs of test images of different digits, both (N,)."""
    return differing(resources.dataset().test, AVERAGED_PAIRS)


@functools.cache
def _many_images() -> Mapping[str, Images]:
    return questions(resources.dataset().test, *_positions())


def _position() -> tuple[np.ndarray, np.ndarray]:
    """The pair on the page, both (1,)."""
    first, second = _positions()
    number = st.session_state.get("together_number", START) % len(first)
    return first[number : number + 1], second[number : number + 1]


def _images() -> Mapping[str, Images]:
    """The three images on the page, each (1, 784)."""
    return questions(resources.dataset().test, *_position())


def _digits() -> dict[str, list[int]]:
    """The digits on them."""
    (first,), (second,) = (resources.dataset().test.labels[rows] for rows in _position())
    return {"one": [int(first)], "blank": [], "two": [int(first), int(second)]}


def _caption(digits: list[int]) -> str:
    names = list(map(a_digit, digits))
    return " and ".join(names) or "784 zeros"


def _other_images() -> None:
    st.session_state["together_number"] = st.session_state.get("together_number", START) + 1
