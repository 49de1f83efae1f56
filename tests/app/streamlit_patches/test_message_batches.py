from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.runtime import AsyncObjects, RuntimeState
from streamlit.web.server.starlette.starlette_server_config import WEBSOCKET_MAX_SEND_QUEUE_SIZE

from pages.streamlit_patches import message_batches


@pytest.fixture(autouse=True)
def unpatched_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    for owner, name in (
        (AppSession, "register_file_watchers"),
        (AppSession, "flush_browser_queue"),
        (Runtime, "_send_message"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))


def numbered(how_many: int) -> list[ForwardMsg]:
    return [ForwardMsg(page_info_changed={"query_string": str(i)}) for i in range(how_many)]


async def iterations_of_the_event_loop(messages: list[ForwardMsg]) -> list[tuple[int, ForwardMsg]]:
    """Each message as Streamlit's own loop sends it, and in which iteration of the event loop."""
    round_, sent = 0, []
    queue = ForwardMsgQueue()
    for message in messages:
        queue.enqueue(message)
    stop = asyncio.Event()

    def write(message: ForwardMsg) -> None:
        sent.append((round_, message))
        if len(sent) == len(messages):
            stop.set()

    session: Any = SimpleNamespace(
        id="s", _browser_queue=queue, on_flushed_messages_sent=lambda: None
    )
    session.flush_browser_queue = lambda: AppSession.flush_browser_queue(session)
    info = SimpleNamespace(
        session=session, client=SimpleNamespace(write_forward_msg=write), script_run_count=0
    )
    runtime = Runtime.__new__(Runtime)
    runtime._state = RuntimeState.ONE_OR_MORE_SESSIONS_CONNECTED
    runtime._session_mgr = SimpleNamespace(
        list_active_sessions=lambda: [info],
        list_sessions=list,
        get_active_session_info={"s": info}.get,
    )  # type: ignore[assignment]
    loop = asyncio.get_running_loop()
    events = (stop, asyncio.Event(), asyncio.Event())
    runtime._async_objs = AsyncObjects(loop, *events, loop.create_future(), loop.create_future())
    sending = asyncio.create_task(runtime._loop_coroutine())
    while not sending.done():
        round_ += 1
        await asyncio.sleep(0)
    return sent


def test_streamlit_sends_each_message_in_its_own_iteration() -> None:
    """Where this fails, Streamlit does better now, and the patch can go."""
    sent = asyncio.run(iterations_of_the_event_loop(numbered(20)))
    assert len({round_ for round_, _ in sent}) == 20


def test_the_messages_of_a_page_are_sent_together_and_in_their_order() -> None:
    message_batches.patch()
    messages = numbered(80)
    sent = asyncio.run(iterations_of_the_event_loop(messages))
    assert [message for _, message in sent] == messages
    assert len({round_ for round_, _ in sent}) == 1


def test_not_so_many_together_that_the_connection_counts_as_overwhelmed() -> None:
    message_batches.patch()
    messages = numbered(3 * WEBSOCKET_MAX_SEND_QUEUE_SIZE)
    sent = asyncio.run(iterations_of_the_event_loop(messages))
    assert [message for _, message in sent] == messages
    of_round = [round_ for round_, _ in sent]
    assert max(map(of_round.count, of_round)) <= WEBSOCKET_MAX_SEND_QUEUE_SIZE / 2
