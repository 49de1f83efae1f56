"""The pages on paper, in Windows' contrast themes, and under a translator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browser import app
from tests.browser.app import Page, expect

WITHIN = """const within = (root) => [...root.querySelectorAll("*")].flatMap((node) =>
  [node, ...(node.shadowRoot ? within(node.shadowRoot) : [])]);
const light = (colour) => { const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
  return a && (0.3 * r + 0.6 * g + 0.1 * b) * (colour.startsWith("color(srgb") ? 255 : 1); };
"""
# Remember the shaded parts of our elements, and chosen segments: those whose background stands out.
SHADED = f"""() => {{ {WITHIN}
  const page = light(getComputedStyle(document.querySelector(".stApp")).backgroundColor);
  const ours = (node) => node.getRootNode().host?.localName.startsWith("ten-");
  window.shaded = within(document).filter((node) => node.clientWidth > 1 && node.clientHeight > 1
    && (ours(node) || node.matches("[data-testid=stButtonGroup] button")) && node.checkVisibility()
    && Math.abs(light(getComputedStyle(node).backgroundColor) - page) > 60
    && getComputedStyle(node).backgroundColor !== "rgba(0, 0, 0, 0)");
  return window.shaded.length;
}}"""
VANISHED = f"""() => {{ {WITHIN}
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.cssText = "forced-color-adjust: none; background: Canvas";
  const canvas = light(getComputedStyle(probe).backgroundColor);
  probe.remove();
  return window.shaded.filter((node) => node.isConnected
      && Math.abs(light(getComputedStyle(node).backgroundColor) - canvas) < 40)
    .map((node) => `${{node.getRootNode().host?.localName}} ${{node.className}}`);
}}"""
# What paper of this width would cut off, or print in the wrong colours.
CUT = f"""() => {{ {WITHIN}
  const seen = (node) => node.checkVisibility({{ visibilityProperty: true }}) && node.clientWidth > 2 && node.clientHeight > 0
    && !node.closest(".st-key-preloader, .katex-mathml, .stHtml");
  const main = document.querySelector(".stMain");
  const name = (node) => `${{node.getRootNode().host?.localName || ""}} ${{node.localName}}.${{node.className}} `
    + (node.textContent || "").trim().slice(0, 30);
  const nodes = within(main).filter(seen);
  return [
    ...nodes.filter((node) => node.getBoundingClientRect().right > innerWidth + 1).map((node) => `cut: ${{name(node)}}`),
    ...nodes.filter((node) => node.localName !== "button" && node.type !== "range" && light(getComputedStyle(node).color) > 140)
      .map((node) => `pale: ${{name(node)}} ${{getComputedStyle(node).color}}`),
    ...[main, document.body, document.querySelector(".stApp")]
      .filter((node) => !/255, 255, 255|, 0\\)/.test(getComputedStyle(node).backgroundColor)).map(name),
  ];
}}"""


def trained(visit: Callable[..., Any], **options: Any) -> Page:
    """The Train page with a finished run, and a digit on the pad."""
    page: Page = visit("/draw", **options)
    app.expect_blank(page)
    app.draw(page, app.DIGITS[4])
    app.go(page, "Train")
    app.choose(page, "Full")
    app.button(page, "Play").click()
    expect(app.state(page)).to_have_text("Finished")
    return page


def test_bars_shading_and_chosen_segments_stay_in_a_contrast_theme(
    visit: Callable[..., Any],
) -> None:
    page = trained(visit, color_scheme="dark")
    for name in ("Train", "Draw", "Weights", "Mistakes", "learn_8_rule"):
        if name in app.PAGES:
            app.go(page, name)
        else:
            page.goto(page.url.split("/mistakes")[0] + app.CHAPTERS[name])
        app.expect_settled(page)
        page.wait_for_function(SHADED)
        page.emulate_media(forced_colors="active")
        assert page.evaluate(VANISHED) == [], name
        page.emulate_media(forced_colors="none")


def test_on_paper_nothing_is_cut_or_pale(visit: Callable[..., Any]) -> None:
    page = trained(visit, color_scheme="dark")
    for name in ("Train", "Weights", "Draw", "learn_7_gradient"):
        if name in app.PAGES:
            app.go(page, name)
        else:
            page.goto(page.url.split("/draw")[0] + app.CHAPTERS[name])
        app.expect_settled(page)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.set_viewport_size({"width": 794, "height": 1123})  # A4
        page.emulate_media(media="print")
        expect(page.get_by_test_id("stHeader")).to_be_hidden()  # the style sheets are there
        found = page.evaluate(CUT)
        if name == "Draw":  # light ink on the pad of the dark theme
            expect(page.locator(".st-key-pad")).to_have_css("filter", "invert(1)")
        expect(page.locator(".stMain .stButton:visible")).to_have_count(0)
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1440, "height": 900})
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert found == [], f"{name}: {found}"
    expect(page.locator(".katex[translate=no]").first).to_be_attached()
    expect(page.locator(".katex:not([translate=no])")).to_have_count(0)
    expect(page.locator("ten-graph")).to_have_attribute("translate", "no")
