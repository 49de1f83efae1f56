from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from pages.ui import loading

VISITORS = 8


def test_visitors_who_come_in_the_same_moment_load_the_images_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    images = loading.dataset()
    together, loads = threading.Barrier(VISITORS), []

    def load() -> object:
        loads.append(threading.get_ident())
        time.sleep(0.05)  # so that the others come while it is loading
        return images

    monkeypatch.setattr(loading, "load", load)
    loading._loaded.cache_clear()

    def visit(_: int) -> object:
        together.wait()
        return loading.dataset()

    with ThreadPoolExecutor(VISITORS) as visitors:
        found = list(visitors.map(visit, range(VISITORS)))
    assert len(loads) == 1
    assert all(dataset is images for dataset in found)
