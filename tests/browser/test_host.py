"""What a host needs: a health check, and the details of errors in the log but not on the page."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.app import Page, expect

ROOT = Path(__file__).parents[2]


def test_the_health_check_answers(server: str) -> None:
    with urllib.request.urlopen(f"{server}/_stcore/health", timeout=30) as answer:
        assert answer.status == 200
        assert answer.read() == b"ok"


def test_the_settings_are_those_of_a_host() -> None:
    from streamlit import config

    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert settings["server"]["fileWatcherType"] == "none"
    assert settings["server"]["maxUploadSize"] == 1
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["runner"]["postScriptGC"] is False
    for section, options in settings.items():
        for name in options:
            if section != "theme":
                assert config.get_option(f"{section}.{name}") is not None, "a name Streamlit knows"


def test_an_exception_is_in_the_log_and_not_on_the_page(
    serve: Callable[..., str], visit: Callable[..., Page], tmp_path: Path
) -> None:
    script, log = tmp_path / "broken.py", tmp_path / "log"
    script.write_text('raise RuntimeError("broken on purpose")\n')
    with log.open("w") as file:
        page = visit(url=serve(script=str(script), log=file))
        expect(page.get_by_test_id("stException")).to_be_visible()
        shown = page.content()
    assert "RuntimeError: broken on purpose" in log.read_text()
    assert f'File "{script}", line 1' in log.read_text()
    for detail in ("RuntimeError", "broken on purpose", "Traceback", script.name, str(tmp_path)):
        assert detail not in shown


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGTERM on Windows")
def test_sigterm_ends_the_server_at_once_while_a_run_plays(tmp_path: Path) -> None:
    """A worker inside torch must neither keep the process alive nor crash it."""
    program = """
from softmax import data
from softmax.scheduling import shared
from softmax.training import Config, Run
pool = shared()
token = pool.add(Run(Config(epochs=100), data.load()))
pool.play(token)
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print("playing", flush=True)
while True:
    pool.heartbeat(token)
    time.sleep(0.05)
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().strip() == b"playing"
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0, process.stderr.read()
        assert time.monotonic() - began < 30
