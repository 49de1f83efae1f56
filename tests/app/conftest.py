"""A visitor of the app, without a browser: AppTest, entering by pages/site.py."""

from __future__ import annotations

import base64
import functools
import io
import json
import re
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

import softmax.data
from pages.shared.state import resources
from pages.shared.state.visitor import Visitor as AppVisitor
from softmax.scheduling import shared
from softmax.training import Config, Run, State

APP = Path(__file__).parents[2] / "pages" / "site.py"
# Deadlines, not delays: a test goes on as soon as what it waits for is there.
PATIENCE_S = 60.0

# A run of two steps, and one that cannot stay finite.
TINY = Config(train_size=100, batch_size=50, epochs=1)
HOPELESS = Config(
    train_size=1_000, batch_size=50, epochs=100, learning_rate=1e6, schedule="constant", l2=10.0
)


def wait_until(met: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not met():
        assert time.monotonic() < deadline, f"waited {PATIENCE_S:g} s in vain for {what}"
        time.sleep(0.005)


def all_elements(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from all_elements(child)


def data_of(component: Any) -> dict[str, Any]:
    """What the server sent to a custom element."""
    data: bytes = component.bytes
    return json.loads(data if data.startswith(b"{") else zlib.decompress(data))


def own_run(app: AppTest) -> str:
    """The token of a visitor's own run, which is begun here if no command has begun it."""
    visitor: AppVisitor = app.session_state["visitor"]
    if not visitor.token:
        visitor.token = shared().add(Run(visitor.settings, resources.dataset()), 100)
    return visitor.token


class Visitor:
    """One browser tab: a session of the app, the page it is on, and its run."""

    def __init__(self, theme: str = "light") -> None:
        self.at = AppTest.from_file(APP, default_timeout=PATIENCE_S)
        self.at.context["theme"] = theme

    def open(self, page: str) -> Visitor:
        """Enter the site, then go to a page as the navigation does."""
        if not self.at._registered_pages:
            self.look()
        folder = re.sub(r"learn_\d+_", "learn/", page)
        self.at.switch_page(f"{folder}/page.py")
        return self.look()

    def look(self) -> Visitor:
        """One run of the script, which must not raise."""
        self.at.run()
        assert not self.at.exception, self.at.exception[0]
        return self

    def click(self, key: str) -> Visitor:
        self.at.button(key=key).click()
        return self.look()

    @property
    def state(self) -> AppVisitor:
        """What the app knows of this visitor."""
        if "visitor" not in self.at.session_state:
            self.at.session_state["visitor"] = AppVisitor(resources.default_config())
        found: AppVisitor = self.at.session_state["visitor"]
        return found

    @property
    def buttons(self) -> set[str]:
        return {button.key for button in self.at.button}

    @property
    def token(self) -> str:
        """Of the visitor's run, which is begun here if no command has begun it."""
        return own_run(self.at)

    @property
    def run(self) -> Run:
        run = shared().get(self.token)
        assert run is not None
        return run

    def shown(self, element: str) -> list[dict[str, Any]]:
        """The data of each custom element <ten-...> of this kind on the page."""
        found = [
            node.proto for node in all_elements(self.at._tree) if node.type == "bidi_component"
        ]
        return [data_of(p) for p in found if p.component_name == f"ten_{element}"]

    def charts(self) -> list[dict[str, Any]]:
        """The plotly figures that carry data."""
        figures = [json.loads(chart.proto.spec) for chart in self.at.get("plotly_chart")]
        return [figure for figure in figures if figure["data"]]

    def bring_to(self, state: State) -> Visitor:
        """Take the run to a state, from another place than the page under test."""
        pool, token, run = shared(), self.token, self.run
        if state is State.RUNNING:
            pool.set_step_rate(token, 1)
            pool.play(token)
            wait_until(lambda: run.progress.step > 0, "the first step")
            return self
        run.reset({State.FINISHED: TINY, State.DIVERGED: HOPELESS}.get(state, Config()))
        if state is not State.READY:
            pool.set_step_rate(token, None)
            pool.play(token, 3 if state is State.PAUSED else None)
        self.wait_for(state)
        return self

    def wait_for(self, state: State) -> None:
        wait_until(lambda: self.run.progress.state is state, f"a run that is {state}")

    def draw(self, strokes: int = 1, image: Image.Image | None = None) -> Visitor:
        """What the canvas reports after so many strokes; by default they make a seven."""
        pad = self.at.session_state["pad_state"]
        key = f"pad-{self.at.context['theme']}-{pad.version}"
        file = io.BytesIO()
        (image or seven()).save(file, "PNG")
        self.at.session_state[key] = {
            "drawing": {
                "raw": {
                    "objects": [
                        {"type": "Path", "number": i, "path": [["M", 0, 0]]} for i in range(strokes)
                    ]
                },
                "data": "data:image/png;base64," + base64.b64encode(file.getvalue()).decode(),
            },
            "backgroundFit": None,
        }
        return self.look()

    def leave(self) -> None:
        if "visitor" in self.at.session_state:
            shared().remove(self.state.token)


def blank_pad() -> Image.Image:
    return Image.new("RGBA", (280, 280), (0, 0, 0, 0))


def seven() -> Image.Image:
    image = blank_pad()
    pen = ImageDraw.Draw(image)
    pen.line([(80, 60), (190, 60), (125, 220)], fill=(18, 22, 28, 255), width=20, joint="curve")
    return image


@pytest.fixture(scope="session", autouse=True)
def installed_components_are_found_once() -> Iterator[None]:
    """A server looks through all installed packages once, each AppTest again: 0.2 s of CPU."""
    with pytest.MonkeyPatch.context() as patch:
        once = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", once)
        yield


@pytest.fixture
def visitor() -> Iterator[Visitor]:
    visitor = Visitor()
    yield visitor
    visitor.leave()


@pytest.fixture(autouse=True)
def nothing_is_left_running() -> Iterator[None]:
    yield
    wait_until(lambda: shared().live == 0, "the pool to come to rest")


@pytest.fixture
def data_from(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Lets the app start on another folder; the real set is kept for the other tests."""

    def use(folder: Path) -> None:
        monkeypatch.setenv("SOFTMAX_DATA_DIR", str(folder))
        monkeypatch.setattr(resources, "load_dataset", functools.cache(softmax.data.load))
        monkeypatch.setattr(resources, "_models", {})
        _forget_what_chapters_computed()

    yield use
    _forget_what_chapters_computed()


def _forget_what_chapters_computed() -> None:
    """A server never changes its data set, so the chapters compute each result once."""
    for name, module in list(sys.modules.items()):
        if name.startswith("pages.learn"):
            for member in vars(module).values():
                if clear := getattr(member, "cache_clear", None):
                    clear()
