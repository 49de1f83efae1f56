"""Every page at every width from 320 to 2,560 px: each control can be clicked at its centre,
nothing is cut, and no word is broken.

A page is opened once, and its window made narrower and narrower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.browser import app
from tests.browser.app import Page, expect

HUNDREDS = range(320, 2_561, 100)
DEVICES = (
    320, 360, 375, 390, 412, 600, 744, 768, 820, 834, 912, 1024, 1112, 1180, 1194, 1280, 1366,
    1440, 1536, 1920, 2560,
)  # fmt: skip
# A device stands for the widths near to its own.
BETWEEN = {width for width in HUNDREDS if all(abs(width - own) > 20 for own in DEVICES)}
WIDTHS = sorted({*BETWEEN, *DEVICES}, reverse=True)
# Where the sidebar is open by itself, and where it opens when it is asked for.
WITH_SIDEBAR = (2_560, 1_920, 1_440, 1_366, 1_280, 1_180, 1_112, 1_024)
SIDEBAR_ON_DEMAND = (820, 780, 912, 1_020)
# Phones on their side, and a small laptop below the browser's bars.
LOW = ((1366, 650), (844, 390), (667, 375))


def sweep(page: Page, name: str) -> Iterator[str]:
    """What is wrong with the page, and at which width."""
    for width, height in (*LOW, *((w, 900) for w in WIDTHS)):
        page.set_viewport_size({"width": width, "height": height})
        for fault in app.layout_faults(page):
            yield f"{name} at {width}: {fault}"


def sweep_without_sidebar(page: Page, name: str) -> Iterator[str]:
    """The same with the sidebar shut in wide windows: a window that was narrow leaves it so."""
    sidebar = page.get_by_test_id("stSidebar")
    for width in WITH_SIDEBAR:
        page.set_viewport_size({"width": width, "height": 900})
        expect(sidebar).to_have_attribute("data-collapsed", "true")
        for fault in app.layout_faults(page):
            yield f"{name}, sidebar shut at {width}: {fault}"


def test_every_page_fits_every_width(visit: Callable[..., Any], server: str) -> None:
    page, found = visit(), []
    for name, path in app.ALL_PAGES.items():
        page.set_viewport_size({"width": 2_560, "height": 900})
        page.goto(server + path)
        app.expect_settled(page)
        found += sweep(page, name)
        if name == "Train":
            found += sweep_without_sidebar(page, name)
    assert not found, "\n".join(found)


def test_the_pages_of_a_finished_run_fit_every_width(visit: Callable[..., Any]) -> None:
    page, found = visit("/train?epochs=1&train_size=2000&pace=full"), []
    app.expect_settled(page)
    app.button(page, "Play").click()
    expect(app.state(page)).to_have_text("Finished")
    for name in ("Train", "Weights", "Draw", "Mistakes", "Runs", "Start"):
        page.set_viewport_size({"width": 2_560, "height": 900})
        app.go(page, name)
        app.expect_settled(page)
        if name == "Draw":
            app.draw(page, app.DIGITS[7])
            app.expect_settled(page)
        found += sweep(page, f"{name}, finished")
        if name == "Train":
            found += sweep_without_sidebar(page, f"{name}, finished")
    assert not found, "\n".join(found)


def test_the_sidebar_waits_to_be_asked_for_in_a_narrow_window(visit: Callable[..., Any]) -> None:
    page = visit("/train", viewport={"width": 820, "height": 1180})
    app.expect_settled(page)
    sidebar, settings = page.get_by_test_id("stSidebar"), page.locator("ten-settings-line")
    expect(sidebar).to_have_attribute("data-collapsed", "true")
    expect(settings).to_contain_text(
        "Softmax, Momentum, rate 0.4 falling to 0, batch 128, 3 epochs"
    )
    settings.get_by_role("button", name="Settings").click()
    expect(sidebar).to_have_attribute("data-collapsed", "false")
    expect(settings).to_be_hidden()
    for width in SIDEBAR_ON_DEMAND:
        page.set_viewport_size({"width": width, "height": 1180})
        expect(sidebar).to_have_attribute("data-collapsed", "false")
        assert app.layout_faults(page) == [], width


def test_each_kind_of_fault_is_found(page: Page) -> None:
    app.expect_settled(page)
    assert app.layout_faults(page) == []
    page.evaluate("""() => document.querySelector(".stMain h1").insertAdjacentHTML("afterend",
        `<p style="width: 30px; overflow-wrap: anywhere">pictures</p>
         <div style="width: 40px; overflow: hidden; white-space: nowrap">a label cut short</div>
         <div style="width: 40px; white-space: nowrap">a label too long</div>
         <p style="margin: -18px 0 0">text across it</p>
         <button style="position: fixed; top: 300px; left: 600px">under</button>
         <div style="display: contents"><div style="width: 40px; overflow: hidden; white-space: nowrap">a part cut short</div></div>
         <div class="stMarkdown"><p>a line of prose</p></div><button style="display: block; position: relative; top: -36px">over it</button>
         <div style="position: fixed; inset: 200px 0 0 500px; z-index: 9999999"></div>`)""")
    found = app.layout_faults(page)
    kinds = {fault.split(":")[0] for fault in found}
    assert {"broken", "cut", "spilt", "crossed", "overlaid", "covered"} <= kinds
    assert any("a part cut" in fault for fault in found)
