"""Ten Pictures: softmax regression on MNIST, live in the browser. This file is the server."""

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from pages.server import frame_sockets, log, startup
from pages.server.compressed import Compressed
from pages.server.connection_notice import ConnectionNotice
from pages.server.door import Door
from pages.server.headers import Headers
from pages.shared.components import javascript

app = st.App(
    "pages/site.py",
    lifespan=startup.lifespan,
    routes=[*javascript.routes(), *frame_sockets.routes()],
    # Files are compressed once, pages each time, after the notice was added.
    middleware=[
        Middleware(Headers),
        Middleware(Door),
        Middleware(Compressed),
        Middleware(GZipMiddleware),
        Middleware(ConnectionNotice),
    ],
    on_script_error=log.script_error,
)
