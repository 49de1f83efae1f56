"""The address at which phones reach the app."""

import ipaddress
import re
import socket
from urllib.parse import urlencode, urlsplit

import streamlit as st

# Reserved for documentation (RFC 5737): connecting a UDP socket to it
# picks the outgoing interface and sends nothing.
ELSEWHERE = ("192.0.2.1", 9)


def here(page: str, parameters: dict[str, str]) -> str:
    """The address of this page as the browser knows it, or below the root typed for the phones."""
    root = st.session_state.get("follow_root") or root_of(st.context.url or "", page)
    return address(root, page, parameters)


def address(root: str, page: str, parameters: dict[str, str] | None = None) -> str:
    """The address of a page below the root of the app."""
    query = f"?{urlencode(parameters)}" if parameters else ""
    return f"{root}/{page}{query}"


def checked_root(typed: str) -> str | None:
    """A typed address without its last slash; None if it is no http(s) address."""
    text = typed.strip().rstrip("/")
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises where the port is no number
    except ValueError:
        return None
    ok = parts.scheme in ("http", "https") and parts.hostname and not (parts.query + parts.fragment)
    return text if ok and not any(c.isspace() for c in text) else None


def is_reachable(root: str) -> bool:
    """Whether other devices may reach this address: it is neither loopback nor unspecified."""
    host = urlsplit(root).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return bool(host)
    return not (number.is_loopback or number.is_unspecified)


def root_of(url: str, page: str) -> str:
    """The address of the app from that of one of its pages, as the browser says it: it may say
    anything."""
    path = re.split("[?#]", url)[0].rstrip("/")
    found = checked_root(path.removesuffix(f"/{page}" if page else ""))
    return found or f"http://localhost:{st.get_option('server.port')}"


def in_the_network(root: str) -> str:
    """The root with this machine's address in its network; unchanged where it has none."""
    own = own_address()
    port = urlsplit(root).port
    return root if own is None else f"http://{own}" + (f":{port}" if port else "")


def own_address() -> str | None:
    """This machine's address in its network: the one that an outgoing packet would carry."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outward:
        try:
            outward.connect(ELSEWHERE)
        except OSError:
            return None
        found: str = outward.getsockname()[0]
    return found if is_reachable(f"http://{found}") else None
