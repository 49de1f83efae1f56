"""Every page in light and dark: no request to another host, no accessibility violation that axe
finds, and a name for every picture.

The browser runs as with the network unplugged (see conftest.py), and its requests are recorded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

from axe_playwright_python.sync_playwright import Axe

from tests.browser import app
from tests.browser.app import Page, expect
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_first_visit import BACKGROUNDS

# Violations that cannot be fixed here, by axe's rule and a part of the node's selector.
ALLOWED = {
    # Streamlit lets a formula scroll sideways in a narrow column. Chromium and Firefox make
    # such a box focusable by themselves, which the rule does not know.
    ("scrollable-region-focusable", ".katex-display"),
}
# The impacts that fail a test; what axe calls minor or moderate is advice.
GRAVE = ("serious", "critical")
# Pictures that appear only after a click on a button of this name.
ASKED_FOR = {
    "learn_5_one_hot": {"Labels of test images": "ten-one-hot", "Teach both": "ten-two-answers"},
    "learn_6_cross_entropy": {"Four test images": "ten-loss-matrices"},
}
# Popovers of the Train page, and a text in each.
OPENED = {
    "More steps": "Ten batches",
    "Take away": "Bring a model",
    "Present": "Presenter's view: large type",
}
# A link with a part that cannot be used, to a run that diverges.
HOPELESS = {
    "seed": "x", "view": "nonsense", "learning_rate": 1e6, "l2": 10, "schedule": "constant",
    "epochs": 100, "train_size": 1_000, "batch_size": 50, "pace": "full",
}  # fmt: skip
AXE = Axe().axe_script
# axe ignores a canvas without a role.
UNNAMED = """() => {
  const within = (root) => [...root.querySelectorAll("*")].flatMap((node) =>
    [node, ...(node.shadowRoot ? within(node.shadowRoot) : [])]);
  const hidden = (node) => node && (node.ariaHidden === "true"
    || hidden(node.parentElement || node.getRootNode().host));
  return within(document).filter((node) => node.localName === "canvas" && !hidden(node)
      && !(node.role && (node.ariaLabel || "").trim()))
    .map((node) => `${node.getRootNode().host?.localName}: ${node.outerHTML}`);
}"""


def violations(page: Page, rule: str | None = None) -> Iterator[str]:
    """What axe finds on the page, by all rules or by one. It waits for animations to end: while
    something fades in, its contrast is too low."""
    page.wait_for_function(
        """() => document.getAnimations().every((animation) => animation.playState !== "running"
          || animation.effect.getComputedTiming().endTime === Infinity)"""
    )
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rule is not None:
        options["runOnly"] = {"type": "rule", "values": [rule]}
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(
        "(options) => axe.run(document, options).then((it) => it.violations)", options
    )
    for violation in found:
        for node in violation["nodes"]:
            where = str(node["target"])
            allowed = any(violation["id"] == rule and part in where for rule, part in ALLOWED)
            if violation["impact"] in GRAVE and not allowed:
                yield f"{violation['id']} at {where[-200:]}: {node['html'][:160]}"


def set_scheme(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", BACKGROUNDS[scheme])
    app.expect_settled(page)


def expect_pad(page: Page) -> None:
    """The pad, which appears later than the rest of its page, is there and has a name."""
    expect(page.get_by_role("img", name="The pad, to draw on")).to_be_visible()


def unnamed(page: Page) -> list[str]:
    """Pictures without an accessible name, through all shadow roots."""
    return [f"no name in {picture[:160]}" for picture in page.evaluate(UNNAMED)]


def violations_in_both_themes(page: Page, name: str, phone: bool = False) -> list[str]:
    """All rules in light; in dark those of contrast, or all of them in the window of a phone.

    Two thirds of axe's time go into contrast, so a page is judged by it twice, not four times.
    """
    found = [f"{name}: {violation}" for violation in [*unnamed(page), *violations(page)]]
    if phone:
        page.set_viewport_size(PHONE["viewport"])
    set_scheme(page, "dark")
    if page.locator(".katex .boxpad").count():
        # A marked term takes the theme's yellow only in the next run of the page.
        page.reload()
        app.expect_settled(page)
    rule = None if phone else "color-contrast"
    found += [f"{name}, dark: {violation}" for violation in violations(page, rule)]
    if phone:
        page.set_viewport_size(DESKTOP["viewport"])
    set_scheme(page, "light")
    return found


def test_every_page_is_accessible_and_asks_no_other_host(
    visit: Callable[..., Any], server: str
) -> None:
    asked: set[str] = set()
    found: list[str] = []
    page = visit()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    page.on("websocket", lambda socket: asked.add(urlsplit(socket.url).netloc))
    for name, path in app.ALL_PAGES.items():
        page.goto(server + path)
        app.expect_settled(page)
        expect(page).to_have_title(re.compile(r"^\S.* - Ten Pictures$"))
        for button, element in ASKED_FOR.get(name, {}).items():
            app.button(page, button).click()
            expect(page.locator(f"{element} canvas").first).to_be_visible()
        if name == "Draw":
            expect_pad(page)
        found += violations_in_both_themes(page, name, phone=True)
    assert asked - {""} == {urlsplit(server).netloc}  # data: and blob: have no host
    assert not found, "\n".join(found)


def test_the_pages_of_a_trained_run_and_the_presenters_view_are_accessible(
    visit: Callable[..., Any], server: str
) -> None:
    page = visit("/train")
    app.expect_settled(page)
    app.button(page, "Step").click()
    expect(app.state(page)).to_have_text("Paused")
    expect(page.get_by_text("One batch", exact=True)).to_be_visible()  # the tooltip counts too
    found = violations_in_both_themes(page, "Train, after a step")
    for name, within in OPENED.items():
        page.get_by_role("button", name=name).click()
        expect(page.get_by_text(within, exact=True)).to_be_visible()
        found += violations_in_both_themes(page, name)
        page.keyboard.press("Escape")
    app.go(page, "Draw")
    app.draw(page, app.DIGITS[7])
    for view in ("", "?view=present"):
        page.goto(f"{server}/train{view}")
        for name in ("Train", "Weights", "Draw", "Mistakes", "Runs"):
            app.go(page, name)
            app.expect_settled(page)
            if name == "Draw":
                app.expect_answered(page)
                expect_pad(page)
            # Nobody presents on a phone.
            found += violations_in_both_themes(page, f"{name}, trained{view}", phone=not view)
    page.get_by_role("button", name="Scan to follow").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    found += violations_in_both_themes(page, "Scan to follow")
    assert not found, "\n".join(found)


def test_error_messages_are_accessible(visit: Callable[..., Any]) -> None:
    page = visit("/train?" + urlencode(HOPELESS))
    app.expect_settled(page)
    expect(page.get_by_text("Not used from the link: seed")).to_be_visible()
    expect(page.get_by_text("The link asked for a view that there is not")).to_be_visible()
    found = violations_in_both_themes(page, "Train, by a bad link")
    app.button(page, "Play").click()
    expect(app.state(page)).to_have_text("Diverged")
    expect(page.get_by_text("The loss stopped being a number")).to_be_visible()
    found += violations_in_both_themes(page, "Train, diverged")
    assert not found, "\n".join(found)


def test_a_violation_is_found(page: Page) -> None:
    app.expect_settled(page)
    assert unnamed(page) == []
    page.evaluate("""() => document.querySelector(".stMain").insertAdjacentHTML("beforeend",
        '<img src="data:,"><p style="color:#ccc;background:#fff">pale</p><canvas></canvas>')""")
    assert len(unnamed(page)) == 1
    found = " ".join(violations(page))
    assert "image-alt" in found
    assert "color-contrast" in found
