"""What the people of a room get of their runs, against what the page promises them: pictures a
second, steps a second, and how soon the first picture changes. For benchmarks/load.py.
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, async_playwright

from benchmarks.bytes import launched
from benchmarks.rows import Row, at_most, no_less
from benchmarks.visitor import HOST, Visitor

# Chromiums that paint among the simulated visitors.
PAINTERS = 3
STEPS_PER_S = 100
# Runs that were seen for less say nothing about their rates.
LEAST_S = 3.0
PATIENCE_MS = 90_000
PAINTS = "(pictures) => [performance.now(), Number(pictures.dataset.paints)]"


def rows(test: str, crowd: Sequence[Visitor], pictures_per_s: float) -> list[Row]:
    """What the simulated visitors received."""
    runs = [run for visitor in crowd for run in visitor.watched]
    seen = [run for run in runs if run.seconds >= LEAST_S]
    pictures = [len(run.pictures_at) / run.seconds for run in seen] or [0.0]
    steps = [run.steps / (run.pictures_at[-1] - run.pictures_at[0]) for run in seen] or [0.0]
    gaps = [b - a for run in seen for a, b in itertools.pairwise(run.pictures_at)]
    first = [run.pictures_at[0] - run.pressed_at if run.pictures_at else 99.0 for run in runs]
    return [
        no_less(test, "pictures a second, median", statistics.median(pictures), pictures_per_s),
        no_less(test, "pictures a second, the slowest", min(pictures), pictures_per_s),
        at_most(test, "between two pictures", p95(gaps), 0.2, "s"),
        no_less(test, f"steps a second of {STEPS_PER_S}, median", statistics.median(steps), 95),
        no_less(test, f"steps a second of {STEPS_PER_S}, the slowest", min(steps), 90),
        at_most(test, "Play to the first changed picture", p95(first), 1, "s"),
    ]


def p95(values: Sequence[float]) -> float:
    """The 95th percentile; infinite where there was nothing to measure."""
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))] if values else float("inf")


@asynccontextmanager
async def painters(port: int, number: int) -> AsyncIterator[list[Page]]:
    """So many pages of one Chromium, on Train."""
    async with async_playwright() as playwright:
        browser = await launched(playwright)
        pages = [await _opened(browser, port) for _ in range(number)]
        yield pages
        await browser.close()


async def _opened(browser: Browser, port: int) -> Page:
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    await page.goto(f"http://{HOST}:{port}/train")
    await page.locator("ten-batch[data-paints]").wait_for()
    return page


async def painted(page: Page, seconds: float) -> float:
    """Press Play, and count the pictures painted a second from then on."""
    await page.locator(".st-key-play button").click()
    await page.locator("ten-strip .cell", has_text="Training").first.wait_for()
    pictures = page.locator("ten-pictures")
    began_ms, before = await pictures.evaluate(PAINTS)
    await asyncio.sleep(seconds)
    ended_ms, after = await pictures.evaluate(PAINTS)
    return float((after - before) / (ended_ms - began_ms) * 1_000)
