"""The setting ``[runner] postScriptGC = false``: no full garbage collection after each tick."""

from __future__ import annotations

import asyncio
import gc
import tomllib
from pathlib import Path

import pytest
from streamlit import config

from tests.app.streamlit_patches.unpatched import serving

OPTION = "runner.postScriptGC"
OURS = tomllib.loads((Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text())
SCRIPT = """
import streamlit as st

@st.fragment(run_every=60)
def tick():
    st.text("tick")

tick()
"""


def collections_after_a_tick(value: bool, script: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many full garbage collections follow a fragment's rerun with this value of the option."""
    options = config.get_option
    monkeypatch.setattr(
        config, "get_option", lambda name: value if name == OPTION else options(name)
    )
    full: list[str] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "stop" and info["generation"] == 2:
            full.append(phase)

    async def tick() -> None:
        async with serving(script) as connect:
            browser = connect()
            await browser.run()
            full.clear()
            await browser.run(browser.of_type("auto_rerun")[0].fragment_id)

    script.write_text(SCRIPT)
    gc.disable()  # only what is asked for
    gc.callbacks.append(note)
    try:
        asyncio.run(tick())
    finally:
        gc.callbacks.remove(note)
        gc.enable()
    return len(full)


def test_streamlit_collects_all_garbage_after_each_tick_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where this fails, Streamlit does better now, and the setting can go."""
    default = config.get_config_options()[OPTION].default_val
    assert collections_after_a_tick(default, tmp_path / "script.py", monkeypatch) == 1


def test_none_is_collected_with_the_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = OURS["runner"]["postScriptGC"]
    assert collections_after_a_tick(ours, tmp_path / "script.py", monkeypatch) == 0
