"""Chapter 7 in a browser: stepping along the paths, clicking an edge, typing into the graph."""

from __future__ import annotations

import re

import pytest

from tests.browser import app
from tests.browser.app import Page, expect


@pytest.fixture
def chapter(page: Page) -> Page:
    page.get_by_role("navigation", name="App pages").get_by_role(
        "link", name="Learn", exact=True
    ).click()
    page.get_by_role("link", name=re.compile("The gradient")).click()
    expect(page.locator("ten-graph .node b").first).to_be_visible()
    return page


def expect_lit(page: Page, edges: str) -> None:
    expect(page.locator("ten-graph")).to_have_attribute("data-lit", edges)


def test_the_steps_highlight_both_paths_edge_by_edge(chapter: Page) -> None:
    formulas = chapter.locator(".st-key-gradient-formulas")
    following = chapter.locator(".st-key-lesson_next button")
    expect(following).to_have_attribute("kind", "secondary")
    for edges in ("a1-L", "z1-a1", "x2-z1", "a2-L", "z1-a2", "x2-z1"):
        expect_lit(chapter, edges)
        expect(formulas.locator(".fcolorbox, .colorbox, .boxpad")).not_to_have_count(0)
        chapter.locator(".st-key-gradient_on button").click()
    expect_lit(chapter, "x2-z1 z1-a1 z1-a2 a1-L a2-L")
    for label in ("Write it out", "Cancel", "Simplify"):
        app.button(chapter, label).press("Enter")
        expect_lit(chapter, "")
    expect(chapter.locator("ten-graph .node.lit")).to_have_count(2)
    app.button(chapter, "Any number of classes").press("Enter")
    expect(following).to_have_attribute("kind", "primary")


def test_an_edge_can_be_clicked_and_reached_by_key(chapter: Page) -> None:
    edge = chapter.get_by_role("button", name="∂a₂/∂z₁", exact=False)
    edge.click()
    expect_lit(chapter, "z1-a2")
    chapter.get_by_role("button", name="∂L/∂a₁", exact=False).focus()
    chapter.keyboard.press("Enter")
    expect_lit(chapter, "a1-L")


def test_the_same_edge_can_be_clicked_again_after_a_step(chapter: Page) -> None:
    edge = chapter.get_by_role("button", name="∂a₂/∂z₁", exact=False)
    edge.click()
    expect_lit(chapter, "z1-a2")
    app.button(chapter, "Back").click()
    expect_lit(chapter, "a2-L")
    edge.click()
    expect_lit(chapter, "z1-a2")


def test_an_edit_changes_the_numbers_or_gets_a_note(chapter: Page) -> None:
    message, digits = chapter.locator("ten-graph .message"), chapter.locator("ten-digits b").first
    weight = chapter.get_by_role("textbox", name="w₁₂", exact=False)
    loss = chapter.locator("ten-graph [data-node=L] b")
    chapter.get_by_role("button", name="∂a₂/∂z₁", exact=False).click()
    app.button(chapter, "Next edge").click()
    app.button(chapter, "Add up").click()
    expect(digits).to_be_visible()
    before, gradient = loss.text_content() or "", digits.text_content() or ""

    weight.fill("1e9")
    weight.press("Enter")
    expect(message).to_contain_text("w₁₂ is now 3")
    expect(weight).to_have_value("3")
    expect(loss).not_to_have_text(before)
    expect(digits).not_to_have_text(gradient)

    for nonsense in ("abc", "", "NaN"):
        weight.fill(nonsense)
        weight.press("Enter")
        expect(message).to_contain_text(f"“{nonsense}”" if nonsense else "An empty cell")
        expect(weight).to_have_value("3")

    weight.press("ArrowDown")
    expect(weight).to_have_value("2.9")
    expect(chapter.locator("ten-digits strong").nth(1)).to_have_text(re.compile("digits agree"))
    app.button(chapter, "Start values").click()
    expect(loss).to_have_text(before)


def test_on_a_phone_the_graph_is_vertical_and_not_clipped(chapter: Page) -> None:
    chapter.set_viewport_size({"width": 390, "height": 844})
    expect(chapter.locator("ten-graph[narrow]")).to_be_visible()
    chapter.wait_for_function(
        "() => document.querySelector('.stMain').scrollWidth <= innerWidth + 1"
    )
    for node in chapter.locator("ten-graph .node, ten-graph label").all():
        box = node.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
