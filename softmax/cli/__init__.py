"""The command line: train, evaluate, predict, check, serve."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn, TextIO

from softmax import __version__
from softmax.cli import check, evaluate, predict, serve, train
from softmax.cli.errors import BadInputError
from softmax.data import DataError

DESCRIPTION = """\
Softmax regression on MNIST: ten rows of 784 weights that read handwritten digits.

  python -m softmax train --out model.npz        learn from 55,000 images, in about a second
  python -m softmax evaluate model.npz           its accuracy on the 10,000 test images
  python -m softmax predict model.npz digit.png  which digit it sees in a picture
  python -m softmax check                        whether all is well on this machine
  python -m softmax serve                        the app, in the browser
"""

EPILOG = """\
Set SOFTMAX_DATA_DIR to a folder with another set of the same four IDX files
(Fashion-MNIST, KMNIST; .gz or not) to use that in place of the bundled MNIST.
Exit status: 0, or 2 with one line on what is wrong with the input.
"""

# As the shell reports a program that SIGPIPE ended.
BROKEN_PIPE = 141


class _Parser(argparse.ArgumentParser):
    """Reports an error in one line, without the usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    try:
        return _main(arguments)
    except BrokenPipeError:  # the reader of a pipe has ended, as `head` does
        for stream in (sys.stdout, sys.stderr):
            _discard(stream)
        return BROKEN_PIPE


def _main(arguments: Sequence[str] | None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A name that the console's encoding lacks is printed as \\u4e03, not a traceback.
            stream.reconfigure(errors="backslashreplace")
    parser = _Parser(
        prog="python -m softmax",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in (train, evaluate, predict, check, serve):
        command.add_parser(commands)
    try:
        try:
            chosen = parser.parse_args(arguments)
            chosen.run(chosen)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()  # what fails here would fail at exit, beyond any handler
    except (BadInputError, DataError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        raise
    except OSError as error:  # of the output: commands catch what concerns their files
        _discard(sys.stdout)
        print(f"{parser.prog}: the output failed ({error.strerror or error})", file=sys.stderr)
        return 2
    return 0


def _discard(stream: TextIO) -> None:
    """Let the interpreter's own flush at exit succeed."""
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())
