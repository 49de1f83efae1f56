"""`python -m softmax serve`: start the app."""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from softmax.cli.errors import BadInputError

APP = Path(__file__).resolve().parents[2] / "app.py"
# Makes glibc return freed memory to the system; docs/deploy.md has the reason.
MALLOC = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "MALLOC_TRIM_THRESHOLD_": "131072",
}


def add_parser(commands: Any) -> None:
    """The options of `serve`."""
    parser = commands.add_parser(
        "serve", help="start the app in the browser", description="Start the app in the browser."
    )
    parser.add_argument("--port", type=int, default=8501, help="default: %(default)s")
    parser.add_argument("--address", default="localhost", help="default: %(default)s")
    parser.add_argument("--headless", action="store_true", help="do not open a browser")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Start Streamlit, and wait for it to end.

    Raises:
        BadInputError: the input cannot be used; the message says why.
    """
    if not APP.is_file():
        raise BadInputError(f"{APP}: the app is not installed beside the library; run from a clone")
    command = [sys.executable, "-m", "streamlit", "run", str(APP)]
    command += [f"--server.port={chosen.port}", f"--server.address={chosen.address}"]
    command += [f"--server.headless={str(chosen.headless).lower()}"]
    # Streamlit reads .streamlit/config.toml, the theme with it, from the working directory.
    environment = MALLOC | os.environ
    status = subprocess.run(command, cwd=APP.parent, env=environment, check=False).returncode
    if status:
        raise BadInputError(f"the server ended with status {status}")
