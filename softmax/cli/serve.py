"""`python -m softmax serve`: start the app."""

import argparse
import errno
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from softmax.cli.errors import BadInputError
from softmax.data.mnist import ENVIRONMENT_VARIABLE

APP = Path(__file__).resolve().parents[2] / "app.py"
# Makes glibc return freed memory to the system; docs/deploy.md has the reason.
MALLOC = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "MALLOC_TRIM_THRESHOLD_": "131072",
}
LARGEST_PORT = 65_535
UNIX_SOCKET = "unix://"


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
    _check_address(chosen.address, chosen.port)
    command = [sys.executable, "-m", "streamlit", "run", str(APP)]
    command += [f"--server.port={chosen.port}", f"--server.address={chosen.address}"]
    command += [f"--server.headless={str(chosen.headless).lower()}"]
    # Streamlit reads .streamlit/config.toml, the theme with it, from the working directory.
    environment = MALLOC | os.environ
    if environment.get(ENVIRONMENT_VARIABLE):  # relative to where the command was given
        environment[ENVIRONMENT_VARIABLE] = os.path.abspath(environment[ENVIRONMENT_VARIABLE])
    status = subprocess.run(command, cwd=APP.parent, env=environment, check=False).returncode
    if status:
        raise BadInputError(f"the server ended with status {status}")


def _check_address(address: str, port: int) -> None:
    """Bind the port for a moment: Streamlit answers most failures with a traceback."""
    if not 1 <= port <= LARGEST_PORT:
        raise BadInputError(f"--port must be a whole number from 1 to {LARGEST_PORT}, not {port}")
    if address.startswith(UNIX_SOCKET):
        return
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family) as bound:
            if os.name != "nt":  # there it would allow a port that is in use
                bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind((address, port))
    except (OSError, UnicodeError, TypeError) as error:
        raise BadInputError(_refusal(address, port, error)) from None


def _refusal(address: str, port: int, error: Exception) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return f"port {port} is in use already: stop that server, or choose another by --port"
    if number == errno.EACCES:
        return f"port {port} is reserved by the system: choose another by --port, such as 8501"
    return f"--address {address}: not an address of this machine ({_reason(error)})"


def _reason(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)
