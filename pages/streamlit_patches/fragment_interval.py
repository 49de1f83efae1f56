"""Change the interval of a fragment that already ticks in an open page.

Why: ``st.fragment(run_every=)`` tells the browser the interval only when the whole page is drawn.
With more live runs, an open page would go on ticking as often as before.
How: enqueue AutoRerun, the message that st.fragment itself sends, for the same fragment again; the
browser obeys the newest.
Since Streamlit 1.67. Not needed once an upstream call can change ``run_every`` of a live fragment;
a test that reruns an unpatched fragment whose ``run_every`` has changed fails then.
"""

import time
from dataclasses import dataclass

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

# Backoff: a tick that takes over LATE intervals doubles the interval, up to MAX_SLOWDOWN times and
# SLOWEST_S; TICKS_IN_TIME ticks in time halve it again.
LATE = 1.8
TICKS_IN_TIME = 5
MAX_SLOWDOWN = 8
SLOWEST_S = 2.0


@dataclass
class Interval:
    """The interval of one fragment: ``told_s`` is what the browser was told last, in seconds."""

    told_s: float
    slowdown: int = 1
    in_time: int = 0
    ticked_at: float | None = None

    def tick(self, every_s: float, now: float) -> bool:
        """Note a tick; there should be one every ``every_s`` seconds.

        Returns:
            Whether the browser is to be told another interval, which is in ``told_s`` then.
        """
        late = self.ticked_at is not None and now - self.ticked_at > LATE * self.told_s
        self.ticked_at = now
        self.in_time = 0 if late else self.in_time + 1
        if late:
            self.slowdown = min(2 * self.slowdown, MAX_SLOWDOWN)
        elif self.in_time >= TICKS_IN_TIME and self.slowdown > 1:
            self.slowdown, self.in_time = self.slowdown // 2, 0
        before, self.told_s = self.told_s, max(every_s, min(SLOWEST_S, every_s * self.slowdown))
        return self.told_s != before


def fragments_of_this_run() -> list[str]:
    """Ids of the fragments that this script run reruns; empty while the whole page is drawn."""
    context = get_script_run_ctx()
    return (context.fragment_ids_this_run if context else None) or []


def adapt(every_s: float | None) -> None:
    """Set the interval of this fragment at its tick, longer while ticks come late because the
    machine is overloaded."""
    context, ticking = get_script_run_ctx(), fragments_of_this_run()
    if not (context and ticking and every_s):  # a full rerun sends the interval itself
        st.session_state.pop("intervals", None)
        return
    if len(ticking) > 1:  # batched ticks: the current one is unknown
        return
    intervals: dict[str, Interval] = st.session_state.setdefault("intervals", {})
    # The first tick always sends: the number of live runs may have changed since the full rerun.
    interval = intervals.setdefault(ticking[0], Interval(told_s=0.0))
    if interval.tick(every_s, time.monotonic()):
        message = ForwardMsg()
        message.auto_rerun.interval = interval.told_s
        message.auto_rerun.fragment_id = ticking[0]
        context.enqueue(message)
