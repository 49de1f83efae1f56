"""`python -m softmax check`: preflight checks of this machine before a lecture."""

import argparse
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from softmax import preflight
from softmax.cli.errors import BadInputError
from softmax.preflight import Check, State

SETTINGS = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"
SIGNS = {State.FINE: "+", State.LOOK: "?", State.FAULT: "x"}
WIDTH = 14


def add_parser(commands: Any) -> None:
    """The options of `check`."""
    parser = commands.add_parser(
        "check",
        help="is all well on this machine: data, memory, versions, speed",
        description="Check what a lecture needs: data, threads, memory, versions, the app's "
        "settings, and the time of the default run on this machine. The exit status is 2 "
        "if something is broken.",
    )
    parser.add_argument("--json", action="store_true", help="print each row as a JSON line")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Print each check as soon as it is done.

    Raises:
        BadInputError: something is broken; the message says what.
    """
    broken = []
    for check in _checks():
        if chosen.json:
            print(json.dumps({"check": check.name, "state": check.state, "found": check.found}))
        else:
            print(f"{SIGNS[check.state]} {check.state:<6}{check.name:<{WIDTH}}{check.found}")
        if check.state is State.FAULT:
            broken.append(check.name.lower())
    if broken:
        raise BadInputError(f"not fit for a lecture: {', '.join(broken)}")


def _checks() -> Iterator[Check]:
    yield from preflight.checks()
    yield settings()


def settings(path: Path = SETTINGS) -> Check:
    """The app's settings file: both themes, and no garbage collection after each script run."""
    try:
        found = tomllib.loads(path.read_text())
    except (OSError, tomllib.TOMLDecodeError) as error:
        return Check("Theme", State.FAULT, f"{path}: {error}")
    missing = [name for name in ("light", "dark") if name not in found.get("theme", {})]
    if missing:
        return Check("Theme", State.FAULT, f"{path} has no theme for {' and '.join(missing)}")
    if found.get("runner", {}).get("postScriptGC", True):
        return Check("Theme", State.LOOK, f"{path}: postScriptGC is on, ticks will be slow")
    return Check("Theme", State.FINE, "light and dark, in the app's settings")
