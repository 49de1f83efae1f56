"""How the JavaScript modules reach a browser: the index of elements, and the route."""

from __future__ import annotations

import asyncio
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from streamlit import config

from pages.shared.components import elements, javascript
from pages.shared.components.javascript import MODULES, PAGES, VERSION

SCRIPT = "shared/components/element.js"
# What follows `import` or `from`, at the head of a module.
IMPORTED = re.compile(r'^(?:import|\} from|import [^"\n]* from) "([^"]+)";$', re.MULTILINE)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


Ask = Callable[..., Answer]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Ask a server that has the routes of the modules alone, below a base path."""

    def ask(url: str, method: str = "GET", base: str = "") -> Answer:
        monkeypatch.setattr(config, "get_option", {"server.baseUrlPath": base}.__getitem__)
        app, sent = Starlette(routes=javascript.routes()), []
        scope = {
            "type": "http", "http_version": "1.1", "method": method, "path": unquote(url),
            "raw_path": url.encode(), "query_string": b"", "root_path": "", "headers": [],
        }  # fmt: skip

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b""}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        asyncio.run(app(scope, receive, send))
        start, *rest = sent
        headers = {name.decode().title(): value.decode() for name, value in start["headers"]}
        return Answer(start["status"], headers, b"".join(part["body"] for part in rest))

    return ask


def imports_of(path: str) -> list[str]:
    """The modules that a module imports, by their path below pages/."""
    named = IMPORTED.findall(MODULES[path].decode())
    assert all(name.startswith(".") for name in named)
    return [posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) for name in named]


def test_an_element_is_defined_by_one_module() -> None:
    texts = [text.decode() for text in MODULES.values()]
    defined = [tag for text in texts for tag in re.findall(r'\bdefine\("(ten-[a-z-]+)"', text)]
    assert sorted(defined) == sorted(javascript.DEFINED_IN)


def test_every_element_that_a_page_shows_is_defined() -> None:
    shown = set()
    for file in PAGES.rglob("*.py"):
        shown |= set(
            re.findall(r'(?:elements|image_links)\.show\(\s*"([a-z-]+)"', file.read_text())
        )
    assert len(shown) > 20
    for tag in shown:
        assert javascript.module_of(f"ten-{tag}") in MODULES


def test_an_element_that_nobody_defines_is_an_error_that_names_it() -> None:
    with pytest.raises(LookupError, match="<ten-nothing>"):
        elements.show("nothing", key="nothing", data={})


@pytest.mark.parametrize("path", MODULES)
def test_what_a_module_imports_is_there(path: str) -> None:
    assert len(imports_of(path)) == len(re.findall(r"^import\b", MODULES[path].decode(), re.M))
    assert set(imports_of(path)) <= set(MODULES)


def test_every_module_is_reached_from_an_element() -> None:
    others = {"shared/components/hand_over.js", "server/connection_notice.js"}  # of scripts in HTML
    reached, new = set(), {*javascript.DEFINED_IN.values(), *others}
    while new:
        reached |= new
        new = {name for path in new for name in imports_of(path)} - reached
    assert reached == set(MODULES)


@pytest.mark.parametrize("base", ["", "demo", "/demo/room/"])
def test_a_browser_keeps_a_module_of_this_version(base: str, ask: Ask) -> None:
    prefix = f"/{base.strip('/')}" if base else ""
    url = f"{prefix}/modules/{VERSION}/{SCRIPT}"
    text = (PAGES / SCRIPT).read_bytes()
    assert ask(url, base=base).body == text
    for method in ("GET", "HEAD"):  # of which the web server drops the body
        answer = ask(url, method, base)
        assert (answer.status, answer.headers["Content-Length"]) == (200, str(len(text)))
        assert answer.headers["Content-Type"].startswith("text/javascript")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Etag"]


def test_the_styles_of_all_pages_are_one_file(ask: Ask) -> None:
    answer = ask(f"/{javascript.STYLES_URL}")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/css")
    assert answer.body.startswith((PAGES / "shared/layout/app.css").read_bytes())
    for sheet in PAGES.rglob("*.css"):
        assert (sheet.read_bytes() in answer.body) == (sheet.name != "present.css")


def test_a_module_of_another_version_is_served_as_it_is_now_and_not_kept(ask: Ask) -> None:
    answer = ask(f"/modules/0123456789ab/{SCRIPT}")
    assert (answer.status, answer.body) == (200, (PAGES / SCRIPT).read_bytes())
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "nothing.js",
        "shared/components/javascript.py",
        "shared/layout/app.css",
        "shared/components/%2e%2e/%2e%2e/%2e%2e/app.py",
        "..%2f..%2fapp.py",
        "%2fetc%2fpasswd",
        "shared/components/../components/element.js",
        "shared/components/element.js%00",
    ],
)
def test_nothing_else_is_served(path: str, ask: Ask) -> None:
    assert ask(f"/modules/{VERSION}/{path}").status == 404
    assert ask(f"/modules/{VERSION}/{SCRIPT}", "POST").status == 405


def test_the_inline_script_is_small_and_no_path() -> None:
    for tag in javascript.DEFINED_IN:
        text = elements.script(tag)
        assert "\n" in text  # else Streamlit takes it for a path
        assert len(text) < 700
        assert f'"{javascript.module_of(tag)}"' in text
