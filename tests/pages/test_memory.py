"""The process gives back what it no longer uses."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from pages.ui import memory

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="it is glibc that is set")

# Prints the megabytes that 20 MB in blocks of 200 kB leave behind when they are freed, after a
# larger block and with a little that is kept behind them; and the heaps that 20 threads take.
PROCESS = """
import ctypes, json, runpy, sys, threading
from pathlib import Path

if sys.argv[2:]:
    runpy.run_path(sys.argv[2])["give_back"]()

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

before = resident()
large = bytearray(20_000_000)
del large
blocks, kept = [bytearray(200_000) for _ in range(100)], bytearray(1_000)
del blocks
left = resident() - before

def work():
    together.wait()
    held = bytearray(1_000)
    together.wait()

together = threading.Barrier(20)
threads = [threading.Thread(target=work) for _ in range(20)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

library = ctypes.CDLL(None)
library.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(library.fopen(sys.argv[1].encode(), b"w"))
library.malloc_info(0, file)
library.fclose(file)
print(json.dumps({"left": left, "heaps": Path(sys.argv[1]).read_text().count("<heap nr")}))
"""


def of_a_process(folder: Path, *giving_back: str) -> dict[str, float]:
    command = [sys.executable, "-c", PROCESS, str(folder / "heaps.xml"), *giving_back]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: dict[str, float] = json.loads(said)
    return found


def test_what_is_freed_goes_back(tmp_path: Path) -> None:
    by_default = of_a_process(tmp_path)
    assert memory.__file__ is not None
    found = of_a_process(tmp_path, memory.__file__)
    assert found["left"] < 2 < 15 < by_default["left"]
    assert found["heaps"] <= memory.ARENAS < by_default["heaps"]


def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_: None) -> object:
        raise OSError("no such library")

    monkeypatch.setattr(memory.ctypes, "CDLL", absent)
    memory.give_back()
