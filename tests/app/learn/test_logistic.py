"""Chapter 2: one row of weights, and its evidence for an image."""

import math
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.learn import chapters
from pages.learn.logistic import model
from pages.learn.logistic.evidence import TERMS
from pages.learn.logistic.images import POSITIVES
from softmax.data import Dataset
from softmax.lesson import logistic as lesson

from .conftest import given_to

# -- the page -----------------------------------------------------------------------------------


def test_untrained_it_gives_everything_one_half(chapter: AppTest) -> None:
    assert not chapter.exception
    found = given_to(chapter, "evidence")
    assert (found["z"], found["a"]) == (0, 0.5)
    assert found["says"] == ["It cannot say yet."]
    assert set(given_to(chapter, "gallery")["captions"]) == {"0.50"}
    assert chapter.button(key="logistic_reset").disabled


def trained(at: AppTest, digit: int) -> AppTest:
    at.segmented_control(key="logistic_digit").set_value(digit).run()
    at.button(key="logistic_train").click().run()
    for _ in range(model.STEPS):
        if not at.session_state["logistic_training"]:
            break
        at.run()
    assert not at.exception
    return at


@pytest.mark.parametrize("digit", [3, 8])
def test_it_learns_the_chosen_digit(chapter: AppTest, mnist: Dataset, digit: int) -> None:
    trained(chapter, digit)
    found = given_to(chapter, "descent")
    assert len(found["losses"]) == model.STEPS + 1
    assert found["losses"][0] == pytest.approx(math.log(2), abs=1e-4)
    right, always_no, _ = (float(value.removesuffix(" %")) for value, _ in found["numbers"])
    assert right > always_no + 2
    labels = mnist.validation.labels[: model.VALIDATION_SIZE]
    assert always_no == pytest.approx(100 * np.mean(labels != digit), abs=0.05)

    shown = given_to(chapter, "gallery")
    yes = mnist.validation.labels[shown["set"]] == digit
    assert yes.sum() == POSITIVES
    a = np.array(shown["captions"], dtype=float)
    assert a[yes].mean() > 0.6 > 0.2 > a[~yes].mean()
    assert "logistic" in chapter.session_state["lesson"].done


def test_the_numbers_on_screen_are_consistent(chapter: AppTest) -> None:
    found = given_to(trained(chapter, 3), "evidence")
    assert found["pro"] + found["con"] + found["b"] == pytest.approx(round(found["z"], 2), abs=1e-6)
    assert found["a"] == pytest.approx(1 / (1 + math.exp(-found["z"])), abs=1e-4)
    (formula,) = (e.value for e in chapter.latex)
    for number in (f"{found['pro']:.2f}", f"{found['z']:.2f}", f"{found['a']:.3f}"):
        assert number in formula


@pytest.mark.parametrize("term", TERMS)
def test_the_chosen_term_is_highlighted(chapter: AppTest, term: str) -> None:
    chapter.segmented_control(key="logistic_term").set_value(term).run()
    assert not chapter.exception
    (formula,) = (e.value for e in chapter.latex)
    assert len(re.findall("colorbox", formula)) == (2 if term == "z" else 1)
    assert given_to(chapter, "evidence")["term"] == {"w · x": "w"}.get(term, term)


def test_pause_go_on_and_reset(chapter: AppTest) -> None:
    chapter.button(key="logistic_train").click().run()
    chapter.button(key="logistic_pause").click().run()
    steps = len(given_to(chapter, "descent")["losses"]) - 1
    assert 0 < steps < model.STEPS
    assert chapter.button(key="logistic_train").label == "Go on"
    chapter.run()
    assert len(given_to(chapter, "descent")["losses"]) - 1 == steps
    chapter.button(key="logistic_reset").click().run()
    assert given_to(chapter, "descent")["losses"] == [0.6931]


def test_another_digit_begins_again(chapter: AppTest) -> None:
    chapter.button(key="logistic_train").click().run()
    chapter.segmented_control(key="logistic_digit").set_value(7).run()
    assert not chapter.exception
    assert not chapter.session_state["logistic_training"]
    assert len(given_to(chapter, "descent")["losses"]) == 1
    assert chapter.button(key="logistic_train").label == "Train it to see a 7"


def test_the_digit_is_still_the_one_it_learned_after_a_look_elsewhere(chapter: AppTest) -> None:
    trained(chapter, 8)
    chapter.switch_page(chapters.chapter("data").page).run()
    chapter.switch_page(chapters.chapter("logistic").page).run()
    assert not chapter.exception
    assert chapter.segmented_control(key="logistic_digit").value == 8
    assert len(given_to(chapter, "descent")["losses"]) == model.STEPS + 1
    assert given_to(chapter, "gallery")["label"].endswith(" 8")


def test_the_mistakes_are_all_misclassified_and_new_at_each_press(
    chapter: AppTest, mnist: Dataset
) -> None:
    assert chapter.button(key="logistic_mistakes").disabled
    trained(chapter, 3)
    seen: list[list[int]] = []
    for _ in range(2):
        chapter.button(key="logistic_mistakes").click().run()
        assert not chapter.exception
        shown = given_to(chapter, "gallery")
        labels = mnist.validation.labels[shown["set"]]
        assert all(
            (float(a) > 0.5) != (y == 3) for a, y in zip(shown["captions"], labels, strict=True)
        )
        assert "Wrong" in " ".join(given_to(chapter, "evidence")["says"])
        seen.append(shown["set"])
    assert not set(seen[0]) & set(seen[1])
    chapter.button(key="logistic_reset").click().run()
    assert 3 in mnist.validation.labels[given_to(chapter, "gallery")["set"]][:6]
    assert set(given_to(chapter, "gallery")["captions"]) == {"0.50"}


def test_a_model_without_a_mistake_keeps_its_images(
    chapter: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained(chapter, 3)
    before = given_to(chapter, "gallery")["set"]
    monkeypatch.setattr(lesson, "misclassified", lambda *_: np.array([], dtype=int))
    chapter.button(key="logistic_mistakes").click().run()
    assert not chapter.exception
    assert given_to(chapter, "gallery")["set"] == before
