"""The export menu: downloads and uploads of models, the code, and the link."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from softmax import export
from softmax.training import SavedModel
from tests.browser import app
from tests.browser.app import Locator, Page, expect
from tests.browser.conftest import PHONE

# A run of a few steps, over at once.
SHORT = "train_size=1000&batch_size=100&epochs=2&seed=4"
STEPS = 20


def open_menu(page: Page) -> Locator:
    """Open the menu, unless it is open; returns its content."""
    panel = page.locator(".st-key-takeaway-content")
    app.expect_settled(page)
    if not panel.is_visible():
        page.get_by_role("button", name="Take away").click()
    expect(panel.locator("ten-link input")).to_have_value(page.url)
    return panel


def train(page: Page) -> None:
    app.choose(page, "Full")
    app.button(page, "Play").click()
    expect(app.state(page)).to_have_text("Finished")


def downloaded(page: Page, place: Locator, name: str) -> tuple[str, bytes]:
    """Click a download button; returns the file's name and content."""
    with page.expect_download() as download:
        place.get_by_role("button", name=name, exact=True).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


@pytest.fixture
def finished(visit: Callable[..., Page]) -> Page:
    page = visit(f"/train?{SHORT}")
    train(page)
    return page


def upload(page: Page, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    open_menu(page).locator("input[type=file]").set_input_files(file)


# -- files --------------------------------------------------------------------------------------


def test_each_download_can_be_loaded(finished: Page) -> None:
    panel = open_menu(finished)
    models: list[SavedModel] = []
    for ending in (".npz", ".safetensors"):
        name, content = downloaded(finished, panel, ending)
        assert name == f"ten-pictures{ending}"
        models.append(export.unpack(name, content))
    assert np.array_equal(models[0].model.W, models[1].model.W)
    assert models[0].model.W.any()
    assert (models[0].steps, models[0].config.seed) == (STEPS, 4)

    name, content = downloaded(finished, panel, ".onnx")
    assert name == "ten-pictures.onnx"
    assert content == export.pack(name, models[0])
    name, content = downloaded(finished, panel, "Curves .csv")
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert (name, int(rows[-1]["step"])) == ("ten-pictures-curves.csv", STEPS)
    name, content = downloaded(finished, panel, "Pictures .png")
    assert Image.open(io.BytesIO(content)).size == (1_576, 824)


def test_before_the_first_step_there_is_nothing_to_download(visit: Callable[..., Page]) -> None:
    page = visit("/train")
    panel = open_menu(page)
    expect(panel.get_by_text("Nothing is learned yet")).to_be_visible()
    expect(panel.get_by_role("button", name=".npz")).to_have_count(0)


# -- the code -----------------------------------------------------------------------------------


def test_the_code_can_be_downloaded_and_run(finished: Page, tmp_path: Path) -> None:
    _, content = downloaded(finished, open_menu(finished), ".npz")
    open_menu(finished).get_by_role("button", name="Show me the code").click()
    dialog = finished.get_by_role("dialog")
    expect(dialog.get_by_text("import numpy as np")).to_be_visible()
    expect(finished.locator(".st-key-takeaway-content")).to_be_hidden()
    dialog.get_by_role("radio", name="PyTorch").click()
    expect(dialog.get_by_text("optimizer.step()")).to_be_attached()
    dialog.get_by_role("radio", name="NumPy").click()
    expect(dialog.get_by_text("optimizer.step()")).to_have_count(0)
    name, text = downloaded(finished, dialog, "Download")

    (tmp_path / name).write_bytes(text)
    data = Path(export.__file__).parents[1] / "data"
    subprocess.run([sys.executable, name, data], cwd=tmp_path, check=True, timeout=300)
    with np.load(tmp_path / "weights.npz") as found:
        W = export.unpack("m.npz", content).model.W
        np.testing.assert_allclose(found["W"], W, rtol=0, atol=1e-5)


# -- uploads ------------------------------------------------------------------------------------


def test_a_downloaded_model_can_be_uploaded_on_another_device(
    finished: Page, visit: Callable[..., Page]
) -> None:
    name, content = downloaded(finished, open_menu(finished), ".safetensors")
    accuracy = app.value(finished, "test accuracy")

    phone = visit("/draw", **PHONE)
    app.expect_blank(phone)
    upload(phone, name, content)
    expect(phone.get_by_text(f"A model from a file: {name}.")).to_be_visible()
    expect(phone.locator(".st-key-takeaway-content")).to_be_hidden()
    expect(app.state(phone)).to_have_text("Finished")
    app.touch(phone, app.DIGITS[7])
    app.expect_answered(phone)
    phone.goto(phone.url)  # a new session finds the model and the drawing again
    expect(phone.get_by_text("A model from a file.")).to_be_visible()
    app.expect_answered(phone)

    page = visit("/train")
    app.button(page, "Step").click()
    expect(app.cell(page, "samples seen")).to_have_text("128")
    strip = page.locator("ten-strip")
    strip.evaluate("strip => { strip.before = true; }")
    upload(page, name, content)
    expect(app.state(page)).to_have_text("Finished")
    assert app.value(page, "test accuracy") == accuracy
    app.button(page, "Back to my run").click()
    expect(app.state(page)).to_have_text("Paused")
    expect(app.cell(page, "samples seen")).to_have_text("128")
    # The notice above the status bar came and went without replacing the bar.
    assert strip.evaluate("strip => strip.before")


def test_a_bad_file_is_refused_and_the_run_stays_unchanged(finished: Page) -> None:
    samples = app.value(finished, "samples seen")
    upload(finished, "**a** <b>.npz", b"not a model")
    refused = finished.locator(".st-key-refused")
    expect(refused.get_by_text("your run is as it was")).to_be_visible()
    expect(refused.get_by_text("**a** <b>.npz: not an .npz file, or a damaged one")).to_be_visible()
    assert app.value(finished, "samples seen") == samples
    expect(app.state(finished)).to_have_text("Finished")
    _, content = downloaded(finished, open_menu(finished), ".npz")
    upload(finished, "good.npz", content)  # another one can be tried at once
    expect(finished.get_by_text("A model from a file: good.npz.")).to_be_visible()


# -- the link -----------------------------------------------------------------------------------


def test_a_link_opens_the_same_settings_on_another_device(visit: Callable[..., Page]) -> None:
    page = visit("/train")
    app.choose(page, "10")
    page.get_by_role("spinbutton", name="Seed").fill("42")
    page.get_by_role("spinbutton", name="Seed").press("Enter")
    page.wait_for_url("**/train?seed=42&pace=10")
    for name in ("Draw", "Train"):
        page.get_by_role("navigation", name="App pages").get_by_role("link", name=name).click()
        page.wait_for_url(f"**{app.PAGES[name]}?seed=42&pace=10")
    link = open_menu(page).locator("ten-link input").input_value()

    other = visit(link.removeprefix(link.split("/train")[0]))
    expect(other.get_by_role("spinbutton", name="Seed")).to_have_value("42")
    expect(other.get_by_role("radio", name="10", exact=True)).to_be_checked()
    app.button(other, "Step").click()
    expect(app.cell(other, "samples seen")).to_have_text("128")


def test_back_leads_to_the_page_before_and_not_to_the_setting_before(page: Page) -> None:
    app.go(page, "Train")
    app.choose(page, "10")
    page.wait_for_url("**/train?pace=10")
    app.choose(page, "Full")
    page.wait_for_url("**/train?pace=full")
    for name in ("Weights", "Draw"):
        app.go(page, name)
        page.wait_for_url(f"**{app.PAGES[name]}?pace=full")
    # The address changes before the page does, and a late answer of the server would change it
    # back: so wait for something that only this page has.
    shown = {
        "Weights": "Draw a digit",
        "Train": "Nothing learned yet",
        "Start": "The current mini-batch",
    }
    for name, here in shown.items():
        expect(page.get_by_role("heading", name=here, exact=True)).to_be_visible()
        app.expect_settled(page)
        page.go_back()
        page.wait_for_url(f"**{app.PAGES[name]}?pace=full")


def test_copy_link_puts_it_on_the_clipboard(visit: Callable[..., Page]) -> None:
    page = visit("/weights?seed=7", permissions=["clipboard-read", "clipboard-write"])
    panel = open_menu(page)
    panel.get_by_role("button", name="Copy link").click()
    expect(panel.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    expect(panel.get_by_role("button", name="Copy link")).to_be_visible()


def test_copy_link_works_without_the_clipboard_api(visit: Callable[..., Page]) -> None:
    """Browsers do not offer it to a page loaded by plain http."""
    hide = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
    page = visit("/weights", script=hide)
    page.evaluate(
        "document.addEventListener('copy', () => { window.copied = document.activeElement; })"
    )
    panel = open_menu(page)
    panel.get_by_role("button", name="Copy link").click()
    expect(panel.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("window.copied !== undefined")
    selected = panel.locator("ten-link input").evaluate(
        "(input) => input.value.slice(input.selectionStart, input.selectionEnd)"
    )
    assert selected == page.url


def test_a_bad_link_opens_the_page_with_a_message(visit: Callable[..., Any]) -> None:
    page = visit(f"/train?seed=-5&head={'x' * 5_000}&epochs=2&epochs=3&momentum=NaN")
    expect(page.get_by_text("Not used from the link: ")).to_contain_text("seed, which must be")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    page.wait_for_url("**/train")
    train(page)
