"""Chapter 1: images, their vectors, and the same descent on two scales."""

import base64
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.learn import chapters, gallery
from pages.learn.data import scaling
from pages.learn.data.images import SHOWN
from pages.learn.data.shape import AXES
from softmax.data import Dataset

from .conftest import sent

# -- the page -----------------------------------------------------------------------------------


def test_every_image_shown_is_a_real_one_of_the_chosen_digit(
    chapter: AppTest, mnist: Dataset
) -> None:
    for digit in (5, 0):
        chapter.segmented_control(key="data_digit").set_value(digit).run()
        assert not chapter.exception
        (shown,) = sent(chapter, "gallery")
        assert len(shown["set"]) == SHOWN
        assert set(mnist.train.labels[shown["set"]]) == {digit}
        pixels = np.frombuffer(base64.b64decode(shown["pixels"]), dtype=np.uint8)
        np.testing.assert_array_equal(pixels.reshape(-1, 784), mnist.train.rows[shown["set"]])
        (close,) = sent(chapter, "pixels")
        assert base64.b64decode(close["pixels"]) == mnist.train.rows[shown["set"][0]].tobytes()


def test_other_images_are_other_images(chapter: AppTest) -> None:
    before = sent(chapter, "gallery")[0]["set"]
    chapter.button(key="data_others").click().run()
    assert not set(before) & set(sent(chapter, "gallery")[0]["set"])


def test_pages_of_images_wrap_around_and_may_be_short() -> None:
    labels = np.array([1, 3, 1, 3, 3], dtype=np.uint8)
    split = gallery.Split(np.zeros((5, 1, 28, 28), dtype=np.uint8), labels)
    assert gallery.of_digit(split, 1, 7, 12).tolist() == [0, 2]
    assert gallery.of_digit(split, 3, 1, 2).tolist() == [4, 1]
    assert gallery.of_digit(split, 9, 0, 12).tolist() == []


@pytest.mark.parametrize("axis", AXES)
def test_the_chosen_axis_is_highlighted_and_explained(chapter: AppTest, axis: str) -> None:
    chapter.segmented_control(key="data_axis").set_value(axis).run()
    assert not chapter.exception
    (shape,) = (e.value for e in chapter.latex)
    assert r"60\,000" in shape
    lit = re.findall(r"\\colorbox\{#\w+\}\{\$\\underset\{(\w)\}", shape)
    assert set(lit) == {axis}
    assert any(e.value.startswith(f"**{axis}**") for e in chapter.markdown)


@pytest.mark.parametrize("rate", list(scaling.RATES))
def test_both_descents_run_to_their_end_and_are_explained(chapter: AppTest, rate: str) -> None:
    explained = chapters.chapter("data").text.sections[f"Rate {rate}"]
    chapter.segmented_control(key="data_rate").set_value(rate).run()
    assert not any(e.value == explained for e in chapter.markdown)
    chapter.button(key="data_train").click().run()
    for _ in range(scaling.STEPS):
        if not chapter.session_state["data_training"]:
            break
        chapter.run()
    assert not chapter.exception
    large, small = sent(chapter, "descent")
    assert [len(each["losses"]) for each in (large, small)] == [scaling.STEPS + 1] * 2
    assert large["losses"][0] == small["losses"][0] == pytest.approx(np.log(10), abs=1e-4)
    assert any(e.value == explained for e in chapter.markdown)
    # What the text says of each rate.
    if rate == "0.00001":
        assert large["losses"][-1] < 0.5
        assert small["losses"][-1] > 2.29
    else:
        assert large["losses"][1] > (1_000 if rate == "0.5" else 100)
        assert small["losses"] == sorted(small["losses"], reverse=True)
        assert small["losses"][-1] < 2


def test_laying_the_rows_end_to_end_completes_the_chapter(chapter: AppTest) -> None:
    assert not sent(chapter, "pixels")[0]["done"]
    chapter.session_state["lesson"].done.add("data")
    chapter.run()
    assert sent(chapter, "pixels")[0]["done"]
