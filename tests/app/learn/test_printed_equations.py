"""Each equation on the pages holds for a reader who checks it with a calculator."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from pages.learn import chapters, tex
from pages.learn.cross_entropy import matrices, samples
from pages.learn.cross_entropy import terms as loss_terms
from pages.learn.gradient import formulas as gradient
from pages.learn.gradient import short_form
from pages.learn.logistic import evidence
from pages.learn.many import ten_sigmoids
from pages.learn.rule import microscope, two_heads
from pages.learn.softmax import formula as softmax_formula
from pages.learn.softmax import overflow
from softmax.lesson import logistic as lesson
from softmax.lesson.cross_entropy import Sample, read_probability
from softmax.lesson.gradient import Graph
from softmax.lesson.rule import Look
from softmax.maths import Model, activation

MODULES = (
    softmax_formula, overflow, loss_terms, gradient, short_form, evidence, ten_sigmoids, two_heads,
)  # fmt: skip
GROUP = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
PLAIN = re.compile(r"\s*(?:\\mathbf\{)*-?\d+\.(\d+)\}*\s*")
DRAWS = 200
CHAPTER = chapters.chapter("softmax")


class Page:
    """A page's functions without its widgets: what it prints is collected in ``formulas``."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.formulas: list[str] = []
        self.patch = patch
        patch.setattr(tex, "highlight", lambda term, on=True: term)
        for module in MODULES:
            patch.setattr(module.st, "latex", self.formulas.append)
            patch.setattr(module, "choice", lambda *_a, **_k: "", raising=False)

    def given(self, module: ModuleType, **values: Any) -> None:
        """Functions of the page that return these values from now on."""
        for name, value in values.items():
            self.patch.setattr(module, name, lambda *_a, value=value, **_k: value)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Page:
    return Page(monkeypatch)


def number(side: str) -> float | None:
    """The value of one side of an equation; None if there are symbols in it."""
    text = re.sub(r"\\(left|right|,|;)", " ", side).replace("{,}", "")
    text = re.sub(rf"\\mathbf{GROUP}", r"\1", text)
    for _ in range(2):
        text = re.sub(rf"\\d?frac{GROUP}{GROUP}", r"((\1) / (\2))", text)
    text = re.sub(r"(?<![\d.])e\^\{([^{}]*)\}", r"exp(\1)", text).replace(r"\cdot", "*")
    text = re.sub(r"10\^\{([^{}]*)\}", r"10.0**(\1)", text)
    text = re.sub(r"\\log\s+([\d.]+)", r"log(\1)", text)
    text = re.sub(r"\\sigma\(([^()]*)\)", r"(1 / (1 + exp(-(\1))))", text)
    if not text.strip() or re.search(r"[a-zA-Z_\\{}]", re.sub(r"exp|log", "", text)):
        return None
    return float(eval(text, {"exp": math.exp, "log": lambda p: math.log(p) if p else 0.0}))


def sides(formula: str) -> Iterator[tuple[str | None, str]]:
    """The sides of each equation with the sign before it: None before the first."""
    for row in re.split(r"\\\\(?:\[\d+pt\])?", re.sub(r"\\(?:begin|end)\{aligned\}", "", formula)):
        first, *others = re.split(r"(=|\\approx)", row)
        if first.replace("&", "").strip():
            yield None, first
        for sign, side in zip(others[::2], others[1::2], strict=True):
            yield sign, side.replace("&", "")


def check(formula: str) -> int:
    """Judge each relation between numbers; returns how many there were. A printed result is right
    to its last digit, or stands after an approximately-equal sign."""
    seen, before = 0, ""
    for sign, side in sides(formula):
        if sign is None:  # another equation begins
            before = side
            continue
        one, two = number(before), number(side)
        if two is None:
            continue
        if one is not None:
            seen += 1
            results = [found for found in map(PLAIN.fullmatch, (before, side)) if found]
            close = 0.03 * max(1.0, abs(two))
            if sign == "=" and results:
                close = max(0.5 * 10.0 ** -len(found[1]) for found in results) * (1 + 1e-6) + 1e-12
            assert abs(one - two) <= close, f"{before} {sign} {side}"
        before = side
    return seen


def test_softmax(page: Page) -> None:
    draws = np.random.default_rng(0)
    for _ in range(DRAWS):
        z = draws.normal(scale=draws.choice([1, 4, 12]), size=draws.integers(2, 11)).round(1)
        for module in (softmax_formula, overflow):
            page.given(module, logits=z, chosen_class=int(draws.integers(len(z))))
        page.formulas.clear()
        softmax_formula.filled_in()
        assert check(page.formulas[0]) == 2 - (r"\dots" in page.formulas[0])
        page.given(overflow.st, slider=0, markdown=None)
        overflow.added_constant(CHAPTER)
        assert check(page.formulas[1]) == 1


def test_cross_entropy(page: Page) -> None:
    draws = np.random.default_rng(1)
    page.given(matrices.images, pictures=[{"picture": None}] * samples.N)
    for _ in range(DRAWS):
        A = draws.dirichlet([0.5] * 3, size=4).round(int(draws.integers(1, 4)))
        rows = [
            Sample(int(draws.integers(3)), tuple(read_probability(f"{p:g}") for p in a)) for a in A
        ]
        for module in (loss_terms, samples):
            page.given(module, samples=rows)
        for i, sample in enumerate(rows):
            page.given(loss_terms, step_row=i)
            loss_terms.formula()
            true = float(sample.cells[sample.label].value)
            shown = matrices._described(sample, samples.text(sample.loss or 0.0), {})["loss"]
            if true:
                result = re.findall(r"mathbf\{([\d.]+)\}", page.formulas[-1])[0]
                assert abs(float(result) + math.log(true)) <= 0.0005 + 1e-9
                assert check(page.formulas[-1]) == 2
                losses, _, _ = samples.printed([each.loss for each in rows])
                assert losses[i] == result == shown
        if all(sample.loss != math.inf for sample in rows):
            page.given(loss_terms, step_row=None)
            for step, relations in (("sum", 1), ("mean", 1)):
                page.given(loss_terms, step=step)
                loss_terms.formula()
                assert check(page.formulas[-1]) >= relations


def test_gradient(page: Page) -> None:
    draws = np.random.default_rng(2)
    for _ in range(DRAWS):
        y = draws.choice([0.0, 1.0, round(draws.uniform(), 2)])
        graph = Graph(
            draws.uniform(size=2).round(2), draws.uniform(-3, 3, (2, 2)).round(2),
            draws.uniform(-3, 3, 2).round(2), np.array([y, 1 - y]),
        )  # fmt: skip
        j, i = draws.integers(2, size=2)
        paths = sorted(graph.paths(j, i), key=lambda path: path.k != j)
        page.given(gradient, weight=(j, i), paths=paths, step=0, reached=True)
        page.given(short_form, sample=graph, weight=(j, i), step=0, reached=True)
        page.formulas.clear()
        gradient.paths_and_sum()
        short_form._two_classes()
        assert [check(formula) for formula in page.formulas] == [1, 1, 1, 1]


def test_the_two_heads(page: Page) -> None:
    draws = np.random.default_rng(3)
    for _ in range(DRAWS):
        z, y = draws.normal(scale=4, size=10), np.eye(10)[draws.integers(10)]
        for head in ("softmax", "sigmoid"):
            look = Look(np.zeros(784), z, activation(z, head), y, 1.0)
            two_heads._formula(look, 3, head)
            assert check(page.formulas[-1]) == 1 + (head == "sigmoid")
            shown = [microscope._fraction(float(v)) for v in look.a]
            for a, truth, error in zip(shown, y, microscope._errors(look.a, y), strict=True):
                assert float(a) - truth == pytest.approx(float(error.replace("−", "-")), abs=1e-9)


def test_logistic_regression(page: Page) -> None:
    draws = np.random.default_rng(4)
    for _ in range(DRAWS):
        w = draws.normal(scale=draws.choice([0.001, 0.1, 1]), size=784) * (draws.random(784) < 0.2)
        b = float(draws.normal())
        x = draws.random(784)
        evidence.formula(lesson.evidence(x, w, b))
        assert check(page.formulas[-1]) == 2
        W, biases = draws.normal(scale=0.1, size=(10, 784)), draws.normal(size=10)
        model = type("Trained", (), {"model": Model(W, biases, "sigmoid")})
        page.given(ten_sigmoids.resources, sigmoid_model=model)
        page.given(ten_sigmoids, _image=x, _chosen_class=4)
        ten_sigmoids.formula()
        assert check(page.formulas[-1]) == 3
