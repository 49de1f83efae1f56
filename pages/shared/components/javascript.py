"""The JavaScript modules and the styles of the pages, served by URL and kept by browsers."""

import hashlib
import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from streamlit import config

from pages.shared.components import glossary

PAGES = Path(__file__).parents[2]
# By their path below pages/, as their imports of one another name them. Only FILES are served.
MODULES = {
    file.relative_to(PAGES).as_posix(): file.read_bytes() for file in sorted(PAGES.rglob("*.js"))
}
# Sent only in the presenter's view.
PRESENTED = "present.css"
# The style sheets of all pages as one file, which begins with that of the frame.
STYLES = "styles.css"
FILES = MODULES | {
    "shared/components/glossary.json": glossary.as_json(),
    STYLES: b"\n".join(
        sheet.read_bytes()
        for sheet in sorted(PAGES.rglob("*.css"), key=lambda it: (it.name != "app.css", it))
        if sheet.name != PRESENTED
    ),
}
VERSION = hashlib.sha256(repr(FILES).encode()).hexdigest()[:12]
# Relative, because the page may be below a base path that a proxy strips.
STYLES_URL = f"modules/{VERSION}/{STYLES}"
TYPES = {"css": "text/css", "json": "application/json"}
# The module that defines each element, by tag.
DEFINED_IN = {
    tag: path
    for path, text in MODULES.items()
    for tag in re.findall(r'^define\("(ten-[a-z-]+)"', text.decode(), re.MULTILINE)
}


def module_of(tag: str) -> str:
    """The path of the module that defines an element.

    Raises:
        LookupError: no module defines it.
    """
    if tag not in DEFINED_IN:
        raise LookupError(f"no module in pages/ defines <{tag}>")
    return DEFINED_IN[tag]


def routes() -> list[Route]:
    """The routes for streamlit.App, below server.baseUrlPath like Streamlit's own."""
    base = (config.get_option("server.baseUrlPath") or "").strip("/")
    return [Route(f"{base and '/' + base}/modules/{{version}}/{{path:path}}", _serve)]


def _serve(request: Request) -> Response:
    version, path = request.path_params["version"], request.path_params["path"]
    if path not in FILES:
        return PlainTextResponse("no such module", 404, {"Cache-Control": "no-store"})
    # Another version is asked for by a page that was open before the server was restarted.
    current = version == VERSION
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable" if current else "no-store",
        "ETag": f'"{VERSION}"',
    }
    kind = TYPES.get(path.rpartition(".")[2], "text/javascript")
    return Response(FILES[path], media_type=kind, headers=headers)
