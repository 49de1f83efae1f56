"""An image composed of two digits, and the outputs of ten sigmoids and of softmax for it."""

import functools

import numpy as np
import streamlit as st

from pages.learn import gallery
from pages.learn.chapters import Chapter
from pages.shared.components import elements
from pages.shared.components.widgets import choice
from pages.shared.state import lesson_progress, resources
from softmax.lesson.many import Pairs, Verdicts, pairs, position, random_pairs, train_on_pairs
from softmax.lesson.many import verdicts as verdicts_on
from softmax.maths import Head, Model
from softmax.numbers import percent

# What the models were trained on; also sections of the text.
TRAINED_ON = ("One digit", "Two digits")
# Of this pair, the first images show the difference well.
LEFT, RIGHT = "0", "7"
EVALUATED_PAIRS = 1_000


def comparison(chapter: Chapter) -> None:
    """Compose an image of two digits, and compare the outputs of both heads."""
    with st.container(key="many-two"):
        words, figures = st.columns([0.32, 0.68], gap="large")
        with words:
            st.markdown("## When a sum of 1 is wrong")
            chapter.prose("Both")
        with figures:
            _compose()
            pair = _composed()
            with st.container(key="many-taught", horizontal=True, vertical_alignment="center"):
                trained_on = choice(
                    "Both models were taught with images of", TRAINED_ON, TRAINED_ON[1],
                    key="many_taught",
                )  # fmt: skip
            sigmoids, softmax = (model.predict_proba(pair.X[0]) for model in _models(trained_on))
            _outputs(pair, sigmoids, softmax)
            _explanation(chapter, pair, sigmoids, softmax, trained_on)


def _composed() -> Pairs:
    """The image of the two chosen digits and its label, N = 1."""
    test, number = resources.dataset().test, st.session_state.get("many_pair_number", 0)
    left, right = (
        position(test, int(st.session_state.get(key, default)), number)
        for key, default in (("many_left", LEFT), ("many_right", RIGHT))
    )
    return pairs(test, np.array([left]), np.array([right]))


def _compose() -> None:
    with st.container(key="many-compose", horizontal=True, vertical_alignment="center"):
        # The image stands before the choices, but has to be drawn after them.
        place = st.container(key="many-composed", width=152)
        with st.container(key="many-sides", width=420):
            for label, key, default in (
                ("On the left a", "many_left", LEFT),
                ("On the right a", "many_right", RIGHT),
            ):
                choice(label, gallery.DIGITS, default, key=key, on_change=_digits_changed)
        st.button("Other images", key="many_other", on_click=_other_images)
    with place:
        gallery.image("many-pair", _composed().X[0], 152, alt="the composed image")


def _digits_changed() -> None:
    st.session_state["many_pair_number"] = 0
    lesson_progress.mark_done("many")


def _other_images() -> None:
    st.session_state["many_pair_number"] = st.session_state.get("many_pair_number", 0) + 1


def _models(trained_on: str) -> tuple[Model, Model]:
    """Ten sigmoids and a softmax, trained on single digits or on pairs."""
    if trained_on == TRAINED_ON[0]:
        return resources.sigmoid_model().model, resources.default_model().model
    return trained_on_pairs("sigmoid"), trained_on_pairs("softmax")


@functools.cache
def trained_on_pairs(head: Head) -> Model:
    """A model trained on pairs; the first call takes about half a second."""
    return train_on_pairs(resources.dataset().train, head)


@functools.cache
def _verdicts(head: Head, trained_on: str) -> Verdicts | None:
    """How a model does on pairs of test images, the same ones for every model."""
    model = _models(trained_on)[head == "softmax"]
    test = resources.dataset().test
    return verdicts_on(model, random_pairs(test, EVALUATED_PAIRS, np.random.default_rng(0)))


def _outputs(pair: Pairs, sigmoids: np.ndarray, softmax: np.ndarray) -> None:
    """<ten-heads>: the label, and the outputs (10,) of both heads."""
    elements.show(
        "heads",
        key="many-both",
        data={
            "labels": gallery.DIGITS,
            "strong": np.flatnonzero(pair.Y[0]).tolist(),
            "rows": [
                {"kind": "truth", "symbol": "y", "name": "label",
                 "values": pair.Y[0].astype(int).tolist(), "sum": f"{pair.Y[0].sum():.0f}"},
                {"kind": "bars", "symbol": "a", "name": "ten sigmoids", "note": "ten answers",
                 "values": sigmoids.tolist(), "half": True, "high": 84,
                 "sum": f"{sigmoids.sum():.2f}"},
                {"kind": "bars", "symbol": "a", "name": "softmax", "note": "shares out a single 1",
                 "values": softmax.tolist(), "half": True, "high": 84,
                 "sum": f"{softmax.sum():.2f}"},
            ],
        },
    )  # fmt: skip


def _explanation(
    chapter: Chapter, pair: Pairs, sigmoids: np.ndarray, softmax: np.ndarray, trained_on: str
) -> None:
    """In words: the outputs for this pair, and how often each head finds both digits."""
    digits = np.flatnonzero(pair.Y[0])
    first, second = digits[0], digits[-1]
    both = sigmoids[digits].min() > 0.5
    section = "Same digit" if len(digits) == 1 else "Both true" if both else "Not both"
    outputs = chapter.text.sections[section].format(
        first=f"{sigmoids[first]:.2f} for the {first}",
        second=f"{sigmoids[second]:.2f} for the {second}",
        softmax_first=f"{softmax[first]:.2f}",
        softmax_second=f"{softmax[second]:.2f}",
    )
    of_sigmoids, of_softmax = _verdicts("sigmoid", trained_on), _verdicts("softmax", trained_on)
    score = ""
    if of_sigmoids and of_softmax:
        score = chapter.text.sections["Score"].format(
            n=f"{EVALUATED_PAIRS:,}",
            sigmoid=percent(of_sigmoids.share, 0),
            softmax=percent(of_softmax.share, 0),
            total=f"{of_sigmoids.total:.2f}",
        )
    with st.container(key="many-said"):
        st.markdown(outputs)
        st.markdown(f"{chapter.text.sections[trained_on]} {score}")
