"""What exists in Python and in JavaScript is the same: Node.js runs the modules of the pages."""

from __future__ import annotations

import dataclasses
import importlib.util
import itertools
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from PIL import Image, ImageDraw

from pages.shared.components import javascript
from pages.shared.components.perturbation_sliders import SLIDERS
from softmax import drawing, ink, maths, perturbation
from softmax.charts import PALETTES, STOPS
from softmax.data import Dataset
from softmax.estimator import SoftmaxRegression
from softmax.experiments.network import Trainer
from softmax.maths import softmax
from softmax.numbers import percent, signed
from softmax.training import Config, Run
from tests.app.conftest import blank_pad, seven

STROKES = Path(__file__).parents[2] / "fixtures" / "pen_strokes.txt"
Evaluate = Callable[..., Any]


@pytest.fixture(scope="module")
def node() -> str:
    """Where Node.js is: Playwright brings one along, whose version is pinned with its own."""
    spec = importlib.util.find_spec("playwright")
    driver = [f"{place}/driver" for place in (spec and spec.submodule_search_locations) or []]
    found = shutil.which("node", path=os.pathsep.join([*driver, os.environ.get("PATH", "")]))
    if found is None:
        stop = pytest.fail if os.environ.get("CI_BROWSER") == "required" else pytest.skip
        stop("Node.js is missing: pip install -r requirements-dev.txt")
    return str(found)


@pytest.fixture(scope="module")
def evaluate(node: str, tmp_path_factory: pytest.TempPathFactory) -> Evaluate:
    """Evaluates an expression of ``data`` and of all that the named modules export."""
    folder = tmp_path_factory.mktemp("parity")

    def run(modules: list[str], expression: str, data: Any = None) -> Any:
        names = [f"m{i}" for i in range(len(modules))]
        imports = [
            f"import * as {name} from {json.dumps((javascript.PAGES / module).as_uri())};"
            for name, module in zip(names, modules, strict=True)
        ]
        (folder / "data.json").write_text(json.dumps(data))
        (folder / "script.mjs").write_text(f"""import {{ readFileSync }} from "node:fs";
        {" ".join(imports)}
        const data = JSON.parse(readFileSync(process.argv[2], "utf8"));
        const names = {{ {", ".join(f"...{name}" for name in names)} }};
        const answer = new Function(...Object.keys(names), "data", {json.dumps(f"return ({expression})")});
        console.log(JSON.stringify(answer(...Object.values(names), data)));
        """)
        command = [node, str(folder / "script.mjs"), str(folder / "data.json")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


# -- constants --------------------------------------------------------------------------------


def test_the_palette_is_that_of_the_library(evaluate: Evaluate) -> None:
    palettes, stops = evaluate(["shared/components/palette.js"], "[PALETTES, STOPS]")
    assert tuple(stops) == STOPS
    expected = {theme: dataclasses.asdict(palette) for theme, palette in PALETTES.items()}
    assert palettes == json.loads(json.dumps(expected))


def test_the_drawing_constants_are_those_of_the_library(evaluate: Evaluate) -> None:
    names = ["SIDE", "DIGIT_SIDE", "CENTRE", "FAINT", "BLANK_CONTRAST"]
    found = evaluate(["shared/components/preprocess.js"], f"[{', '.join(names)}]")
    assert found == [getattr(ink if hasattr(ink, name) else drawing, name) for name in names]


# -- numbers ----------------------------------------------------------------------------------


def test_shares_and_signed_numbers_are_printed_alike(evaluate: Evaluate) -> None:
    random = np.random.default_rng(3)
    shares = [1.0, 0.0004, 0.0006, 0.9994, 0.9996, 1e-9, 1 - 1e-9, *random.uniform(size=200)]
    values = [0.0, -0.004, 0.004, -0.006, 0.06, -12.3, *random.normal(size=200)]
    expression = "[data[0].map(clampedPercent), data[1].map((v) => signed(v, 2))]"
    printed = evaluate(["shared/components/numbers.js"], expression, [shares, values])
    assert printed == [[percent(v) for v in shares], [signed(v, 2) for v in values]]


# -- drawings ---------------------------------------------------------------------------------


def digits() -> Iterator[list[np.ndarray]]:
    """The digits of the fixture: a list of strokes, (n, 2) points each."""
    for line in STROKES.read_text().splitlines():
        if line and not line.startswith("#"):
            parts = line.split(";")[1:]
            yield [np.array(part.split(), dtype=float).reshape(-1, 2) for part in parts]


def rendered(digit: list[np.ndarray], random: np.random.Generator) -> np.ndarray:
    """Drawn with a pen of some width, somewhere on a pad of some size: alpha (H, W) uint8."""
    height, width = (int(side) for side in random.integers(40, 300, 2))
    points = np.concatenate(digit)
    low, span = points.min(axis=0), np.ptp(points, axis=0).max()
    scale = random.uniform(0.3, 0.9) * min(height, width) / span
    offset = random.uniform(0.0, 0.3, 2) * (width, height)
    image = Image.new("L", (4 * width, 4 * height))
    pen, thickness = ImageDraw.Draw(image), int(random.integers(4, 100))
    for stroke in digit:
        place = ((stroke - low) * scale + offset) * 4
        pen.line([tuple(point) for point in place], fill=255, width=thickness, joint="curve")
    strength = random.uniform(0.1, 1)
    small = image.resize((width, height), Image.Resampling.BOX)
    return (np.asarray(small) * strength).astype(np.uint8)


def test_the_browser_prepares_and_answers_a_drawing_as_the_server_does(
    evaluate: Evaluate, mnist: Dataset
) -> None:
    """Pen strokes of any size and strength, and among others an empty and a tiny drawing."""
    random = np.random.default_rng(8)
    drawings = [
        np.asarray(seven())[:, :, 3],
        np.asarray(blank_pad())[:, :, 3],
        np.pad(random.integers(0, 256, (40, 25), np.uint8), ((3, 90), (60, 20))),
        np.eye(9, dtype=np.uint8) * 20,
        np.full((3, 3), 12, np.uint8) * np.eye(3, dtype=np.uint8),
        *(rendered(digit, random) for digit in digits()),
    ]
    run = Run(Config(), mnist)
    run.play(100)
    run.advance()
    models = [
        (random.normal(size=(10, 784)), random.normal(size=10)),
        (run.progress.model.W.astype(float), run.progress.model.b.astype(float)),
    ]
    data = {
        "drawings": [[(d / 255).ravel().tolist(), d.shape[1], d.shape[0]] for d in drawings],
        "models": [{"W": W.ravel().tolist(), "b": b.tolist()} for W, b in models],
    }
    answers = evaluate(
        ["shared/components/preprocess.js", "shared/components/model.js"],
        """data.drawings.map(([alpha, width, height]) => {
          const ink = inkOf(Float64Array.from(alpha));
          if (!ink) return null;
          const x = preprocess(ink, width, height);
          const logits = data.models.map((model) => logitsOf(x, model));
          return { x: Array.from(x), straight: Array.from(deskew(x)), answers: logits.map((z) =>
            [z, probabilitiesOf(z, "softmax"), probabilitiesOf(z, "sigmoid")]) };
        })""",
        data,
    )
    assert [answer is None for answer in answers][:5] == [False, True, False, False, True]
    for image, answer in zip(drawings, answers, strict=True):
        rgba = np.zeros((*image.shape, 4), np.uint8)
        rgba[:, :, 3] = image
        x = drawing.preprocess(rgba)
        if answer is None:
            assert x is None
            continue
        assert x is not None
        assert answer["x"] == pytest.approx(x.ravel(), abs=1e-12)
        assert answer["straight"] == pytest.approx(drawing.deskew(x).ravel(), abs=1e-12)
        for (W, b), (z, as_softmax, as_sigmoid) in zip(models, answer["answers"], strict=True):
            expected = W @ x.ravel() + b
            assert z == pytest.approx(expected, abs=1e-9)
            assert as_softmax == pytest.approx(softmax(expected), abs=1e-12)
            assert as_sigmoid == pytest.approx(1 / (1 + np.exp(-expected)), abs=1e-12)


def test_the_browser_deskews_and_perturbs_digits_as_the_library_does(
    evaluate: Evaluate, mnist: Dataset
) -> None:
    random = np.random.default_rng(4)
    pictures = [*(mnist.test.images[:12, 0] / 255), np.zeros((28, 28)), np.eye(28)]
    ranges = [(slider.low, slider.high) for slider in SLIDERS]
    pushes = [[random.uniform(*ends) for ends in ranges] for _ in pictures]
    pushes[:5] = [[0, 0, 0, 0], [3, -2, 0, 0], [0, 0, 45, 0], [0, 0, 0, 2], [0, 0, 0, -1.5]]
    names = [slider.name for slider in SLIDERS]
    by = [dict(zip(names, values, strict=True)) for values in pushes]
    found = evaluate(
        ["shared/components/preprocess.js", "shared/components/transforms.js"],
        """data.pictures.map((picture, i) => {
          const x = Float64Array.from(picture);
          return [Array.from(deskew(x)), Array.from(perturb(x, data.by[i]))];
        })""",
        {"pictures": [picture.ravel().tolist() for picture in pictures], "by": by},
    )
    for picture, how, (straight, perturbed) in zip(pictures, by, found, strict=True):
        assert straight == pytest.approx(drawing.deskew(picture).ravel(), abs=1e-12)
        expected = perturbation.perturb(picture, perturbation.Perturbation(**how))
        assert perturbed == pytest.approx(expected.ravel(), abs=1e-12)


# -- the plane of chapter 10 ------------------------------------------------------------------

PLANE = ["learn/plane/learning.js", "learn/plane/points.js", "learn/plane/training.js"]
KINDS = {
    "plain": lambda x, y: [x, y],
    "squares": lambda x, y: [x, y, x**2, y**2],
    "product": lambda x, y: [x, y, x**2, y**2, x * y],
}


def grid(n: int) -> np.ndarray:
    """The centres of n x n cells of the plane, row by row from the top: (n * n, 2)."""
    centres = (np.arange(n) + 0.5) / n * 4 - 2
    x, y = np.meshgrid(centres, -centres)
    return np.stack([x.ravel(), y.ravel()], axis=1)


def features(kind: str, places: np.ndarray) -> np.ndarray:
    return np.stack(KINDS[kind](*places.T), axis=1)


def test_the_plane_computes_what_the_library_does(evaluate: Evaluate) -> None:
    """Gradient, objective, step, regions and terms; any number of classes, both heads."""
    random = np.random.default_rng(10)
    cases: list[dict[str, Any]] = []
    for h, kind, head in itertools.product(range(2, 6), KINDS, ("softmax", "sigmoid")):
        places, labels = random.uniform(-2, 2, (30, 2)).round(3), random.integers(0, h, 30)
        W, b = random.normal(0, 3, (h, len(KINDS[kind](0, 0)))), random.normal(0, 2, h)
        rule = {"head": head, "rate": 0.3, "l2": 0.01, "bias": h != 4}
        cases.append({
            "kind": kind, "rule": rule, "places": places.tolist(), "labels": labels.tolist(),
            "weights": {"W": W.tolist(), "b": b.tolist()},
        })  # fmt: skip
    found = evaluate(
        PLANE,
        """data.map(({ kind, rule, places, labels, weights }) => {
          const X = places.map(([x, y]) => featuresOf(kind, x, y));
          const all = [weights, X, labels, rule];
          return [gradient(...all), measure(...all), step(...all).weights,
            Array.from(regions(weights, kind, rule.head, 21)), roundedTerms(weights.W[0], 2)];
        })""",
        cases,
    )
    for case, (gradient, measured, stepped, regions, terms) in zip(cases, found, strict=True):
        W, b = np.array(case["weights"]["W"]), np.array(case["weights"]["b"])
        (head, rate, l2, bias), h = case["rule"].values(), len(W)
        X, Y = features(case["kind"], np.array(case["places"])), maths.one_hot(case["labels"], h)
        dW, db = maths.gradient(X, W, b, Y, head, l2)
        db = db if bias else np.zeros(h)
        assert_allclose(gradient["W"], dW, atol=1e-12)
        assert_allclose(gradient["b"], db, atol=1e-12)
        assert measured["objective"] == pytest.approx(maths.objective(X, W, b, Y, head, l2))
        assert measured["loss"] == pytest.approx(maths.objective(X, W, b, Y, head))
        model = maths.Model(W, b, head)
        assert measured["correct"] == (model.predict(X) == case["labels"]).sum()
        assert_allclose(stepped["W"], maths.update(W, dW, rate), atol=1e-12)
        assert_allclose(stepped["b"], maths.update(b, db, rate), atol=1e-12)
        a = model.predict_proba(features(case["kind"], grid(21)))
        expected = a.argmax(axis=1)
        if head == "sigmoid":
            above = (a > 0.5).sum(axis=1)
            expected = np.where(above == 1, expected, np.where(above, 253, 254))
        assert regions == expected.tolist()
        assert (terms["terms"], terms["total"]) == maths.rounded_terms(W[0].tolist(), 2)


def test_the_plane_ends_at_the_optimum_of_the_estimator(evaluate: Evaluate) -> None:
    """Each preset, judged by SoftmaxRegression: the same weights, and so every cell's region."""
    asked = [("overlapping", "plain"), ("collinear", "plain"), ("ring", "plain"),
             ("ring", "squares"), ("xor", "squares"), ("xor", "product")]  # fmt: skip
    found = evaluate(
        PLANE,
        """data.map(([name, kind]) => {
          const scene = preset(name);
          const training = new Training(scene, { kind, rate: 0.3, l2: 0.01, bias: true });
          while (!training.over) training.step();
          const { weights: [weights], flat } = training;
          const found = Array.from(regions(weights, kind, "softmax", 41));
          return { points: scene.points, weights, flat, regions: found };
        })""",
        asked,
    )
    accuracies = {}
    for (name, kind), answer in zip(asked, found, strict=True):
        assert answer["flat"]
        points = np.array([[point["x"], point["y"]] for point in answer["points"]])
        labels = np.array([point["label"] for point in answer["points"]])
        X = features(kind, points)
        judge = SoftmaxRegression(l2=0.01, tol=1e-8, max_iter=2_000).fit(X, labels)
        assert_allclose(answer["weights"]["W"], judge.coef_, atol=0.01)
        a = judge.predict_proba(features(kind, grid(41)))
        first, second = np.sort(a, axis=1)[:, :-3:-1].T
        clear = first - second > 0.01  # on a boundary, the last digits decide
        assert clear.mean() > 0.5 or name in ("ring", "xor")
        assert (np.array(answer["regions"]) == a.argmax(axis=1))[clear].all()
        accuracies[name, kind] = judge.score(X, labels)
    assert accuracies["ring", "plain"] < 0.75
    assert accuracies["ring", "squares"] == 1
    assert accuracies["xor", "squares"] < 0.8
    assert accuracies["xor", "product"] == 1


def test_the_browser_reads_with_the_network_as_the_library_does(
    evaluate: Evaluate, mnist: Dataset
) -> None:
    network = Trainer(steps=1, seed=5).network()
    X = mnist.test.rows[:5] / 255
    layers = {name: getattr(network, name).ravel().tolist() for name in ("K1", "c1", "K2", "c2")}
    found = evaluate(
        ["learn/limits/network.js"],
        "data.images.map((x) => Array.from(featuresOf(x, data.layers)))",
        {"images": X.tolist(), "layers": layers},
    )
    np.testing.assert_allclose(found, network.features(X), rtol=1e-4, atol=1e-5)
