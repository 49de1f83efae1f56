from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from pages.shared.state import resources

VISITORS = 8


def test_visitors_who_come_in_the_same_moment_load_the_images_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    images = resources.dataset()
    together, loads = threading.Barrier(VISITORS), []

    def load() -> object:
        loads.append(threading.get_ident())
        time.sleep(0.05)  # so that the others come while it is loading
        return images

    monkeypatch.setattr(resources, "load", load)
    resources._loaded.cache_clear()

    def visit(_: int) -> object:
        together.wait()
        return resources.dataset()

    with ThreadPoolExecutor(VISITORS) as visitors:
        found = list(visitors.map(visit, range(VISITORS)))
    assert len(loads) == 1
    assert all(dataset is images for dataset in found)
