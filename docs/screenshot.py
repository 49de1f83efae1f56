"""Take the picture at the head of the README from the real app: `python docs/screenshot.py`.

Starts the app, presses the one button, and waits until the default run is half done.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
PORT = 8599
URL = f"http://127.0.0.1:{PORT}"
SIZE = {"width": 1440, "height": 900}


def main() -> None:
    """Write docs/train.png."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    with subprocess.Popen([*command, f"--server.port={PORT}"], cwd=ROOT) as server:
        try:
            _wait_until_healthy()
            _take(ROOT / "docs" / "train.png")
        finally:
            server.terminate()


def _wait_until_healthy() -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{URL}/_stcore/health", timeout=2).close()
            return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.5)
    raise SystemExit("the app did not start")


def _take(path: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.goto(URL)
        page.get_by_role("button", name="Watch it learn").click(timeout=60_000)
        epoch = page.locator("ten-strip .cell", has_text=re.compile("epoch")).first
        epoch.filter(has_text=re.compile(r"1\.[5-9]")).wait_for(timeout=60_000)
        page.screenshot(path=path)
        browser.close()


if __name__ == "__main__":
    main()
