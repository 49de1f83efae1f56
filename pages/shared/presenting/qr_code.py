"""The dialog with a QR code that phones scan to open the same page with the same settings."""

import numpy as np
import segno
import streamlit as st

from pages.shared.components import encoding
from pages.shared.presenting import phone_address
from pages.shared.presenting.phone_address import address, checked_root, is_reachable
from pages.shared.state import url

QUIET_ZONE = 4  # modules of white around a code, by its standard
CODE_PX = 900
MAX_ROOT = 300


@st.dialog("Scan to follow", width="large")
def show(page: str) -> None:
    """The QR code of a page, its address, and a field for another address.

    Phones cannot reach "localhost": then this machine's address in its network is proposed, and
    the presenter may type the public one.
    """
    seen = phone_address.root_of(st.context.url or "", page)
    proposed = seen if is_reachable(seen) else phone_address.in_the_network(seen)
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
        _code(address(root, page, url.page_parameters()))


def _code(text: str) -> None:
    try:
        pixels = code(text)
    except segno.DataOverflowError:
        st.error("The address is too long for a code.")
        return
    st.image(encoding.png(pixels), width="stretch", alt=f"QR code of {text}")


def code(text: str) -> np.ndarray:
    """The QR code of a text, uint8 (n, n): black on white, with its quiet zone.

    Raises:
        segno.DataOverflowError: the text is too long for one code.
    """
    made = segno.make_qr(text, error="m")
    dark = np.array([list(row) for row in made.matrix_iter(border=QUIET_ZONE)], dtype=np.uint8)
    scale = max(1, CODE_PX // len(dark))
    return ((1 - dark) * 255).repeat(scale, axis=0).repeat(scale, axis=1).astype(np.uint8)
