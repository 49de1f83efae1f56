"""About: what this is, the versions, the data and the licence, at the foot of the first page."""

import os
import platform
from importlib.metadata import version

import streamlit as st

from pages.shared.state import resources
from softmax import __version__

# The address of the source, for the link; without it there is none.
SOURCE_VARIABLE = "SOFTMAX_SOURCE_URL"
PACKAGES = {"torch": "torch", "Streamlit": "streamlit", "NumPy": "numpy"}
LICENCE = "https://creativecommons.org/licenses/by-sa/3.0/"
MNIST = (
    f"MNIST, by Yann LeCun and Corinna Cortes, under [CC BY-SA 3.0]({LICENCE}); it comes with the "
    "app, and nothing is fetched from elsewhere."
)
OTHER = "A data set that this server was started with, in place of MNIST."


def show() -> None:
    """The version, and a popover with the rest."""
    with st.container(key="foot", horizontal=True, vertical_alignment="center"):
        st.caption(f"Ten Pictures {__version__}", width="content")
        with st.popover("About", key="about"):
            st.markdown("\n\n".join(lines()))


def lines() -> list[str]:
    """The paragraphs of the popover, as Markdown."""
    versions = [f"Ten Pictures {__version__}", f"Python {platform.python_version()}"]
    versions += [f"{name} {version(package)}" for name, package in PACKAGES.items()]
    found = [
        "Softmax regression on handwritten digits, trained and explained live. Every number on a "
        "page is computed while you look.",
        f"**Versions.** {', '.join(versions)}.",
        f"**Data.** {MNIST if resources.dataset().is_mnist else OTHER}",
        "**Licence.** The program is under the MIT licence.",
    ]
    if address := source():
        found.append(f"**Source.** [{address}]({address})")
    return found


def source() -> str:
    """The address of the source; empty unless SOURCE_VARIABLE has one that a browser may open."""
    address = os.environ.get(SOURCE_VARIABLE, "").strip()
    plain = not set(address) & set(" ()[]<>\"'`\\")
    return address if address.startswith(("https://", "http://")) and plain else ""
