"""Chapter 7: the paths of one weight, against numbers worked by hand, and the page."""

from __future__ import annotations

import json
import math

import pytest
from streamlit.testing.v1 import AppTest

from pages.learn.gradient import network, steps

from .conftest import given_to, sent

# -- the page -----------------------------------------------------------------------------------


def sound(chapter: AppTest) -> AppTest:
    assert not chapter.exception, chapter.exception[0]
    return chapter


def lit(chapter: AppTest) -> list[str]:
    return sorted(e for e, found in given_to(chapter, "graph")["edges"].items() if found["lit"])


def go_to(chapter: AppTest, step: int) -> AppTest:
    chapter.session_state["gradient_step"] = chapter.session_state["gradient_furthest"] = step
    return sound(chapter.run())


def highlighted(chapter: AppTest) -> int:
    return sum(latex.value.count("colorbox") for latex in chapter.latex)


def test_each_step_highlights_one_edge_and_its_factor(chapter: AppTest) -> None:
    seen = []
    # Its symbol, its formula and its number; the quotient rule lights with the middle edge. Then
    # the sum with all factors, and the lines of the derivation.
    counts = (3, 4, 3, 3, 4, 3, 19, 1, 1, 3, 4)
    for step, count in enumerate(counts):
        assert chapter.session_state["gradient_step"] == step
        seen.append(lit(chapter))
        assert highlighted(chapter) == count
        assert ("gradient" in chapter.session_state["lesson"].done) == (step == len(counts) - 1)
        nodes = given_to(chapter, "graph")["lit_nodes"]
        assert nodes == (["a1", "x2"] if step == steps.COLLAPSED else [])
        if step < len(counts) - 1:
            sound(chapter.button(key="gradient_on").click().run())
    assert seen[:6] == [["a1-L"], ["z1-a1"], ["x2-z1"], ["a2-L"], ["z1-a2"], ["x2-z1"]]
    assert seen[6:] == [["a1-L", "a2-L", "x2-z1", "z1-a1", "z1-a2"], [], [], [], []]
    sound(chapter.button(key="gradient_on").click().run())
    assert lit(chapter) == ["a1-L"]
    assert chapter.button(key="gradient_back").disabled


def test_a_result_is_hidden_until_its_step_and_stays_when_one_goes_back(chapter: AppTest) -> None:
    def unknown() -> tuple[list[str], int, int]:
        edges = given_to(chapter, "graph")["edges"]
        formulas = [latex.value for latex in chapter.latex]
        unseen = sum(text.count("phantom") for text in formulas)
        hidden = sorted(edge for edge, found in edges.items() if found["value"] == "?")
        return hidden, sum(text.count("?") for text in formulas), unseen

    # Five factors twice and both products, the sum and its result, both slopes of softmax, and
    # the first lines of the two derivations, which have nine.
    assert unknown() == (["a2-L", "x2-z1", "z1-a1", "z1-a2"], 10 + 2 + 2 + 2 + 2, 9)
    assert not sent(chapter, "digits")
    go_to(chapter, 2)
    assert unknown() == (["a2-L", "z1-a2"], 6 + 1 + 2 + 1 + 2, 9)
    go_to(chapter, steps.SUM)
    assert unknown() == ([], 2, 9)
    assert len(given_to(chapter, "digits")["rows"]) == 3
    go_to(chapter, steps.COLLAPSED)
    assert unknown() == ([], 1, 4)
    go_to(chapter, steps.LAST)
    for _ in range(3):
        chapter.button(key="gradient_back").click().run()
    assert unknown() == ([], 0, 0)


def test_both_paths_carry_something_at_first_and_one_with_a_one_hot_label(
    chapter: AppTest,
) -> None:
    def products() -> list[float]:
        return [round(path.product, 4) for path in network.sample_of(values()).paths(0, 1)]

    def values() -> dict[str, float]:
        return chapter.session_state["gradient_values"]

    # -0.7 (1 - a1) x2 and 0.3 a1 x2, with a1 = 1 / (1 + e^0.76) = 0.3186
    assert products() == [-0.2862, 0.0574]
    sound(chapter.button(key="gradient_label").click().run())
    assert (values()["y1"], values()["y2"]) == (1, 0)
    assert products() == [-0.4088, 0]
    sound(chapter.button(key="gradient_label").click().run())
    assert (values()["y1"], values()["y2"]) == (0.7, 0.3)


@pytest.mark.parametrize("weight", ["w11", "w12", "w21", "w22"])
def test_each_weight_can_be_followed_and_checked(chapter: AppTest, weight: str) -> None:
    sound(chapter.segmented_control(key="gradient_weight").set_value(weight).run())
    assert given_to(chapter, "graph")["weight"] == weight
    assert lit(chapter) == [f"a{weight[1]}-L"]
    go_to(chapter, steps.SUM)
    ours, difference, autograd = given_to(chapter, "digits")["rows"]
    assert float(ours["value"].replace("−", "-")) == pytest.approx(
        gradient_of(chapter.session_state["gradient_values"], weight), abs=1e-15
    )
    assert int(difference["note"].split()[0]) >= 8
    assert autograd["note"] in ("equal", "all 15 digits agree")


def gradient_of(v: dict[str, float], weight: str) -> float:
    """(a_j - y_j) x_i, worked apart."""
    z = [v[f"w{j}1"] * v["x1"] + v[f"w{j}2"] * v["x2"] + v[f"b{j}"] for j in (1, 2)]
    j, i = int(weight[1]), int(weight[2])
    a = math.exp(z[j - 1]) / (math.exp(z[0]) + math.exp(z[1]))
    return (a - v[f"y{j}"]) * v[f"x{i}"]


@pytest.mark.parametrize(
    "extreme",
    [
        {"x1": 0.0, "x2": 0.0},
        {"w11": 3.0, "w12": 3.0, "b1": 3.0, "w21": -3.0, "w22": -3.0, "b2": -3.0, "x1": 1.0},
        {"y1": 0.0, "y2": 1.0, "w11": 3.0, "b1": 3.0},
        {"y1": 0.3, "y2": 0.7},
    ],
)
def test_the_page_works_at_the_bounds_of_the_inputs(
    chapter: AppTest, extreme: dict[str, float]
) -> None:
    chapter.session_state["gradient_values"] = dict(network.START) | extreme
    go_to(chapter, steps.LAST)
    sound(chapter.run())
    assert "nan" not in json.dumps(given_to(chapter, "graph")).lower()


@pytest.mark.parametrize(
    ("name", "typed", "value", "note"),
    [
        ("w12", "0.25", 0.25, ""),
        ("w12", " −1,5 ", -1.5, ""),
        ("w12", "1e9", 3.0, "A weight lies between −3 and 3 here, so w₁₂ is now 3."),
        ("w12", "-1e999", -3.0, "A weight lies between −3 and 3 here, so w₁₂ is now −3."),
        ("x1", "-1", 0.0, "An input is a pixel between 0 and 1 here, so x₁ is now 0."),
        ("w12", "abc", -0.5, "“abc” is not a number, so w₁₂ stays −0.5."),
        ("w12", "0_1", -0.5, "“0_1” is not a number, so w₁₂ stays −0.5."),
        ("b2", "nan", 0.2, "“nan” is not a number, so b₂ stays 0.2."),
        ("b2", "  ", 0.2, "An empty cell is not a number, so b₂ stays 0.2."),
        ("y1", "0.7", 0.7, "Labels add up to 1, so y₂ is 0.3."),
        (
            "y2",
            "5",
            1.0,
            "A label lies between 0 and 1 here, so y₂ is now 1. Labels add up to 1, so y₁ is 0.",
        ),
    ],
)
def test_an_edit_returns_a_note(name: str, typed: str, value: float, note: str) -> None:
    values = dict(network.START)
    assert network.edit(values, name, typed) == note
    assert values[name] == value
    assert values["y1"] + values["y2"] == pytest.approx(1)
    unchanged = {n for n in values if n != name and n[0] != "y"}
    assert all(values[n] == network.START[n] for n in unchanged)


def test_the_question_reveals_its_answer(chapter: AppTest) -> None:
    options = chapter.radio(key="predict_gradient").options
    sound(chapter.radio(key="predict_gradient").set_value(options[1]).run())
    assert any(m.value.startswith("**Yes.**") for m in chapter.markdown)
