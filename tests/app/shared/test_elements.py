"""What the browser is given: packed numbers, and JavaScript that agrees with the library."""

from __future__ import annotations

import base64
import dataclasses
import importlib.util
import io
import json
import math
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from pages.draw import perturbation as push
from pages.learn import chapters
from pages.shared.components import elements, encoding
from pages.shared.layout import status_bar
from pages.shared.live import run_data, ticks
from pages.shared.state import resources
from pages.shared.state.run_handle import RunHandle
from pages.shared.state.step_rate import STEP_RATES
from pages.streamlit_patches import fragment_interval
from softmax import drawing, perturbation
from softmax.charts import PALETTES, STOPS
from softmax.data import SIDE, Dataset
from softmax.maths import softmax
from softmax.scheduling import Pool
from softmax.training import (
    Config,
    Progress,
    Run,
    State,
    prepared,
)
from tests.app.conftest import APP, Visitor, blank_pad, seven

ELEMENTS = Path(elements.__file__).parent
SHORT = Config(train_size=640, batch_size=64, epochs=4, learning_rate=0.01)


@pytest.fixture
def session(small: Dataset) -> RunHandle:
    """A run of the small set, in a pool without workers."""
    pool = Pool(workers=0)
    run = Run(SHORT, small)
    return RunHandle(pool.add(run), run, pool)


def progress_of(session: RunHandle, steps: int) -> Progress:
    session.run.play(steps)
    session.run.advance()
    return session.progress


# -- what the browser keeps ------------------------------------------------------------------


def test_the_browser_keeps_the_script_of_the_elements_but_not_what_ticks() -> None:
    """It would keep the last thousand ticks, and name each of them at the next."""
    settings = tomllib.loads((APP.parents[1] / ".streamlit/config.toml").read_text())
    kept_from = settings["global"]["minCachedMessageSize"]
    run, pool = Run(Config(), resources.dataset()), Pool(workers=0)
    mine = RunHandle(pool.add(run), run, pool)
    run.record_every = 1
    run.play(500)
    run.advance()
    tick = {
        "curves": run_data.curves(mine.progress),
        "pictures": run_data.pictures(mine.progress, followed=False),
        "batch": run_data.batch(mine, whole=True),
    }
    assert len(mine.progress.points) > 200
    assert len(json.dumps(tick)) < 0.95 * kept_from
    assert len(elements.source("elements")) >= kept_from


# -- the JavaScript ---------------------------------------------------------------------------


def test_the_drawing_constants_are_those_of_the_library() -> None:
    source = (elements.PAGES / "shared/components/preprocess.js").read_text()
    for name in ("SIDE", "DIGIT_SIDE", "CENTRE", "FAINT", "BLANK_CONTRAST"):
        (value,) = re.findall(rf"\b{name} = ([\d.]+)", source)
        assert float(value) == getattr(drawing, name)


SCRIPTS = pytest.mark.parametrize("bundle", elements.BUNDLES)


@SCRIPTS
def test_the_palette_goes_along_as_it_is(bundle: str) -> None:
    source = elements.source(bundle)
    found = {name: re.search(rf"const {name} = (.*);", source) for name in ("PALETTES", "STOPS")}
    palettes, stops = (json.loads(match[1]) for match in found.values() if match)
    assert tuple(stops) == STOPS
    for theme, palette in PALETTES.items():
        expected = dataclasses.asdict(palette) | {"diverging": list(palette.diverging)}
        assert palettes[theme] == expected


def defined_by(bundle: str) -> list[str]:
    return re.findall(r'define\("ten-([a-z-]+)"', elements.source(bundle))


@SCRIPTS
def test_an_element_is_defined_once(bundle: str) -> None:
    assert len(set(defined_by(bundle))) == len(defined_by(bundle))


def test_every_script_is_sent() -> None:
    sent = {name for files in elements.BUNDLES.values() for name in files}
    here = elements.PAGES
    assert {str(file.relative_to(here))[:-3] for file in here.rglob("*.js")} == sent


def test_every_element_that_a_page_shows_is_defined() -> None:
    everything = {tag for bundle in elements.BUNDLES for tag in defined_by(bundle)}
    shown = set()
    for file in elements.PAGES.rglob("*.py"):
        shown |= set(re.findall(r'elements\.show\(\s*"([a-z-]+)"', file.read_text()))
    assert len(shown) > 20
    assert shown <= everything


def test_a_chapter_is_sent_its_own_elements_and_no_other_chapters() -> None:
    """All of them together are over 100 kB, and are sent again at each run of the page."""
    for chapter in chapters.CHAPTERS:
        assert len(elements.source(f"lesson_{chapter}")) < 32_000


@pytest.fixture
def node() -> str:
    """Where Node.js is: Playwright brings one along, whose version is pinned with its own."""
    spec = importlib.util.find_spec("playwright")
    driver = [f"{place}/driver" for place in (spec and spec.submodule_search_locations) or []]
    found = shutil.which("node", path=os.pathsep.join([*driver, os.environ.get("PATH", "")]))
    if found is None:
        stop = pytest.fail if os.environ.get("CI_BROWSER") == "required" else pytest.skip
        stop("Node.js is missing: pip install -r requirements-dev.txt")
    return str(found)


def test_the_browser_prepares_and_reads_a_drawing_as_the_server_does(
    node: str, tmp_path: Path
) -> None:
    """The reference is Python; the same drawings, among them an empty and a tiny one."""
    random = np.random.default_rng(8)
    drawings = [
        np.asarray(seven())[:, :, 3],
        np.asarray(blank_pad())[:, :, 3],
        np.pad(random.integers(0, 256, (40, 25), np.uint8), ((3, 90), (60, 20))),
        np.eye(9, dtype=np.uint8) * 20,
        np.full((3, 3), 12, np.uint8) * np.eye(3, dtype=np.uint8),
    ]
    model = {"W": random.normal(size=7840).tolist(), "b": random.normal(size=10).tolist()}
    cases = [
        {"alpha": (d / 255).ravel().tolist(), "w": d.shape[1], "h": d.shape[0]} for d in drawings
    ]
    (tmp_path / "cases.json").write_text(json.dumps({"cases": cases, "model": model}))
    script = (elements.PAGES / "shared/components/preprocess.js").read_text() + """
    const { cases, model } = JSON.parse(require("fs").readFileSync(process.argv[2]));
    const answers = cases.map(({ alpha, w, h }) => {
      const ink = inkOf(alpha);
      if (!ink) return null;
      const x = preprocess(ink, w, h), z = logitsOf(x, model);
      const straight = Array.from(deskew(x));
      return { x: Array.from(x), straight, z, softmax: probabilitiesOf(z, "softmax"), sigmoid: probabilitiesOf(z, "sigmoid") };
    });
    console.log(JSON.stringify(answers));
    """  # fmt: skip
    (tmp_path / "drawing.js").write_text(script)
    command = [node, str(tmp_path / "drawing.js"), str(tmp_path / "cases.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    assert [answer is None for answer in answers] == [False, True, False, False, True]
    W, b = np.reshape(model["W"], (10, 784)), np.array(model["b"])
    for image, answer in zip(drawings, answers, strict=True):
        rgba = np.zeros((*image.shape, 4), np.uint8)
        rgba[:, :, 3] = image
        x = drawing.preprocess(rgba)
        if answer is None:
            assert x is None
            continue
        assert x is not None
        z = W @ x.ravel() + b
        assert answer["x"] == pytest.approx(x.ravel(), abs=1e-12)
        assert answer["straight"] == pytest.approx(drawing.deskew(x).ravel(), abs=1e-12)
        assert answer["z"] == pytest.approx(z, abs=1e-9)
        assert answer["softmax"] == pytest.approx(softmax(z), abs=1e-12)
        assert answer["sigmoid"] == pytest.approx(1 / (1 + np.exp(-z)), abs=1e-12)


def test_the_browser_straightens_and_pushes_digits_as_the_library_does(
    node: str, tmp_path: Path, mnist: Dataset
) -> None:
    random = np.random.default_rng(4)
    pictures = [*(mnist.test.images[:12, 0] / 255), np.zeros((28, 28)), np.eye(28)]
    ranges = [(slider.low, slider.high) for slider in push.SLIDERS]
    pushes = [[random.uniform(*ends) for ends in ranges] for _ in pictures]
    pushes[:5] = [[0, 0, 0, 0], [3, -2, 0, 0], [0, 0, 45, 0], [0, 0, 0, 2], [0, 0, 0, -1.5]]
    names = [slider.name for slider in push.SLIDERS]
    by = [dict(zip(names, values, strict=True)) for values in pushes]
    cases = {"pictures": [p.ravel().tolist() for p in pictures], "by": by}
    (tmp_path / "cases.json").write_text(json.dumps(cases))
    sources = [
        (elements.PAGES / f"{name}.js").read_text()
        for name in ("shared/components/preprocess", "draw/perturb")
    ]
    script = "\n".join(sources) + """
    const { pictures, by } = JSON.parse(require("fs").readFileSync(process.argv[2]));
    const all = pictures.map((x, i) => [Array.from(deskew(x)), Array.from(perturb(x, by[i]))]);
    console.log(JSON.stringify(all));
    """  # fmt: skip
    (tmp_path / "push.js").write_text(script)
    command = [node, str(tmp_path / "push.js"), str(tmp_path / "cases.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    for picture, how, (straight, pushed) in zip(pictures, by, json.loads(done.stdout), strict=True):
        assert straight == pytest.approx(drawing.deskew(picture).ravel(), abs=1e-12)
        there = perturbation.perturb(picture, perturbation.Perturbation(**how))
        assert pushed == pytest.approx(there.ravel(), abs=1e-12)


# -- packed numbers ---------------------------------------------------------------------------


ONE_FAR_OUT = np.full((10, 12), 2**-126, np.float32)
ONE_FAR_OUT[0, 0] = 6


@given(arrays(np.float32, (10, 12), elements=st.floats(-100, 100, width=32, allow_subnormal=False)))
@example(ONE_FAR_OUT)
def test_packed_numbers_are_right_to_half_a_level_inside_the_scale(values: np.ndarray) -> None:
    packed = encoding.signed(values)
    limit = packed["limit"]
    levels = np.frombuffer(base64.b64decode(packed["values"]), np.int8).astype(int)
    assert np.abs(levels).max() <= 127
    clipped = np.clip(values.ravel().astype(float) / limit, -1, 1) * 127
    assert np.abs(levels - clipped).max() <= 0.5 + 1e-4


def test_the_pixels_of_a_png_come_back() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (20, 20, 4), np.uint8)
    file = encoding.file_of(encoding.png(pixels))
    assert np.array_equal(encoding.pixels_of_png(file, 20), pixels)
    assert encoding.pixels_of_png(file, 21) is None


def file_of(image: Image.Image, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"no picture",
        file_of(Image.new("L", (280, 280)))[:60],
        file_of(Image.new("L", (280, 280)), "BMP"),
        file_of(Image.new("1", (9_000, 9_000))),
        file_of(Image.new("1", (280, 20_000))),
    ],
)
def test_what_is_no_png_of_the_size_is_not_unpacked(
    file: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    if file[:4] == b"\x89PNG" and len(file) > 60:  # all there, and too large
        monkeypatch.setattr(PngImageFile, "load", lambda self: pytest.fail("it was unpacked"))
    assert encoding.pixels_of_png(file, 280) is None


@pytest.mark.parametrize("uri", ["", "data:image/png;base64,!", "https://example.org/a.png", "é"])
def test_what_is_no_data_uri_holds_no_file(uri: str) -> None:
    assert encoding.file_of(uri) == b""


def test_packed_zeros_are_zero() -> None:
    assert set(base64.b64decode(encoding.signed(np.zeros((10, 784)))["values"])) == {0}


# -- how often a page is repainted ------------------------------------------------------------


def test_nothing_is_repainted_where_nothing_moves(session: RunHandle) -> None:
    assert ticks.interval(session, 0.1) is None
    progress_of(session, 3)
    assert session.run.state is State.PAUSED
    assert ticks.interval(session, 0.1) is None


@pytest.mark.parametrize(
    ("runs", "expected"), [(1, 0.07), (2, 0.07), (4, 0.25), (20, 1.0), (1_000, 2.0)]
)
def test_many_runs_share_what_the_server_can_draw(
    session: RunHandle, monkeypatch: pytest.MonkeyPatch, runs: int, expected: float
) -> None:
    session.pool.play(session.token)
    monkeypatch.setattr(Pool, "live", property(lambda _: runs))
    assert ticks.interval(session, 0.07) == pytest.approx(expected)


# -- a run on straightened digits -------------------------------------------------------------


def test_the_batch_shows_the_images_that_the_run_learns_from(session: RunHandle) -> None:
    session.run.reset(SHORT.replace(deskew=True))
    rows = session.progress.batch.rows
    straight = prepared(session.run._source, SHORT.replace(deskew=True)).train.images[rows]
    data = str(run_data.batch(session)["sprite"])
    shown = np.asarray(Image.open(io.BytesIO(base64.b64decode(data.split(",")[1]))))
    difference = straight[:, 0].astype(int) - shown.reshape(-1, 28, 28)
    assert ((difference >= 0) & (difference < 8)).all()  # 32 greys of 256
    assert len(np.unique(shown)) == 32


def test_a_ceiling_is_drawn_only_where_runs_stay_below_it(
    mnist: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_data.resources, "dataset", lambda: mnist)
    progress = Run(Config(), mnist).progress
    assert run_data.curves(progress)["ceiling"] == run_data.CEILINGS[False].validation == 0.942
    straight = dataclasses.replace(progress, config=Config(deskew=True))
    assert run_data.curves(straight)["ceiling"] is None
    best = run_data.ceiling(straight)
    assert best is not None
    assert best.test > run_data.CEILINGS[False].test
    for other in (Config(head="sigmoid"), Config(train_size=1_000)):
        assert run_data.ceiling(dataclasses.replace(progress, config=other)) is None


# -- the strip --------------------------------------------------------------------------------


def cells(described: dict) -> dict[str, str]:
    return {cell["label"]: cell["value"] for cell in described["cells"]}


def test_the_strip_of_a_run_that_has_not_begun(session: RunHandle) -> None:
    described = status_bar.describe(session.progress)
    assert (described["state"], described["title"], described["done"]) == ("ready", "Ready", 0)
    assert cells(described)["epoch"] == "0.0"
    assert cells(described)["samples seen"] == "0"
    assert cells(described)["training loss"] == "2.303"


def test_the_strip_of_a_paused_run(session: RunHandle) -> None:
    progress = progress_of(session, 15)
    described = status_bar.describe(progress, compact=True)
    assert described["compact"] is True
    assert described["done"] == 15 / 40
    found = cells(described)
    assert found["epoch"] == "1.5"
    assert found["samples seen"] == "960"
    assert found["training loss"] == f"{progress.latest.train.loss:.3f}"
    accuracy = progress.latest.validation.accuracy
    assert found["validation accuracy"] == f"{100 * accuracy:.1f} %"
    assert "samples per second" in found


def test_the_strip_of_a_finished_run_gives_the_final_figure(session: RunHandle) -> None:
    session.run.play()
    session.run.advance()
    described = status_bar.describe(session.progress)
    assert (described["title"], described["done"]) == ("Finished", 1)
    test = session.progress.test
    assert test is not None
    assert f"{100 * test.accuracy:.1f} %" in cells(described).values()
    assert "samples per second" not in cells(described)


def test_every_state_has_a_title_and_what_is_described_is_json(session: RunHandle) -> None:
    for state in State:
        described = status_bar.describe(dataclasses.replace(session.progress, state=state))
        assert json.loads(json.dumps(described))["title"] == status_bar.TITLES[state]


def test_the_paces_grow() -> None:
    *finite, full = STEP_RATES.values()
    assert finite == sorted(finite)
    assert full is None


# -- the pad ----------------------------------------------------------------------------------


@pytest.fixture
def pad(visitor: Visitor) -> ModuleType:
    """Its canvas can be imported only where a server is."""
    visitor.open("draw")
    return importlib.import_module("pages.shared.state.drawing")


@pytest.fixture
def answer(pad: ModuleType) -> ModuleType:
    return importlib.import_module("pages.draw.prediction")


def strokes(n: int) -> list[dict]:
    return [{"type": "Path", "number": i} for i in range(n)]


DRAWN = np.asarray(seven())


def test_a_pad_takes_what_the_canvas_sends_without_a_fresh_canvas(pad: ModuleType) -> None:
    mine = pad.Pad()
    for n in (1, 1, 2):  # the first is sent twice
        mine.take(strokes(n), DRAWN)
    assert mine.version == 0
    assert [len(moment.drawing) for moment in mine.past] == [0, 1, 2]


def test_undo_and_clear_mount_a_fresh_canvas_with_the_right_drawing(pad: ModuleType) -> None:
    mine = pad.Pad()
    mine.take(strokes(1), DRAWN)
    mine.take(strokes(2), DRAWN)
    mine.clear("light")
    assert (mine.version, mine.drawing) == (1, [])
    mine.undo("light")
    assert (mine.version, mine.drawing) == (2, strokes(2))
    mine.undo("light")
    assert (mine.version, mine.drawing) == (3, strokes(1))


def test_a_canvas_keeps_its_first_drawing_while_strokes_are_added(pad: ModuleType) -> None:
    """Given another one it would draw itself anew, over the stroke that is being drawn."""
    mine = pad.Pad()
    mine.take(strokes(1), DRAWN)
    mine.remount("light")
    assert mine.initial == strokes(1)
    mine.take(strokes(2), DRAWN)
    assert (mine.version, mine.initial) == (1, strokes(1))


def test_another_theme_inks_the_strokes_anew(pad: ModuleType) -> None:
    mine = pad.Pad()
    mine.take([{"type": "Path", "stroke": PALETTES["light"].ink}], DRAWN)
    mine.remount("dark")
    assert [thing["stroke"] for thing in mine.initial] == [PALETTES["dark"].ink]


def test_a_long_drawing_is_kept_once_and_not_once_for_each_of_its_strokes(pad: ModuleType) -> None:
    """Each time the browser sends all strokes anew."""
    mine = pad.Pad()
    for n in range(1, 30):
        mine.take([{"type": "Path", "number": i} for i in range(n)], DRAWN)
    assert mine.drawing == [{"type": "Path", "number": i} for i in range(29)]
    kept = {id(stroke) for moment in mine.past for stroke in moment.drawing}
    assert len(kept) == 29
    mine.undo("light")
    assert len(mine.drawing) == 28


def test_a_heavy_drawing_becomes_a_picture_and_can_be_undone(pad: ModuleType) -> None:
    mine = pad.Pad()
    stroke = {"type": "Path", "stroke": "#000000", "path": [["Q", 1, 2, 3, 4]] * 3_000}
    mine.take([stroke], DRAWN)
    assert not mine.heavy
    mine.take([stroke, stroke], DRAWN)
    assert mine.heavy
    mine.flatten("light")
    assert not mine.heavy
    assert [thing["type"] for thing in mine.drawing] == ["Image"]
    image = encoding.pixels_of_png(encoding.file_of(mine.initial[0]["src"]), pad.SIZE)
    assert image is not None
    assert np.array_equal(image[..., 3], DRAWN[..., 3])
    assert np.array_equal(mine.past[-1].image[..., 3], DRAWN[..., 3])
    mine.undo("light")
    assert mine.drawing == [stroke]


def test_a_picture_that_is_none_stays_as_it_is_in_another_theme(pad: ModuleType) -> None:
    mine = pad.Pad()
    sent = {"type": "Image", "src": encoding.png(np.zeros((300, 300, 4), np.uint8))}
    mine.take([sent], DRAWN)
    mine.remount("dark")
    assert mine.initial == [sent]


def test_another_theme_inks_a_test_image_anew(pad: ModuleType) -> None:
    """The image with its own alpha, and a stroke over it as well."""
    mine = pad.Pad()
    mine.put_test_image("light")
    mine.take([*mine.drawing, {"type": "Path", "stroke": PALETTES["light"].ink}], DRAWN)
    image = encoding.pixels_of_png(encoding.file_of(mine.drawing[0]["src"]), pad.SIZE)
    assert image is not None
    before = image[..., 3]
    assert before.any()
    mine.remount("dark")
    image, stroke = mine.initial
    assert stroke["stroke"] == PALETTES["dark"].ink
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(image["src"].split(",")[1]))))
    assert np.array_equal(pixels[..., 3], before)
    ink = PALETTES["dark"].ink
    inked = pixels[before > 0][:, :3]
    assert set(map(tuple, inked.tolist())) == {tuple(int(ink[i : i + 2], 16) for i in (1, 3, 5))}


def test_the_past_remembers_the_ink(pad: ModuleType) -> None:
    mine = pad.Pad()
    mine.take(strokes(1), DRAWN)
    assert np.array_equal(mine.past[-1].image[..., 3], DRAWN[..., 3])
    mine.clear("light")
    assert mine.past[-1].image is None
    assert np.array_equal(drawing.preprocess(mine.past[-2].image), drawing.preprocess(DRAWN))


def test_there_is_nothing_before_the_empty_pad(pad: ModuleType) -> None:
    mine = pad.Pad()
    mine.undo("light")
    mine.clear("light")
    assert (mine.version, mine.drawing, len(mine.past)) == (0, [], 1)


def test_the_past_is_bounded(pad: ModuleType) -> None:
    mine = pad.Pad()
    for n in range(2 * pad.MAX_PAST):
        mine.take(strokes(n + 1), DRAWN)
    assert len(mine.past) == pad.MAX_PAST
    assert len(mine.drawing) == 2 * pad.MAX_PAST


@pytest.mark.parametrize("head", ["softmax", "sigmoid"])
def test_an_answer_is_the_models(answer: ModuleType, small: Dataset, head: str) -> None:
    run = Run(SHORT.replace(head=head, init="normal"), small)
    image = DRAWN
    x = drawing.preprocess(image)
    assert x is not None
    data = answer.describe(run.progress, image, x, 4)
    model = run.progress.model
    assert data["head"] == head
    assert data["x"] == pytest.approx(x.ravel(), abs=5e-5)
    assert data["z"] == pytest.approx(model.logits(x.ravel()), abs=1e-6)
    assert data["p"] == pytest.approx(model.predict_proba(x.ravel()), abs=1e-8)
    assert len(base64.b64decode(data["weights"])) == 4 * 10 * (SIDE * SIDE + 1)
    json.dumps(data)


def test_a_push_is_answered_by_the_model(mnist: Dataset, small: Dataset) -> None:
    model = Run(SHORT.replace(init="normal"), small).progress.model
    x = mnist.test.images[3, 0] / 255
    by = perturbation.Perturbation(right=2, turn=-10)
    data = push.describe(model, x, by)
    moved = perturbation.perturb(x, by).ravel()
    assert data["p"] == pytest.approx(model.predict_proba(moved), abs=1e-8)
    values = {slider["name"]: slider["value"] for slider in data["sliders"]}
    assert values == {"right": 2, "down": 0, "turn": -10, "pen": 0}
    json.dumps(data)


def test_the_sliders_are_the_fields_of_a_perturbation() -> None:
    fields = [field.name for field in dataclasses.fields(perturbation.Perturbation)]
    assert [slider.name for slider in push.SLIDERS] == fields
    for slider in push.SLIDERS:
        assert slider.low < 0 < slider.high
        # Each value that the slider can have, 0 among them, is a sum of steps.
        assert slider.low % slider.step == slider.high % slider.step == 0


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ([3, -1.5, 10, 0.5, 1_700_000_000_000], (3, -1.5, 10, 0.5)),
        ([0, 0, 0, 0, 1_700_000_000_000], (0, 0, 0, 0)),
        ([1e9, -1e9, -1e9, 1e9, 1], (6, -6, -45, 3)),
        (["far", None, math.nan, math.inf, 1], (0, 0, 0, 3)),
        ([[1], {}, 2, 10**400, 1], (0, 0, 2, 3)),
        ([], (0, 0, 0, 0)),
    ],
)
def test_what_the_sliders_send_is_kept_as_far_as_they_go(
    sent: list[object], kept: tuple[float, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    state: dict[str, Any] = {"push": {"moved": sent}}
    monkeypatch.setattr(push.st, "session_state", state)
    push._moved()
    assert state["pushed"] == perturbation.Perturbation(*kept)


def test_no_answer_without_a_drawing(answer: ModuleType, small: Dataset) -> None:
    progress = Run(SHORT, small).progress
    for image in (None, np.asarray(blank_pad())):
        data = answer.describe(progress, image, None, 0)
        assert data["x"] is data["z"] is data["p"] is None
        assert data["answer_id"] == "0-0"


def test_a_page_ticks_at_the_interval_that_is_asked_for_while_its_ticks_are_in_time() -> None:
    rhythm, now = fragment_interval.Interval(0.1), 0.0
    for _ in range(20):
        assert not rhythm.tick(0.1, now)
        now += 0.1
    assert rhythm.tick(1.0, now), "more runs play: every page is told at its next tick"
    assert rhythm.told_s == 1.0
    assert not rhythm.tick(1.0, now + 1)
    assert rhythm.tick(0.1, now + 2)
    assert rhythm.told_s == 0.1


def test_late_ticks_slow_a_page_down_and_ticks_in_time_bring_it_back() -> None:
    rhythm, now = fragment_interval.Interval(0.1), 0.0
    rhythm.tick(0.1, now)
    for _ in range(10):
        now += 3 * rhythm.told_s
        rhythm.tick(0.1, now)
    assert rhythm.told_s == pytest.approx(0.1 * fragment_interval.MAX_SLOWDOWN), (
        "never slower than that"
    )
    for _ in range(8 * fragment_interval.TICKS_IN_TIME):
        now += rhythm.told_s
        rhythm.tick(0.1, now)
    assert rhythm.told_s == 0.1
