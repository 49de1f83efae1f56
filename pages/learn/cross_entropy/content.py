"""The parts of chapter 6: two matrices to edit, the one term of each row, the sum and the curve."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import streamlit as st

from pages.learn import chapters, gallery
from pages.learn import formula as tex
from pages.learn.chapters import Chapter
from pages.shared.components import elements
from pages.shared.state import resources, visitor
from pages.shared.state.widgets import choice, kept
from softmax.lesson.cross_entropy import (
    Sample,
    normalised,
    read_probability,
    terms,
    training_loss,
    with_probability,
    written,
)
from softmax.maths import log_softmax, rounded_terms, softmax
from softmax.training import Progress
from softmax.training.trainer import TRAIN_EVALUATION_SIZE

LABELS = (0, 2, 1, 0)
OUTPUTS = (
    ("0.7", "0.2", "0.1"),
    ("0.1", "0.3", "0.6"),
    ("0.3", "0.4", "0.3"),
    ("0.25", "0.5", "0.25"),
)
N, H = 4, 3
# Three digits that are often taken for one another.
CLASSES = (3, 5, 8)
# Where among these images, ordered from hard to easy, the four are taken.
HARD = (0.03, 0.08, 0.16, 0.5)
STEPS = ("1", "2", "3", "4", "sum", "mean")
DECIMALS = 3


def samples() -> list[Sample]:
    """The example on the page: four rows of Y and A as they are now."""
    labels: list[int] = st.session_state.setdefault("cross_entropy_labels", list(LABELS))
    texts = st.session_state.setdefault("cross_entropy_cells", [list(row) for row in OUTPUTS])
    return [
        Sample(label, tuple(read_probability(text) for text in row))
        for label, row in zip(labels, texts, strict=True)
    ]


def matrices(chapter: Chapter) -> None:
    """Y and A with each sample's loss, the sum and the mean; and what is wrong with a row."""
    example = samples()
    _source(chapter)
    losses = [sample.loss for sample in example]
    printed, total, mean = _printed(losses)
    elements.show(
        "loss-matrices",
        key="loss-table",
        data={
            "classes": [str(name) for name in _classes()],
            "chosen": _row() if _row() is not None else _step(),
            "words": {
                "labels": "labels", "outputs": "softmax outputs", "loss": "loss",
                "sum": "sum", "sum_note": "the training loss of the lecture note",
                "mean": "mean", "mean_note": "what the app optimises",
            },
            "rows": [
                _described(sample, loss, picture)
                for sample, loss, picture in zip(example, printed, _pictures(), strict=True)
            ],
            "total": total,
            "mean": mean,
            "notes": _notes(chapter, example),
        },
        on={
            "labelled": _labelled, "typed": _typed, "normalised": _normalise, "chosen": _choose,
        },
    )  # fmt: skip


def _described(sample: Sample, loss: str, picture: dict[str, object]) -> dict[str, object]:
    true = sample.cells[sample.label]
    return {
        "label": sample.label,
        **picture,
        "cells": [{"text": cell.text, "wrong": cell.wrong is not None} for cell in sample.cells],
        "sum": tex.number(sample.total, 2) if sample.readable else "?",
        "off": not (sample.readable and sample.sums_to_one),
        "log": f"−log {true.text} = " if sample.readable else "",
        "loss": loss,
    }


def _printed(losses: Sequence[float | None]) -> tuple[list[str], str, str]:
    """The losses, their sum and their mean as they are printed: where there is a sum, the terms
    add up to it."""
    known = [loss for loss in losses if loss is not None]
    if len(known) < len(losses):
        texts = ["?" if loss is None else tex.number(loss, DECIMALS) for loss in losses]
        return texts, "?", "?"
    rounded, total = rounded_terms(known, DECIMALS)
    texts = [tex.number(loss, DECIMALS) for loss in rounded]
    mean = sum(known) / len(known)
    return texts, tex.number(total, DECIMALS), tex.number(mean, DECIMALS)


def _source(chapter: Chapter) -> None:
    """The example made up for the chapter, or real images and a real model's outputs."""
    first = st.session_state.get("cross_entropy_press")
    names = ", ".join(map(str, CLASSES[:-1])) + f" and {CLASSES[-1]}"
    none = not np.isin(resources.dataset().test.labels, CLASSES).any()
    with st.container(key="loss-source", horizontal=True, vertical_alignment="center"):
        label = "Four test images" if first is None else "Four others"
        st.button(label, key="cross_entropy_images", on_click=_from_images, disabled=none)
        st.button(
            "The worked example", key="cross_entropy_example", on_click=_from_example,
            disabled=first is None and _untouched(),
        )  # fmt: skip
        with st.container(key="loss-note"):
            if first is None:
                st.caption(chapter.text.sections["Note: example"])
                if none:
                    st.caption(chapter.text.sections["Note: no images"].format(classes=names))
            else:
                model = st.session_state["cross_entropy_model"]
                text = chapter.text.sections["Note: images"]
                st.caption(text.format(classes=names, model=model))


def _untouched() -> bool:
    labels, texts = (st.session_state[f"cross_entropy_{name}"] for name in ("labels", "cells"))
    return bool(labels == list(LABELS) and texts == [list(row) for row in OUTPUTS])


def _notes(chapter: Chapter, example: Sequence[Sample]) -> list[dict[str, object]]:
    """A friendly word for each row that is not a distribution, or whose loss is infinite."""
    notes: list[dict[str, object]] = []
    for i, sample in enumerate(example):
        for name, text in _wrong(sample):
            says = {"sample": i + 1, "sum": tex.number(sample.total, 2), "text": text}
            notes.append({"text": chapter.text.sections[f"Wrong: {name}"].format(**says), "row": i})
            if sample.can_be_normalised and name != "zero":
                notes[-1]["offer"] = f"Divide row {i + 1} by its sum"
    if training_loss(example) is None:
        notes.append({"text": chapter.text.sections["Wrong: waiting"]})
    return notes


def _wrong(sample: Sample) -> Iterator[tuple[str, str]]:
    """What is wrong with a row: the name of its section, and the text of the cell."""
    cell = next((cell for cell in sample.cells if cell.wrong is not None), None)
    if cell is not None:
        yield str(cell.wrong), cell.text
        return
    if not sample.sums_to_one:
        yield "sum", ""
    if sample.a[sample.label] == 0:
        yield "zero", ""


# -- what the reader does -----------------------------------------------------------------------


def _sent(name: str) -> list[Any]:
    found: list[Any] = st.session_state["loss-table"][name]
    return found


def _labelled() -> None:
    i, labels, _ = _sent("labelled")
    st.session_state["cross_entropy_labels"] = [int(label) for label in labels]
    _look_at(i)


def _typed() -> None:
    i, rows, _ = _sent("typed")
    st.session_state["cross_entropy_cells"] = [[str(text)[:24] for text in row] for row in rows]
    _look_at(i)


def _normalise() -> None:
    i = _sent("normalised")[0]
    _write(i, normalised(samples()[i].a))


def _choose() -> None:
    st.session_state["cross_entropy_step"] = STEPS[_sent("chosen")[0]]


def _pulled() -> None:
    i, value, *_ = st.session_state["loss-curve"]["pulled"]
    sample = samples()[i]
    _write(i, with_probability(sample.a, sample.label, float(value)))


def _write(i: int, a: np.ndarray) -> None:
    st.session_state["cross_entropy_cells"][i] = written(a)
    _look_at(i)


def _look_at(i: int) -> None:
    st.session_state["cross_entropy_step"] = STEPS[i]
    chapters.done("cross_entropy")


def _step() -> str:
    return kept("cross_entropy_step", STEPS[0])


def _row() -> int | None:
    """The sample in question, or None at the sum and the mean."""
    return int(_step()) - 1 if _step().isdigit() else None


def _next() -> None:
    now = STEPS.index(_step())
    st.session_state["cross_entropy_step"] = STEPS[(now + 1) % len(STEPS)]
    if STEPS[now] == "4":
        chapters.done("cross_entropy")


# -- real images --------------------------------------------------------------------------------


def _from_images() -> None:
    """The next four test images of the three classes, and the model's outputs for them."""
    first = st.session_state.get("cross_entropy_press", -1) + 1
    st.session_state["cross_entropy_press"] = first
    chosen, test, (progress, name) = _numbers(first), resources.dataset().test, _model()
    # The outputs stay those of this moment while the run goes on, and so must the name.
    st.session_state["cross_entropy_model"] = name
    z = progress.model.logits(test.rows[chosen] / 255)[:, CLASSES]
    st.session_state["cross_entropy_cells"] = [written(a) for a in softmax(z)]
    st.session_state["cross_entropy_labels"] = [CLASSES.index(y) for y in test.labels[chosen]]
    st.session_state["cross_entropy_step"] = STEPS[0]


def _from_example() -> None:
    st.session_state.pop("cross_entropy_press", None)
    st.session_state["cross_entropy_cells"] = [list(row) for row in OUTPUTS]
    st.session_state["cross_entropy_labels"] = list(LABELS)
    st.session_state["cross_entropy_step"] = STEPS[0]


def _model() -> tuple[Progress, str]:
    """The visitor's own run once it has learned something by softmax, or else the default, and
    what it is called; not one on straightened digits, because those shown here are as they are."""
    mine = visitor.current().progress
    if mine.step > 0 and mine.config.head == "softmax" and not mine.config.deskew:
        return mine, f"your run at step {mine.step:,}"
    return resources.default_model(), "a trained model"


@functools.cache
def _candidates() -> np.ndarray:
    """The test images of the three classes by number, the hardest for the default model first."""
    test = resources.dataset().test
    found = np.flatnonzero(np.isin(test.labels, CLASSES))
    z = resources.default_model().model.logits(test.rows[found] / 255)[:, CLASSES]
    true = np.searchsorted(CLASSES, test.labels[found])
    loss = -log_softmax(z)[np.arange(len(found)), true]
    ordered: np.ndarray = found[np.argsort(-loss, kind="stable")]
    return ordered


def _numbers(press: int) -> np.ndarray:
    """Four images, from hard to easy; other ones at each press of the button."""
    candidates = _candidates()
    places = (np.array(HARD) * len(candidates)).astype(int) + press
    found: np.ndarray = candidates.take(places, mode="wrap")
    return found


def _classes() -> Sequence[int]:
    return range(H) if st.session_state.get("cross_entropy_press") is None else CLASSES


def _pictures() -> list[dict[str, object]]:
    first = st.session_state.get("cross_entropy_press")
    if first is None:
        return [{"picture": None}] * N
    return gallery.labelled(resources.dataset().test, _numbers(first))


def on_all_images(chapter: Chapter) -> None:
    """The same loss over many images, ten classes: what the run itself has measured last."""
    progress, name = _model()
    point = progress.latest
    if point.step < progress.step:
        name += f", measured at step {point.step:,},"
    text = chapter.text.sections["Note: mean"].format(
        n=f"{len(resources.dataset().validation):,}",
        probe=f"{min(TRAIN_EVALUATION_SIZE, progress.config.train_size):,}",
        model=name,
        loss=f"{point.validation.loss:.{DECIMALS}f}",
    )
    with st.container(key="loss-test"):
        st.markdown(text)


# -- the formula and the curve ------------------------------------------------------------------


def formula() -> None:
    """The loss of the sample in question, or their sum, with the numbers of the page."""
    with st.container(key="loss-steps", horizontal=True, vertical_alignment="center"):
        choice("Sample", STEPS, STEPS[0], key="cross_entropy_step", shown=False)
        st.button("Step", key="cross_entropy_next", on_click=_next)
    row = _row()
    if row is None:
        _sum_formula(mean=_step() == "mean")
    else:
        _sample_formula(row, samples()[row])


def _sample_formula(i: int, sample: Sample) -> None:
    """-sum_j Y_ij log A_ij, term by term; the one that survives is lit."""
    general = rf"L_{i + 1} &= -\sum_j Y_{{{i + 1}j}} \log A_{{{i + 1}j}} \\[4pt]"
    if sample.loss is None:
        st.latex(rf"\begin{{aligned}} {general} &= \;? \end{{aligned}}")
        return
    found = terms(sample.y, sample.a)
    products = [
        tex.lit(rf"{y:.0f} \cdot \log {_tex(cell.text)}", y == 1)
        for y, cell in zip(sample.y, sample.cells, strict=True)
    ]
    values = [
        tex.lit(_signed(term), y == 1) if y == 1 else "0"
        for y, term in zip(sample.y, found, strict=True)
    ]
    st.latex(
        rf"\begin{{aligned}} {general} &= -\left({' + '.join(products)}\right) \\[4pt]"
        rf"&= -\left({' + '.join(values)}\right) = \mathbf{{{_value(sample.loss)}}} \end{{aligned}}"
    )


def _sum_formula(mean: bool) -> None:
    losses = [sample.loss for sample in samples()]
    texts, total, average = _printed(losses)
    added = " + ".join(_tex(text) for text in texts)
    result = tex.lit(rf"\mathbf{{{_tex(average if mean else total)}}}", True)
    last = (
        rf"\frac{{1}}{{N}} L &= \frac{{{_tex(total)}}}{{{N}}} = {result}"
        if mean
        else f"&= {result}"
    )
    st.latex(rf"\begin{{aligned}} L &= \sum_i L_i = {added} \\[4pt] {last} \end{{aligned}}")


def _tex(text: str) -> str:
    """A number as typed or printed, for a formula."""
    if text in ("∞", "?"):
        return r"\infty" if text == "∞" else r"\;?"
    plain = text.strip().replace(",", ".").replace("−", "-").lower()
    number, _, power = plain.partition("e")
    kept = "".join(c for c in number if c in "0123456789.")
    if not power:
        return kept
    return rf"{kept} \cdot 10^{{{''.join(c for c in power if c in '-0123456789')}}}"


def _value(loss: float) -> str:
    return _tex(tex.number(loss, DECIMALS))


def _signed(term: float) -> str:
    return r"-\infty" if np.isinf(term) else f"{term:.{DECIMALS}f}"


def curve(chapter: Chapter) -> None:
    """-log a, with the probability that each sample gives to its true class."""
    points = [float(s.a[s.label]) if s.readable else None for s in samples()]
    elements.show(
        "log-curve",
        key="loss-curve",
        data={
            "points": points,
            "chosen": -1 if _row() is None else _row(),
            "words": "a, the probability of the true class",
        },
        on={"pulled": _pulled},
    )
    st.caption(chapter.text.sections["Curve"])
