"""A script in Streamlit's page that says when the websocket does not come through.

All that the app draws comes by the websocket, so this notice is served with the page itself.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.shared.components.javascript import VERSION

# Relative, as are Streamlit's own scripts. Before them: it must see the websocket being made.
ADDRESS = f"./modules/{VERSION}/server/connection_notice.js"
SCRIPT = f'<script type="module" src="{ADDRESS}"></script>'.encode()
# Of the request for a page: the answer must be whole, and as text.
LEFT_OUT = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")


class ConnectionNotice:
    """The middleware: adds the script to each page of HTML; all else passes through."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and collect its answer if that is a page."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        headers = [pair for pair in scope["headers"] if pair[0] not in LEFT_OUT]
        await self._app({**scope, "headers": headers}, receive, _adding(send))


def _adding(send: Send) -> Send:
    page = bytearray()
    start: Message | None = None

    async def send_with_script(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start" and _is_page(message):
            start = message
        elif start is None:
            await send(message)
        else:
            page.extend(message.get("body", b""))
            if not message.get("more_body"):
                content = page.replace(b"<head>", b"<head>" + SCRIPT, 1)
                headers = MutableHeaders(scope=start)
                headers["content-length"] = str(len(content))
                del headers["etag"], headers["last-modified"]
                await send(start)
                await send({"type": "http.response.body", "body": bytes(content)})

    return send_with_script


def _is_page(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return bool(start["status"] == 200 and kind.startswith("text/html"))
