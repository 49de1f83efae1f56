"""Chapter 2: one row of weights, and what it says of an image."""

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.lesson import logistic as page
from pages.ui.lesson import shell
from softmax.data import Dataset
from softmax.lesson import logistic as lesson

APP = str(Path(__file__).parents[2] / "app.py")


@pytest.fixture
def chapter() -> AppTest:
    at = AppTest.from_file(APP, default_timeout=60).run()
    return at.switch_page(shell.chapter("logistic").page).run()


def sent(at: AppTest, tag: str) -> dict:
    found = [e.proto for e in at.get("bidi_component")]
    (data,) = (json.loads(p.bytes) for p in found if p.component_name == f"ten_{tag}")
    return data


# -- the library --------------------------------------------------------------------------------


def test_evidence_by_hand() -> None:
    found = lesson.evidence(np.array([1.0, 0.5, 0.0]), np.array([2.0, -3.0, 9.0]), -0.25)
    np.testing.assert_array_equal(found.products, [2.0, -1.5, 0.0])
    assert (found.pro, found.con, found.b, found.z) == (2.0, -1.5, -0.25, 0.25)
    assert found.a == pytest.approx(1 / (1 + math.exp(-0.25)), rel=1e-15)


def test_score_by_hand() -> None:
    X = np.array([[2.0], [-1.0], [3.0], [-2.0], [-3.0]])
    y = np.array([True, True, False, False, False])
    how = lesson.score(X, y, np.array([1.0]), 0.0)
    assert how == lesson.Score(accuracy=0.6, always_no=0.6, found=0.5)
    assert lesson.score(X, np.zeros(5, dtype=bool), np.array([1.0]), 0.0).found == 0


# -- the page -----------------------------------------------------------------------------------


def test_untrained_it_gives_everything_one_half(chapter: AppTest) -> None:
    assert not chapter.exception
    found = sent(chapter, "evidence")
    assert (found["z"], found["a"]) == (0, 0.5)
    assert found["says"] == ["It cannot say yet."]
    assert set(sent(chapter, "gallery")["captions"]) == {"0.50"}
    assert chapter.button(key="logistic_reset").disabled


def trained(at: AppTest, digit: int) -> AppTest:
    at.segmented_control(key="logistic_digit").set_value(digit).run()
    at.button(key="logistic_train").click().run()
    for _ in range(page.STEPS):
        if not at.session_state["logistic_going"]:
            break
        at.run()
    assert not at.exception
    return at


@pytest.mark.parametrize("digit", [3, 8])
def test_it_learns_the_chosen_digit(chapter: AppTest, mnist: Dataset, digit: int) -> None:
    trained(chapter, digit)
    found = sent(chapter, "descent")
    assert len(found["losses"]) == page.STEPS + 1
    assert found["losses"][0] == pytest.approx(math.log(2), abs=1e-4)
    right, always_no, _ = (float(value.removesuffix(" %")) for value, _ in found["numbers"])
    assert right > always_no + 2
    labels = mnist.validation.labels[: page.JUDGED]
    assert always_no == pytest.approx(100 * np.mean(labels != digit), abs=0.05)

    shown = sent(chapter, "gallery")
    yes = mnist.validation.labels[shown["set"]] == digit
    assert yes.sum() == page.YES
    a = np.array(shown["captions"], dtype=float)
    assert a[yes].mean() > 0.6 > 0.2 > a[~yes].mean()
    assert "lesson_done" in chapter.session_state
    assert "logistic" in chapter.session_state["lesson_done"]


def test_the_numbers_on_screen_hang_together(chapter: AppTest) -> None:
    found = sent(trained(chapter, 3), "evidence")
    assert found["pro"] + found["con"] + found["b"] == pytest.approx(round(found["z"], 2), abs=1e-6)
    assert found["a"] == pytest.approx(1 / (1 + math.exp(-found["z"])), abs=1e-4)
    (formula,) = (e.value for e in chapter.latex)
    for number in (f"{found['pro']:.2f}", f"{found['z']:.2f}", f"{found['a']:.3f}"):
        assert number in formula


@pytest.mark.parametrize("term", page.TERMS)
def test_the_chosen_term_lights_up(chapter: AppTest, term: str) -> None:
    chapter.segmented_control(key="logistic_term").set_value(term).run()
    assert not chapter.exception
    (formula,) = (e.value for e in chapter.latex)
    assert len(re.findall("colorbox", formula)) == (2 if term == "z" else 1)
    assert sent(chapter, "evidence")["term"] == {"w · x": "w"}.get(term, term)


def test_pause_go_on_and_reset(chapter: AppTest) -> None:
    chapter.button(key="logistic_train").click().run()
    chapter.button(key="logistic_pause").click().run()
    steps = len(sent(chapter, "descent")["losses"]) - 1
    assert 0 < steps < page.STEPS
    assert chapter.button(key="logistic_train").label == "Go on"
    chapter.run()
    assert len(sent(chapter, "descent")["losses"]) - 1 == steps
    chapter.button(key="logistic_reset").click().run()
    assert sent(chapter, "descent")["losses"] == [0.6931]


def test_another_digit_begins_again(chapter: AppTest) -> None:
    chapter.button(key="logistic_train").click().run()
    chapter.segmented_control(key="logistic_digit").set_value(7).run()
    assert not chapter.exception
    assert not chapter.session_state["logistic_going"]
    assert len(sent(chapter, "descent")["losses"]) == 1
    assert chapter.button(key="logistic_train").label == "Train it to see a 7"


def test_the_digit_is_still_the_one_it_learned_after_a_look_elsewhere(chapter: AppTest) -> None:
    trained(chapter, 8)
    chapter.switch_page(shell.chapter("data").page).run()
    chapter.switch_page(shell.chapter("logistic").page).run()
    assert not chapter.exception
    assert chapter.segmented_control(key="logistic_digit").value == 8
    assert len(sent(chapter, "descent")["losses"]) == page.STEPS + 1
    assert sent(chapter, "gallery")["label"].endswith(" 8")
