"""A code on screen that phones scan to open the same page with the same settings."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlencode, urlsplit

import numpy as np
import segno
import streamlit as st

from pages.shared.components import encoding
from pages.shared.state import url

QUIET_ZONE = 4  # modules of white around a code, by its standard
CODE_PX = 900
# Reserved for documentation (RFC 5737): a packet to it would go out by the way to the network,
# but none is sent.
ELSEWHERE = ("192.0.2.1", 9)
MAX_ROOT = 300


@st.dialog("Scan to follow", width="large")
def show(page: str) -> None:
    """The code of the page with this path, its address, and a field for another address.

    A phone cannot reach "localhost": then the address of this machine in its network is
    proposed, and the presenter may type the public one.
    """
    seen = _root_of(st.context.url or "", page)
    proposed = seen if is_reachable(seen) else _in_the_network(seen)
    with st.container(key="follow", horizontal=True):
        picture, words = st.container(key="follow-code"), st.container(key="follow-words")
    with words:
        typed = st.text_input(
            "Address that phones can reach",
            st.session_state.get("follow_root", proposed),
            max_chars=MAX_ROOT,
            key="follow_typed",
        )
        root = checked_root(typed)
        if root is None:
            st.error("This is not an address: it begins with http:// or https://, then the host.")
            return
        st.session_state["follow_root"] = root
        st.text(address(root, page).removeprefix("http://").removeprefix("https://"))
        if not is_reachable(root):
            st.warning("Phones cannot reach this address: it means the phone itself.")
        elif not is_reachable(seen):
            st.info(
                "You have opened the app as localhost. Phones reach it under the address above "
                "if it was started with --server.address 0.0.0.0 and they are in the same network."
            )
    with picture:
        _code(address(root, page, url.run_parameters()))


def _code(text: str) -> None:
    try:
        pixels = code(text)
    except segno.DataOverflowError:
        st.error("The address is too long for a code.")
        return
    st.image(encoding.png(pixels), width="stretch", alt=f"QR code of {text}")


def here(page: str, parameters: dict[str, str]) -> str:
    """The address of this page as this browser knows it, or as it was typed for the phones."""
    root = st.session_state.get("follow_root") or _root_of(st.context.url or "", page)
    return address(root, page, parameters)


def code(text: str) -> np.ndarray:
    """The QR code of a text, uint8 (n, n): black on white, with its quiet zone.

    Raises:
        segno.DataOverflowError: the text is too long for one code.
    """
    made = segno.make_qr(text, error="m")
    dark = np.array([list(row) for row in made.matrix_iter(border=QUIET_ZONE)], dtype=np.uint8)
    scale = max(1, CODE_PX // len(dark))
    return ((1 - dark) * 255).repeat(scale, axis=0).repeat(scale, axis=1).astype(np.uint8)


def address(root: str, page: str, parameters: dict[str, str] | None = None) -> str:
    """The address of a page below the root of the app."""
    query = f"?{urlencode(parameters)}" if parameters else ""
    return f"{root}/{page}{query}"


def checked_root(typed: str) -> str | None:
    """A typed address without its last slash; None where it is none."""
    text = typed.strip().rstrip("/")
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises where the port is no number
    except ValueError:
        return None
    ok = parts.scheme in ("http", "https") and parts.hostname and not (parts.query + parts.fragment)
    return text if ok and not any(c.isspace() for c in text) else None


def is_reachable(root: str) -> bool:
    """Whether an address may mean the same machine to others as to this browser."""
    host = urlsplit(root).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return bool(host)
    return not (number.is_loopback or number.is_unspecified)


def _root_of(url: str, page: str) -> str:
    """The address of the app from that of one of its pages."""
    found = url.rstrip("/").removesuffix(f"/{page}" if page else "")
    return found or f"http://localhost:{st.get_option('server.port')}"


def _in_the_network(root: str) -> str:
    """The same with this machine's address in its network; unchanged where it has none."""
    own = own_address()
    port = urlsplit(root).port
    return root if own is None else f"http://{own}" + (f":{port}" if port else "")


def own_address() -> str | None:
    """The address of this machine in its network, by the way a packet would go out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outward:
        try:
            outward.connect(ELSEWHERE)
        except OSError:
            return None
        found: str = outward.getsockname()[0]
    return found if is_reachable(f"http://{found}") else None
