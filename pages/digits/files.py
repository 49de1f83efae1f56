"""The visitor's digits as files, and digits from files of others."""

from collections.abc import Callable

import streamlit as st

from pages.shared.state import visitor
from softmax.own_digits import (
    LIMIT,
    OwnDigitsError,
    Reading,
    read_files,
    to_csv,
    to_idx_zip,
    to_png_zip,
)
from softmax.own_digits.collection import Added

FORMATS: tuple[tuple[str, str, str, Callable[..., bytes]], ...] = (
    ("IDX .zip", "my-digits-idx.zip", "The four files of MNIST; held out is “t10k”", to_idx_zip),
    ("CSV", "my-digits.csv", "A row each: label, writer, held_out, 784 pixels", to_csv),
    ("Pictures .zip", "my-digits-png.zip", "A folder of PNGs for each digit", to_png_zip),
)  # fmt: skip
# Refusals that are named one by one.
NAMED = 5


def buttons() -> None:
    """Take away, and bring in. Each popover is built only while it is open."""
    away = st.popover("Files", key="digits-files", on_change="rerun")
    if not away.open:
        return
    with away, st.container(key="digits-files-content"):
        own = visitor.current().own
        st.markdown("**Take them away**")
        if not len(own):
            st.markdown("Nothing is kept yet.")
        with st.container(key="digits-downloads", horizontal=True):
            for label, name, use, write in FORMATS if len(own) else ():
                st.download_button(label, write(own.digits), file_name=name, help=use,
                                   key=f"download-{name}", on_click="ignore")  # fmt: skip
        st.divider()
        _bring()


def _bring() -> None:
    st.markdown("**Bring digits in**")
    version = st.session_state.setdefault("digits_upload", 0)
    files = st.file_uploader(
        "A zip with a folder of pictures for each digit, a CSV, or pairs of IDX files; up to 1 MB",
        accept_multiple_files=True,
        key=f"digits-upload-{version}",
    )
    if files:
        try:
            reading = read_files((file.name, file.getvalue()) for file in files)
        except OwnDigitsError as error:
            said = [f"{error}.", "Your digits are as they were."]
        else:
            said = _told(reading, visitor.current().own.add_all(reading.found))
        st.session_state["digits_said"] = said
        st.session_state["digits_upload"] = version + 1
        st.rerun()
    for line in st.session_state.get("digits_said", ()):
        st.text(line)


def _told(reading: Reading, added: Added) -> list[str]:
    """What became of a file, in lines."""
    lines = [f"{added.taken:,} taken."]
    if added.known:
        lines.append(f"{added.known:,} were here already.")
    if added.no_room:
        lines.append(f"{added.no_room:,} left out, evenly by digit: the set holds {LIMIT}.")
    if reading.found and reading.missing:
        lines.append(f"There is no {', no '.join(map(str, reading.missing))} among them.")
    lines += [f"Not used: {line}." for line in reading.refused[:NAMED]]
    if len(reading.refused) > NAMED:
        lines.append(f"Not used either: {len(reading.refused) - NAMED:,} more.")
    return lines
