"""The script that is added to Streamlit's page; tests/browser/test_connection_notice.py runs it."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from pages.server.connection_notice import SCRIPT, ConnectionNotice

PAGE = '<!DOCTYPE html><html><head><script type="module" src="app.js"></script></head></html>'
NAVIGATION = {"accept": "text/html,*/*;q=0.8", "accept-encoding": "gzip"}


async def site(scope: Any, receive: Any, send: Any) -> None:
    request, reply = Request(scope), Response(status_code=304)
    if request.url.path == "/json":
        reply = JSONResponse({"head": "<head>"})
    elif "if-none-match" not in request.headers:
        assert "accept-encoding" not in request.headers  # it could not be read
        reply = HTMLResponse(PAGE, headers={"ETag": '"1"'})
    await reply(scope, receive, send)


def get(path: str, headers: dict[str, str]) -> tuple[int, dict[bytes, bytes], str]:
    """Status, headers and text of the answer."""
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": raw}
    asyncio.run(ConnectionNotice(site)(scope, receive, send))
    start, *bodies = sent
    text = b"".join(message["body"] for message in bodies).decode()
    return start["status"], dict(start["headers"]), text


def test_a_page_begins_with_the_script_although_the_browser_knows_it() -> None:
    status, headers, text = get("/", NAVIGATION | {"if-none-match": '"1"'})
    assert status == 200
    assert text == PAGE.replace("<head>", f"<head>{SCRIPT.decode()}")
    assert int(headers[b"content-length"]) == len(text)
    assert b"etag" not in headers


def test_what_is_no_page_is_left_as_it_is() -> None:
    assert get("/json", NAVIGATION)[2] == '{"head":"<head>"}'
    assert get("/", {"accept": "*/*"})[2] == PAGE  # asked for by a script
