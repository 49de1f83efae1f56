"""Answering only where it is sure: counted image by image, and what must hold of any threshold."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from softmax.evaluation import Answers, answers_at

CONFIDENCE = np.array([0.9, 0.5, 0.7, 0.7, 0.2])
RIGHT = np.array([True, False, True, False, False])


def test_five_images_by_hand() -> None:
    found = answers_at([0, 0.5, 0.6, 0.7, 0.8, 0.95], CONFIDENCE, RIGHT)
    assert [(a.answered, a.correct) for a in found] == [
        (5, 2), (4, 2), (3, 2), (3, 2), (1, 1), (0, 0),
    ]  # fmt: skip
    assert [a.accuracy for a in found] == [2 / 5, 2 / 4, 2 / 3, 2 / 3, 1, None]
    assert [a.coverage for a in found] == [1, 0.8, 0.6, 0.6, 0.2, 0]


images = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)
thresholds = st.lists(st.floats(0, 1), min_size=1, max_size=30).map(sorted)


@given(images, thresholds)
def test_each_threshold_is_counted(drawn: list[tuple[float, bool]], asked: list[float]) -> None:
    confidence, right = (np.array(column) for column in zip(*drawn, strict=True))
    for threshold, found in zip(asked, answers_at(asked, confidence, right), strict=True):
        sure = [ok for p, ok in drawn if p >= threshold]
        assert found == Answers(threshold, len(drawn), len(sure), sum(sure))


@given(images, thresholds)
def test_a_higher_threshold_never_answers_more(
    drawn: list[tuple[float, bool]], asked: list[float]
) -> None:
    confidence, right = (np.array(column) for column in zip(*drawn, strict=True))
    found = answers_at([0.0, *asked], confidence, right)
    assert found[0].coverage == 1
    for lower, higher in itertools.pairwise(found):
        assert lower.answered >= higher.answered
        assert lower.correct >= higher.correct
        assert lower.answered - lower.correct >= higher.answered - higher.correct
    assert all(0 <= a.correct <= a.answered <= a.images for a in found)
