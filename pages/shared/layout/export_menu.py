"""Take away: the run as files and as code, the link to this page, and a model brought back in."""

import functools
from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.components import elements, theme
from pages.shared.state import resources, visitor
from pages.shared.state.run_handle import RunHandle
from softmax import export
from softmax.charts import Theme
from softmax.numbers import percent
from softmax.training import Progress, Run, SavedModel

FORMATS = {
    ".npz": "W and b for NumPy",
    ".safetensors": "W and b for PyTorch and others",
    ".onnx": "Pixels in, probabilities out, in any ONNX runtime",
}
LIBRARIES: dict[str, export.Library] = {"NumPy": "numpy", "PyTorch": "torch"}
# Wide enough for 88 columns.
CODE_PX = 960
LINK_NOTE = "It opens this page with these settings and this seed."


def button() -> None:
    """The button in the header of every page. Its popover is built only while it is open."""
    code_wanted = st.session_state.pop("code_wanted", False)
    if code_wanted or st.session_state.pop("brought", False):
        st.session_state["takeaway-open"] = False  # else it covers the code or the import
    with st.container(key="takeaway"):
        _popover()
    if code_wanted:
        _code(visitor.run())


@st.fragment
def _popover() -> None:
    popover = st.popover("Take away", key="takeaway-open", on_change="rerun")
    if not popover.open:
        return
    visitor.current().renew_leases()  # the popover reruns alone
    with popover, st.container(key="takeaway-content"):
        _run(visitor.run())
        st.divider()
        st.markdown("**This page**")
        elements.show("link", key="takeaway-link", data={"note": LINK_NOTE})
        st.divider()
        _bring()


# -- the run ------------------------------------------------------------------------------------


def _run(mine: RunHandle) -> None:
    st.markdown("**This run**")
    progress = mine.progress
    if progress.step == 0:
        st.markdown("Nothing is learned yet: take a step, and the model can be taken away.")
        return
    st.markdown(_summary(progress))
    with _row("Model"):
        for ending, use in FORMATS.items():
            _download(ending, use, f"ten-pictures{ending}", functools.partial(_model, mine, ending))
    with _row("Figures"):
        look = theme.current()
        curves, pictures = (
            functools.partial(_curves, mine),
            functools.partial(_pictures, mine, look),
        )
        _download("Curves .csv", "Loss and accuracy by step", "ten-pictures-curves.csv", curves)
        _download("Pictures .png", "The ten rows of W", "ten-pictures.png", pictures)
    with _row("Program"):
        if st.button("Show me the code", key="show_code"):
            st.session_state["code_wanted"] = True
            st.rerun()


def _row(label: str) -> DeltaGenerator:
    row = st.container(
        key=f"takeaway-{label.lower()}", horizontal=True, vertical_alignment="center"
    )
    row.markdown(label)
    return row


def _summary(progress: Progress) -> str:
    measured = progress.test or progress.latest.validation
    images = "test" if progress.test else "validation"
    return (
        f"After {progress.step:,} of {progress.total_steps:,} steps it reads "
        f"{percent(measured.accuracy)} of the {images} images."
    )


def _download(label: str, use: str, name: str, make: Callable[[], bytes]) -> None:
    """A download button. The file is generated at the click, from the current state of the run."""
    st.download_button(label, make, file_name=name, help=use, key=f"download-{name}",
                       on_click="ignore")  # fmt: skip


def _model(mine: RunHandle, ending: str) -> bytes:
    return export.pack(f"model{ending}", mine.run.saved())


def _curves(mine: RunHandle) -> bytes:
    return export.to_csv(mine.progress.points).encode()


def _pictures(mine: RunHandle, look: Theme) -> bytes:
    weights = mine.progress.weights
    return export.to_png(weights.W, weights.b, look)


# -- the code -----------------------------------------------------------------------------------


@st.dialog("This run as a program", width=CODE_PX)
def _code(mine: RunHandle) -> None:
    saved = mine.run.saved()
    with st.container(key="code-head", horizontal=True, vertical_alignment="center"):
        chosen = st.segmented_control(
            "Library", list(LIBRARIES), default="NumPy", required=True, key="code_library",
            label_visibility="collapsed",
        )  # fmt: skip
        library = LIBRARIES[chosen]
        text = export.script(saved, library)
        st.download_button("Download", text, file_name=f"softmax_{library}.py",
                           key="download-code", on_click="ignore")  # fmt: skip
        st.markdown("The whole of it: same images, same order, same weights at the end.")
    with st.container(key="code-text"):
        st.code(text, language="python")


# -- a model from a file ------------------------------------------------------------------------


def _bring() -> None:
    st.markdown("**Bring a model**")
    refused = st.container(key="refused")
    version = st.session_state.setdefault("upload_version", 0)
    file = st.file_uploader(
        "An .npz or .safetensors that was taken away here, up to 1 MB",
        type=["npz", "safetensors"],
        key=f"upload-{version}",
    )
    if file is None:
        return
    try:
        saved = export.unpack(file.name, file.getvalue())
        run = Run.restored(saved, resources.dataset())
    except ValueError as error:  # a ModelFileError is one too
        with refused:
            st.markdown("**This file cannot be used; your run is as it was.**")
            st.text(f"{file.name}: {error}")
        return
    visitor.current().bring_in(run)
    st.session_state["brought"], st.session_state["brought_name"] = True, file.name
    st.session_state["upload_version"] = version + 1
    st.rerun()


def brought_in() -> None:
    """On every page: a note that an imported model is shown, and a button to undo the import."""
    mine = visitor.current()
    saved = mine.run.run.restored_from
    if saved is None and not mine.set_aside:
        return
    with st.container(key="brought-in", horizontal=True, vertical_alignment="center"):
        st.text("An earlier run of yours is set aside." if saved is None else _origin(saved))
        if mine.set_aside:
            st.button("Back to my run", key="put_back", on_click=mine.put_back)


def _origin(saved: SavedModel) -> str:
    name = st.session_state.get("brought_name")
    text = f"A model from a file: {name}." if name else "A model from a file."
    same = saved.data_sha256 == resources.dataset().sha256
    return text if same else f"{text} It was trained on another data set than the one here."
