"""Keep the sessions of more visitors who are out of reach.

Why: Streamlit keeps 128. Where more people come and go within a minute, a phone that was offline
meanwhile finds its session dropped, and with it the page it was on.
How: replace the storage while it is empty.
Since Streamlit 1.67. Not needed once the number is a setting; a test that keeps more in an
unpatched storage fails then.
"""

from streamlit.runtime.caching.ttl_cache import TTLCache
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.session_manager import SessionInfo

from softmax.limits import SESSIONS_KEPT


def patch() -> None:
    """Replace ``MemorySessionStorage.save``."""
    save_any = MemorySessionStorage.save

    def save(self: MemorySessionStorage, session_info: SessionInfo) -> None:
        if not self._cache:
            self._cache = TTLCache(SESSIONS_KEPT.value, self._cache.ttl)  # type: ignore[attr-defined]
        save_any(self, session_info)

    MemorySessionStorage.save = save  # type: ignore[method-assign]
