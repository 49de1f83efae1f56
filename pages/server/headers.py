"""Headers of all answers: who may frame a page, and that a browser takes each file as what it is.

A course page may frame the app: there are no accounts, so that a click on a hidden frame could
only train a model. ``SOFTMAX_FRAME_ANCESTORS`` narrows that to some origins.
"""

import os

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit's own figures: how many sessions, how much memory. They are nobody's business.
METRICS = "/_stcore/metrics"


class Headers:
    """The middleware: adds the headers, and refuses METRICS."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        ancestors = os.environ.get("SOFTMAX_FRAME_ANCESTORS") or "*"
        self._added = {
            "Content-Security-Policy": f"frame-ancestors {ancestors}; base-uri 'self'; "
            "form-action 'self'; object-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._added)
            await send(message)

        refused = scope["path"].endswith(METRICS)
        app = PlainTextResponse("not found", 404) if refused else self._app
        await app(scope, receive, send_with_headers)
