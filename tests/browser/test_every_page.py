"""Every page there is, in light and dark: nothing is asked of another host, axe finds no fault,
and every picture is said in words.

The browser runs as with the network unplugged (see conftest.py), and whom it asks is noted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

from axe_playwright_python.sync_playwright import Axe

from tests.browser import app
from tests.browser.app import Page, expect
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_entering import BACKGROUNDS

# What cannot be mended from here, by axe's rule and a part of the node's address in the page.
ALLOWED = {
    # Streamlit lets a formula scroll sideways where the column is narrower. Chromium and Firefox
    # let the keyboard reach such a box by themselves; the rule does not know of it.
    ("scrollable-region-focusable", ".katex-display"),
}
# Those worth failing for; what axe calls minor or moderate is advice.
GRAVE = ("serious", "critical")
# Pictures that are there only when a button of this name has asked for them.
ASKED_FOR = {
    "learn_5_one_hot": {"Labels of test images": "ten-one-hot", "Teach both": "ten-two-answers"},
    "learn_6_cross_entropy": {"Four test images": "ten-loss-matrices"},
}
# What opens on Train, and a word in it.
OPENED = {
    "More steps": "Ten batches",
    "Take away": "Bring a model",
    "Present": "Presenter's view: large type",
}
# A link of which a part cannot be used, to a run that cannot stay finite.
HOPELESS = {
    "seed": "x", "view": "nonsense", "learning_rate": 1e6, "l2": 10, "schedule": "constant",
    "epochs": 100, "train_size": 1_000, "batch_size": 50, "pace": "full",
}  # fmt: skip
# axe passes by a canvas without a role.
UNNAMED = """() => {
  const within = (root) => [...root.querySelectorAll("*")].flatMap((node) =>
    [node, ...(node.shadowRoot ? within(node.shadowRoot) : [])]);
  const hidden = (node) => node && (node.ariaHidden === "true"
    || hidden(node.parentElement || node.getRootNode().host));
  return within(document).filter((node) => node.localName === "canvas" && !hidden(node)
      && !(node.role && (node.ariaLabel || "").trim()))
    .map((node) => `${node.getRootNode().host?.localName}: ${node.outerHTML}`);
}"""


def faults(page: Page, rule: str | None = None) -> Iterator[str]:
    """What axe finds on the page as it stands, by all of its rules or by one. What fades in is
    looked at once it is there: half of it has half of its contrast."""
    page.wait_for_function(
        """() => document.getAnimations().every((animation) => animation.playState !== "running"
          || animation.effect.getComputedTiming().endTime === Infinity)"""
    )
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rule is not None:
        options["runOnly"] = {"type": "rule", "values": [rule]}
    found = Axe().run(page, options=options).response["violations"]
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
    """The pad, which comes later than the rest of its page, is there and is named."""
    expect(page.get_by_role("img", name="The pad, to draw on")).to_be_visible()


def unnamed(page: Page) -> list[str]:
    """Pictures that a page shows and does not say, through all shadow roots."""
    return [f"no name in {picture[:160]}" for picture in page.evaluate(UNNAMED)]


def faults_in_both_themes(page: Page, name: str) -> list[str]:
    """The page stands in light; in the dark only its colours are others."""
    found = [f"{name}: {fault}" for fault in [*unnamed(page), *faults(page)]]
    set_scheme(page, "dark")
    if page.locator(".katex .boxpad").count():
        # What is marked in a formula takes the theme's yellow with the next run of the page.
        page.reload()
        app.expect_settled(page)
    found += [f"{name}, dark: {fault}" for fault in faults(page, "color-contrast")]
    set_scheme(page, "light")
    return found


def faults_on_a_phone(page: Page, name: str) -> list[str]:
    """The page that stands, in a window as narrow as a phone."""
    page.set_viewport_size(PHONE["viewport"])
    app.expect_settled(page)
    found = [f"{name}, narrow: {fault}" for fault in faults(page)]
    page.set_viewport_size(DESKTOP["viewport"])
    return found


def test_every_page_stays_at_home_and_can_be_used_by_all(
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
        for button, element in ASKED_FOR.get(name, {}).items():
            app.button(page, button).click()
            expect(page.locator(f"{element} canvas").first).to_be_visible()
        if name == "Draw":
            expect_pad(page)
        found += faults_on_a_phone(page, name) + faults_in_both_themes(page, name)
    assert asked - {""} == {urlsplit(server).netloc}  # data: and blob: have no host
    assert not found, "\n".join(found)


def test_the_pages_of_a_trained_run_and_the_presenters_view_too(
    visit: Callable[..., Any], server: str
) -> None:
    page = visit("/train")
    app.expect_settled(page)
    app.button(page, "Step").click()
    expect(app.state(page)).to_have_text("Paused")
    expect(page.get_by_text("One batch", exact=True)).to_be_visible()  # the tooltip counts too
    found = faults_in_both_themes(page, "Train, after a step")
    for name, within in OPENED.items():
        page.get_by_role("button", name=name).click()
        expect(page.get_by_text(within, exact=True)).to_be_visible()
        found += faults_in_both_themes(page, name)
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
            if not view:  # nobody presents on a phone
                found += faults_on_a_phone(page, f"{name}, trained")
            found += faults_in_both_themes(page, f"{name}, trained{view}")
    page.get_by_role("button", name="Scan to follow").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    found += faults_in_both_themes(page, "Scan to follow")
    assert not found, "\n".join(found)


def test_what_goes_wrong_is_said_to_all(visit: Callable[..., Any]) -> None:
    page = visit("/train?" + urlencode(HOPELESS))
    app.expect_settled(page)
    expect(page.get_by_text("Not used from the link: seed")).to_be_visible()
    expect(page.get_by_text("The link asked for a view that there is not")).to_be_visible()
    found = faults_in_both_themes(page, "Train, by a bad link")
    app.button(page, "Play").click()
    expect(app.state(page)).to_have_text("Diverged")
    expect(page.get_by_text("The loss stopped being a number")).to_be_visible()
    found += faults_in_both_themes(page, "Train, diverged")
    assert not found, "\n".join(found)


def test_a_fault_is_seen(page: Page) -> None:
    app.expect_settled(page)
    assert unnamed(page) == []
    page.evaluate("""() => document.querySelector(".stMain").insertAdjacentHTML("beforeend",
        '<img src="data:,"><p style="color:#ccc;background:#fff">pale</p><canvas></canvas>')""")
    assert len(unnamed(page)) == 1
    found = " ".join(faults(page))
    assert "image-alt" in found
    assert "color-contrast" in found
