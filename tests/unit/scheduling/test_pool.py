"""The pool, mostly without threads: the tests call serve_next, by a clock of their own."""

from __future__ import annotations

import functools
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from softmax.data import Dataset
from softmax.scheduling import Pool, shared, shared_pool
from softmax.scheduling import pool as module
from softmax.scheduling.pool import DROP_AFTER_S, SWEEP_EVERY_S
from softmax.scheduling.pool_entry import PARK_AFTER_S
from softmax.scheduling.queue import (
    HEAVY_REST,
    LONGEST_S,
    LONGEST_WHEN_FULL_S,
    MAX_EXPERIMENTS,
)
from softmax.scheduling.recording import MAX_SNAPSHOTS_TOGETHER
from softmax.scheduling.step_rate import MAX_CREDIT_S
from softmax.scheduling.turn import SERVICE_INTERVAL_S_PER_RUN, SLICE_SAMPLES
from softmax.training import Config, Run, State

SHORT = Config(train_size=640, batch_size=64, epochs=4, learning_rate=0.01)
SLICE = SLICE_SAMPLES // SHORT.batch_size
# Far more than any machine needs; no test waits for it to pass.
PATIENCE_S = 60.0


Log = list[tuple[str, int]]


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class FakeRun:
    """What the pool sees of a run. Each slice is written to ``log`` as (name, steps granted)."""

    config = SHORT
    experiment = False

    def __init__(self, name: str, log: Log, per_slice: int = 1_000_000):
        self.name, self.log, self.per_slice = name, log, per_slice
        self.state, self.stopping, self.record_every = State.READY, False, 0
        self.during: Callable[[], None] = lambda: None

    def play(self, steps: int | None) -> None:
        self.state = State.RUNNING

    def pause(self) -> None:
        self.state = State.PAUSED

    def advance(self, steps: int, budget_s: float) -> int:
        self.log.append((self.name, steps))
        self.during()
        return min(steps, self.per_slice)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pool(clock: Clock) -> Pool:
    """A pool of no workers."""
    return Pool(workers=0, clock=clock)


@pytest.fixture
def log() -> Log:
    return []


@pytest.fixture
def threaded() -> Iterator[Pool]:
    """A pool of two workers, whose clock stands still: nothing is ever parked."""
    pool = Pool(clock=lambda: 0.0)
    yield pool
    pool.close()


def add_playing(pool: Pool, run: FakeRun | Run, step_rate: float | None = None) -> str:
    token = pool.add(run, step_rate)  # type: ignore[arg-type]
    pool.play(token)
    return token


def drain(pool: Pool) -> None:
    """Serve the runs that are due, until none is."""
    assert not all(pool.serve_next() for _ in range(1_000)), "due again and again"


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.002)


# -- adding and removing -----------------------------------------------------------------------


def test_a_run_is_found_by_its_token_alone(pool: Pool, small: Dataset) -> None:
    runs = [Run(SHORT, small) for _ in range(3)]
    tokens = [pool.add(run) for run in runs]
    assert [pool.get(token) for token in tokens] == runs
    assert len(set(tokens)) == 3
    assert min(map(len, tokens)) >= 22, "16 random bytes"
    assert pool.get("no such token") is None


def test_commands_to_an_unknown_token(pool: Pool) -> None:
    for command in (pool.play, lambda t: pool.step(t, 1), lambda t: pool.set_step_rate(t, 1)):
        with pytest.raises(KeyError):
            command("gone")
    for command in (pool.pause, pool.remove, pool.heartbeat):
        command("gone")
    assert not pool.serve_next()


def test_a_removed_run_is_paused_and_forgotten(pool: Pool, small: Dataset) -> None:
    run = Run(SHORT, small)
    token = add_playing(pool, run)
    pool.remove(token)
    assert pool.get(token) is None
    drain(pool)
    assert run.progress.step == 0
    assert run.state is State.READY


# -- the order -------------------------------------------------------------------------


def test_runs_are_served_first_come_first_served(pool: Pool, log: Log) -> None:
    for name in "abc":
        add_playing(pool, FakeRun(name, log))
    for _ in range(4):
        pool.serve_next()
    add_playing(pool, FakeRun("d", log))
    for _ in range(5):
        pool.serve_next()
    assert "".join(name for name, _ in log) == "abca" + "bcadb"
    assert {steps for _, steps in log} == {SLICE}, "the same number of images each"


def test_a_paused_run_leaves_the_queue(pool: Pool, log: Log) -> None:
    tokens = [add_playing(pool, FakeRun(name, log)) for name in "ab"]
    assert pool.live == 2
    pool.pause(tokens[0])
    assert pool.live == 1
    for _ in range(4):
        pool.serve_next()
    assert [name for name, _ in log][-3:] == ["b", "b", "b"]
    pool.play(tokens[0])
    assert pool.live == 2


def test_playing_twice_queues_once(pool: Pool, log: Log) -> None:
    token = add_playing(pool, FakeRun("a", log))
    pool.play(token)
    pool.heartbeat(token)
    add_playing(pool, FakeRun("b", log))
    for _ in range(4):
        pool.serve_next()
    assert "".join(name for name, _ in log) == "abab"


def test_step_takes_its_steps_and_no_more(pool: Pool, small: Dataset) -> None:
    run = Run(SHORT, small)
    token = pool.add(run)
    assert pool.step(token, 3, wait_s=0) is False, "there is no worker"
    drain(pool)
    assert (run.state, run.progress.step) == (State.PAUSED, 3)


def test_step_ignores_the_step_rate(pool: Pool, clock: Clock, small: Dataset) -> None:
    run = Run(SHORT, small)
    token = add_playing(pool, run, step_rate=0.5)
    assert pool.serve_next()
    assert not pool.serve_next(), "the next step is due in two seconds"
    pool.step(token, 5, wait_s=0)
    drain(pool)
    assert run.progress.step == 6


# -- step rates -----------------------------------------------------------------------------------


def served(pool: Pool, clock: Clock, log: Log, seconds: float) -> list[tuple[float, int]]:
    """When, and how many steps, as the clock goes on by 1/64 s at a time."""
    times, start = [], clock.now
    while clock.now < start + seconds:
        while pool.serve_next():
            times.append((clock.now - start, log[-1][1]))
        clock.now += 1 / 64
    return times


def test_a_step_rate_gives_even_intervals(pool: Pool, clock: Clock, log: Log) -> None:
    add_playing(pool, FakeRun("a", log), step_rate=8)
    assert served(pool, clock, log, 2.0) == [(i / 8, 1) for i in range(16)]


def test_a_high_step_rate_is_served_at_most_30_times_a_second(
    pool: Pool, clock: Clock, log: Log
) -> None:
    add_playing(pool, FakeRun("a", log), step_rate=512)
    times = served(pool, clock, log, 4.0)
    assert len(times) <= 4 * 30
    # All but those of the last interval, of 3/64 s here.
    assert sum(steps for _, steps in times) == pytest.approx(4 * 512, abs=512 * 3 / 64)


def test_runs_of_different_step_rates_do_not_delay_each_other(
    pool: Pool, clock: Clock, log: Log
) -> None:
    add_playing(pool, FakeRun("slow", log), step_rate=1)
    add_playing(pool, FakeRun("quick", log), step_rate=16)
    served(pool, clock, log, 4.0)
    names = [name for name, _ in log]
    assert (names.count("slow"), names.count("quick")) == (4, 64)


def test_a_delayed_run_catches_up_on_a_quarter_second_only(
    pool: Pool, clock: Clock, log: Log
) -> None:
    add_playing(pool, FakeRun("a", log), step_rate=64)
    pool.serve_next()
    clock.now += 5
    pool.serve_next()
    assert [steps for _, steps in log] == [1, int(64 * MAX_CREDIT_S)]


def test_steps_left_over_by_a_slice_are_due_at_once(pool: Pool, clock: Clock, log: Log) -> None:
    add_playing(pool, FakeRun("a", log, per_slice=10), step_rate=64)
    pool.serve_next()
    clock.now += 0.25
    assert [pool.serve_next() for _ in range(3)] == [True, True, False]
    assert [steps for _, steps in log] == [1, 16, 6]


def test_a_new_step_rate_counts_from_now(pool: Pool, clock: Clock, log: Log) -> None:
    token = add_playing(pool, FakeRun("a", log), step_rate=0.25)
    pool.serve_next()
    clock.now += 1
    assert not pool.serve_next()
    pool.set_step_rate(token, 2)
    assert served(pool, clock, log, 1.5) == [(0, 1), (0.5, 1), (1, 1)]
    pool.set_step_rate(token, None)
    assert pool.serve_next()
    assert log[-1] == ("a", SLICE)


@pytest.mark.parametrize(("batch_size", "steps"), [(1, 8_192), (128, 64), (50_000, 1)])
def test_a_slice_is_the_same_number_of_images_for_any_batch_size(
    pool: Pool, log: Log, batch_size: int, steps: int
) -> None:
    run = FakeRun("a", log)
    run.config = Config(batch_size=batch_size)
    add_playing(pool, run)
    pool.serve_next()
    assert log == [("a", steps)]


@pytest.mark.parametrize("before", [None, 1_000])
def test_a_lower_step_rate_set_during_a_slice_counts_from_there(
    pool: Pool, clock: Clock, log: Log, before: float | None
) -> None:
    run = FakeRun("a", log, per_slice=100)
    token = add_playing(pool, run, step_rate=before)
    clock.now += 1
    run.during = lambda: pool.set_step_rate(token, 1)
    pool.serve_next()
    run.during = lambda: None
    clock.now += 1
    assert pool.serve_next()
    assert log[-1] == ("a", 1)


@pytest.mark.parametrize("step_rate", [0, -1, float("nan"), float("inf")])
def test_a_step_rate_is_a_positive_number(pool: Pool, small: Dataset, step_rate: float) -> None:
    run = Run(SHORT, small)
    with pytest.raises(ValueError, match="step rate must be a positive number"):
        pool.add(run, step_rate)
    token = pool.add(run)
    with pytest.raises(ValueError, match="step rate must be a positive number"):
        pool.set_step_rate(token, step_rate)


def test_the_step_rate_and_the_load_set_the_density_of_points(
    pool: Pool, clock: Clock, log: Log
) -> None:
    full, paced = FakeRun("full", log), FakeRun("paced", log)
    add_playing(pool, full)
    pool.serve_next()
    assert full.record_every == SHORT.total_steps // 24
    add_playing(pool, paced, step_rate=40)
    pool.serve_next()
    pool.serve_next()
    assert paced.record_every == 4, "ten a second"
    for _ in range(6):
        add_playing(pool, FakeRun("more", log))
    clock.now += 1
    for _ in range(8):
        pool.serve_next()
    assert paced.record_every == 16, "eight runs on two workers: a quarter"


# -- leases ---------------------------------------------------------------------


def test_a_run_without_a_heartbeat_is_parked_and_resumes_with_one(
    pool: Pool, clock: Clock, log: Log
) -> None:
    token = add_playing(pool, FakeRun("a", log))
    clock.now += PARK_AFTER_S - 0.5
    assert pool.serve_next()
    clock.now += 0.5
    assert pool.serve_next(), "it was in the queue already"
    assert not pool.serve_next()
    assert pool.live == 0
    pool.heartbeat(token)
    assert pool.live == 1
    assert pool.serve_next()


def test_a_heartbeat_does_not_wake_a_paused_run(pool: Pool, log: Log) -> None:
    token = add_playing(pool, FakeRun("a", log))
    pool.pause(token)
    pool.serve_next()
    pool.heartbeat(token)
    assert not pool.serve_next()


def test_heartbeats_keep_a_run_going(pool: Pool, clock: Clock, log: Log) -> None:
    token = add_playing(pool, FakeRun("a", log))
    for _ in range(20):
        clock.now += PARK_AFTER_S - 1
        pool.heartbeat(token)
        assert pool.serve_next()


def test_a_run_without_a_heartbeat_for_an_hour_is_dropped(
    pool: Pool, clock: Clock, small: Dataset
) -> None:
    token, kept = pool.add(Run(SHORT, small)), pool.add(Run(SHORT, small))
    clock.now += DROP_AFTER_S
    pool.heartbeat(kept)
    pool.serve_next()
    assert pool.get(token) is not None
    clock.now += SWEEP_EVERY_S
    pool.serve_next()
    assert pool.get(token) is None
    assert pool.get(kept) is not None


# -- with workers -----------------------------------------------------------------------------


def test_fifty_runs_all_finish_with_the_weights_of_a_run_alone(
    threaded: Pool, small: Dataset
) -> None:
    tiny = SHORT.replace(train_size=160, batch_size=16)
    alone = Run(tiny, small)
    alone.play()
    alone.advance()
    runs = [Run(tiny, small) for _ in range(50)]
    for run in runs:
        add_playing(threaded, run)
    wait_until(lambda: all(run.state is State.FINISHED for run in runs))
    for run in runs:
        assert np.array_equal(run.progress.weights.W, alone.progress.weights.W)
    wait_until(lambda: threaded.live == 0)


def test_no_two_workers_advance_one_run(log: Log) -> None:
    pool = Pool(workers=4)
    run, busy, clashes = FakeRun("a", log), threading.Lock(), []

    def during() -> None:
        if not busy.acquire(blocking=False):
            clashes.append(len(log))
            return
        time.sleep(0.0005)
        busy.release()

    run.during = during
    token = add_playing(pool, run)

    def many_slices_later() -> bool:
        pool.play(token)
        pool.heartbeat(token)
        return len(log) >= 100

    try:
        wait_until(many_slices_later)
    finally:
        pool.close()
    assert clashes == []


def test_step_waits_for_its_steps(threaded: Pool, small: Dataset) -> None:
    run = Run(SHORT, small)
    token = threaded.add(run)
    for n in (1, 10, 3):
        assert threaded.step(token, n, wait_s=PATIENCE_S)
    assert (run.state, run.progress.step) == (State.PAUSED, 14)
    assert threaded.step(token, 1_000, wait_s=PATIENCE_S)
    assert run.state is State.FINISHED


def test_step_does_not_wait_for_a_run_that_has_ended(pool: Pool, small: Dataset) -> None:
    run = Run(SHORT, small)
    token = add_playing(pool, run)
    drain(pool)
    assert run.state is State.FINISHED
    assert pool.step(token, 1, wait_s=PATIENCE_S)


def test_step_wakes_a_worker_that_waits_for_a_low_step_rate(
    threaded: Pool, small: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SWEEP_EVERY_S", 1e6)
    run = Run(SHORT, small)
    token = add_playing(threaded, run, step_rate=1e-4)
    wait_until(lambda: run.progress.step == 1)
    assert threaded.step(token, 2, wait_s=PATIENCE_S)
    assert run.progress.step == 3


@pytest.mark.parametrize("error", [RuntimeError, ValueError, MemoryError, ZeroDivisionError])
def test_a_run_that_fails_is_paused_and_its_worker_lives_on(
    small: Dataset,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: type[Exception],
) -> None:
    broken, sound = Run(SHORT, small), Run(SHORT, small)

    def fail(index: int) -> None:
        raise error("broken on purpose")

    monkeypatch.setattr(broken._trainer.engine, "compute_gradient", fail)
    pool = Pool(workers=1, clock=lambda: 0.0)
    try:
        assert pool.step(pool.add(broken), 1, wait_s=PATIENCE_S)
        assert broken.progress.state is State.READY, "paused before its first step"
        assert "broken on purpose" in caplog.text
        assert pool.step(pool.add(sound), 5, wait_s=PATIENCE_S)
    finally:
        pool.close()
    assert sound.progress.step == 5


def test_close_stops_the_workers(small: Dataset) -> None:
    before = set(threading.enumerate())
    pool = Pool(workers=3)
    workers = set(threading.enumerate()) - before
    assert {thread.name for thread in workers} == {f"softmax-worker-{i}" for i in range(3)}
    add_playing(pool, Run(SHORT, small))
    pool.close()
    assert not any(thread.is_alive() for thread in workers)


@pytest.mark.skipif(sys.platform != "linux", reason="niceness belongs to the process elsewhere")
def test_workers_are_nicer_than_the_server(threaded: Pool, log: Log) -> None:
    niceness: list[int] = []
    run = FakeRun("a", log)

    def during() -> None:
        niceness.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        run.pause()

    run.during = during
    add_playing(threaded, run)
    wait_until(lambda: bool(niceness))
    assert niceness[0] == min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)


def test_the_shared_pool_is_one() -> None:
    assert shared() is shared()


def test_threads_that_first_use_the_shared_pool_at_once_get_the_same_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[object] = []

    @functools.cache
    def make() -> object:
        made.append(object())
        time.sleep(0.05)  # so that the others ask while it is being made
        return made[-1]

    monkeypatch.setattr(shared_pool, "_made", make)
    together = threading.Barrier(8)

    def ask(_: int) -> object:
        together.wait()
        return shared()

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(8))) == set(made)
    assert len(made) == 1


# -- admission -------------------------------------------------------------------------------


@pytest.fixture
def room(clock: Clock) -> Pool:
    """A pool of no workers with a capacity of two."""
    return Pool(workers=0, clock=clock, capacity=2)


def test_runs_above_the_capacity_wait_and_know_their_position(room: Pool, log: Log) -> None:
    tokens = [add_playing(room, FakeRun(name, log)) for name in "abcd"]
    assert [room.queue_position(token) for token in tokens] == [0, 0, 1, 2]
    assert room.live == 2
    for _ in range(6):
        room.serve_next()
    assert {name for name, _ in log} == {"a", "b"}


def test_a_free_slot_goes_to_the_run_that_has_waited_longest(room: Pool, log: Log) -> None:
    first, _, third, fourth = (add_playing(room, FakeRun(name, log)) for name in "abcd")
    room.pause(first)
    assert [room.queue_position(third), room.queue_position(fourth)] == [0, 1]
    for _ in range(6):
        room.serve_next()
    assert {name for name, _ in log[1:]} == {"b", "c"}, "a was queued when it was paused"


@pytest.mark.parametrize("way", ["pause", "remove"])
def test_a_waiting_run_that_is_stopped_leaves_the_queue(room: Pool, log: Log, way: str) -> None:
    first, _, third, fourth = (add_playing(room, FakeRun(name, log)) for name in "abcd")
    getattr(room, way)(third)
    assert [room.queue_position(third), room.queue_position(fourth)] == [0, 1]
    room.pause(first)
    assert room.queue_position(fourth) == 0
    assert room.live == 2


def test_a_run_whose_lease_expires_frees_its_slot(room: Pool, log: Log, clock: Clock) -> None:
    tokens = [add_playing(room, FakeRun(name, log)) for name in "abc"]
    clock.now += PARK_AFTER_S + 1
    room.heartbeat(tokens[2])  # the only one with a lease
    room.serve_next()
    room.serve_next()
    assert room.queue_position(tokens[2]) == 0
    assert room.live == 1
    room.heartbeat(tokens[0])  # its lease is renewed, and a slot is free
    assert room.live == 2


def test_a_waiting_run_whose_lease_expires_leaves_the_queue(
    room: Pool, log: Log, clock: Clock
) -> None:
    tokens = [add_playing(room, FakeRun(name, log)) for name in "abcd"]
    clock.now += PARK_AFTER_S + 1
    for token in (tokens[0], tokens[1], tokens[3]):
        room.heartbeat(token)
    assert room.queue_position(tokens[3]) == 1
    room.pause(tokens[0])
    assert [room.queue_position(token) for token in tokens] == [0, 0, 0, 0]
    room.heartbeat(tokens[2])
    assert room.queue_position(tokens[2]) == 1, "at the end of the queue"


def test_a_few_steps_never_wait(room: Pool, log: Log) -> None:
    for name in "ab":
        add_playing(room, FakeRun(name, log))
    run = FakeRun("c", log)
    token = room.add(run)  # type: ignore[arg-type]
    run.stopping = True
    room.play(token, 1)
    assert room.queue_position(token) == 0
    for _ in range(3):
        room.serve_next()
    assert "c" in {name for name, _ in log}


@pytest.mark.parametrize("steps", [module.BRIEF_STEPS + 1, 55_000])
def test_more_than_a_few_steps_wait_for_admission(
    room: Pool, log: Log, steps: int, caplog: pytest.LogCaptureFixture
) -> None:
    first, _ = (add_playing(room, FakeRun(name, log)) for name in "ab")
    caplog.clear()
    with caplog.at_level(logging.INFO, "softmax"):
        token = room.add(FakeRun("c", log))  # type: ignore[arg-type]
        room.play(token, steps)
        assert room.queue_position(token) == 1
        room.pause(first)
        assert room.queue_position(token) == 0
    assert "event=start" in caplog.text


def test_a_few_steps_end_the_waiting_and_play_waits_again(room: Pool, log: Log) -> None:
    for name in "ab":
        add_playing(room, FakeRun(name, log))
    run = FakeRun("c", log)
    token = add_playing(room, run)
    assert room.queue_position(token) == 1
    run.pause()
    room.play(token, 1)
    assert room.queue_position(token) == 0
    room.play(token)  # before the step was taken
    for _ in range(6):
        room.serve_next()
    assert room.queue_position(token) == 1
    assert [name for name, _ in log].count("c") <= 1
    assert room.live == 2, "not queued besides"


def test_a_waiting_run_that_is_stepped_is_queued_once(room: Pool, log: Log, clock: Clock) -> None:
    first, *_ = (add_playing(room, FakeRun(name, log), 10.0) for name in "ab")
    run = FakeRun("c", log)
    token = add_playing(room, run, 10.0)
    room.play(token, 1)
    room.pause(first)  # a slot is free while the step is still to be taken
    for _ in range(4):
        drain(room)
        clock.now += 0.1
    assert "".join(name for name, _ in log) == "abc" + "bc" * 3


def test_a_run_times_out_and_sooner_if_others_wait(room: Pool, log: Log, clock: Clock) -> None:
    def play_on(token: str, seconds: float) -> None:
        clock.now += seconds
        room.heartbeat(token)
        room.serve_next()

    run = FakeRun("a", log)
    token = add_playing(room, run)
    play_on(token, LONGEST_S - 1)
    assert (run.state, room.timed_out(token)) == (State.RUNNING, False)
    play_on(token, 2)
    assert (run.state, room.timed_out(token)) == (State.PAUSED, True)
    room.play(token)
    assert not room.timed_out(token), "playing on is allowed"

    others = [add_playing(room, FakeRun(name, log)) for name in "bc"]
    assert room.queue_position(others[1]) == 1
    clock.now += LONGEST_WHEN_FULL_S + 1
    for one in (token, *others):
        room.heartbeat(one)
    room.serve_next()
    assert room.timed_out(token)


def test_a_full_pool_drops_the_run_with_the_oldest_heartbeat(
    pool: Pool, log: Log, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_KEPT", 3)
    tokens = []
    for name in "abc":
        tokens.append(pool.add(FakeRun(name, log)))  # type: ignore[arg-type]
        clock.now += 1
    pool.heartbeat(tokens[0])
    tokens.append(pool.add(FakeRun("d", log)))  # type: ignore[arg-type]
    assert all(token in pool for token in tokens), "all were seen just now"
    clock.now += PARK_AFTER_S + 1
    pool.heartbeat(tokens[2])
    pool.add(FakeRun("e", log))  # type: ignore[arg-type]
    assert [token in pool for token in tokens] == [True, False, True, True]


def test_the_service_interval_grows_with_the_number_of_runs(
    pool: Pool, log: Log, clock: Clock
) -> None:
    runs, step_rate, seconds = 50, 100, 10
    tokens = [add_playing(pool, FakeRun(str(i), log), step_rate) for i in range(runs)]
    drain(pool)
    log.clear()
    for _ in range(seconds * 100):
        clock.now += 0.01
        for token in tokens:
            pool.heartbeat(token)
        drain(pool)
    taken = sum(steps for name, steps in log if name == "0")
    turns = sum(name == "0" for name, _ in log)
    assert taken == pytest.approx(seconds * step_rate, rel=0.05)
    assert turns <= seconds / (SERVICE_INTERVAL_S_PER_RUN * runs) + 1


def test_many_runs_share_the_memory_for_snapshots(small: Dataset, clock: Clock) -> None:
    pool = Pool(workers=0, clock=clock)
    many = Config(train_size=640, batch_size=1, epochs=1, learning_rate=0.01)
    run = Run(many, small)
    token = add_playing(pool, run)
    while run.state is State.RUNNING:
        pool.serve_next()
    assert len(run.snapshots) == 200
    others = [Run(SHORT, small)] * 99
    for other in others:
        pool.add(other)
    clock.now += SWEEP_EVERY_S + 1
    pool.heartbeat(token)
    pool.serve_next()
    kept = run.snapshots
    assert len(kept) == MAX_SNAPSHOTS_TOGETHER // 100
    assert (kept[0].step, kept[-1].step) == (0, 640)


def test_the_log_has_a_line_for_the_start_and_the_end_and_no_token(
    pool: Pool, small: Dataset, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="softmax")
    run = Run(SHORT, small)
    token = add_playing(pool, run)
    while run.state is State.RUNNING:
        pool.serve_next()
    start, end = (record.getMessage() for record in caplog.records)
    name = start.split()[1]
    assert start.startswith("event=start run=")
    assert "learning_rate=0.01" in start
    assert "batch_size=64" in start
    assert end.startswith(f"event=end {name} result=finished steps=40 seconds=")
    assert token not in start + end


def test_the_log_names_the_run_that_failed_and_gives_the_traceback(
    pool: Pool, log: Log, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("broken on purpose")

    caplog.set_level("INFO", logger="softmax")
    run = FakeRun("a", log)
    token = add_playing(pool, run)
    assert not pool.failed(token)
    run.during = fail
    pool.serve_next()
    start, failure, end = caplog.records
    name = start.getMessage().split()[1]
    assert failure.getMessage() == f"event=failure {name}"
    assert failure.exc_info is not None
    assert end.getMessage().startswith(f"event=end {name} result=failed steps=0 seconds=")
    assert (run.state, pool.failed(token)) == (State.PAUSED, True)
    assert token not in caplog.text

    pool.play(token)
    assert not pool.failed(token), "another try is allowed"


def test_a_cleared_stop_reason_is_forgotten(pool: Pool, log: Log, clock: Clock) -> None:
    def fail() -> None:
        raise RuntimeError("broken on purpose")

    run = FakeRun("a", log)
    token = add_playing(pool, run)
    run.during = fail
    pool.serve_next()
    assert pool.failed(token)
    pool.clear_stop_reason(token)
    assert not pool.failed(token)

    run.during = lambda: None
    pool.play(token)
    clock.now += LONGEST_S + 1
    pool.heartbeat(token)
    pool.serve_next()
    assert pool.timed_out(token)
    pool.clear_stop_reason(token)
    assert not pool.timed_out(token)


def test_the_environment_sets_the_capacity(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOFTMAX_CAPACITY", "two")
    with pytest.raises(ValueError, match="SOFTMAX_CAPACITY must be a whole number above 0"):
        shared_pool._made.__wrapped__()
    monkeypatch.setenv("SOFTMAX_CAPACITY", "1")
    pool = shared_pool._made.__wrapped__()
    try:
        tokens = [add_playing(pool, FakeRun(name, [])) for name in "ab"]
        assert [pool.queue_position(token) for token in tokens] == [0, 1]
    finally:
        pool.close()


# -- heavy jobs ---------------------------------------------------------------------------------


class Timed(FakeRun):
    """A run whose slices take time by the clock."""

    def __init__(self, name: str, log: Log, clock: Clock, seconds: float) -> None:
        super().__init__(name, log)

        def wait() -> None:
            clock.now += seconds

        self.during = wait


class FakeExperiment(FakeRun):
    experiment = True


def test_ordinary_runs_come_first(pool: Pool, log: Log) -> None:
    for name in "abc":
        add_playing(pool, FakeRun(name, log))
    add_playing(pool, FakeRun("ordinary", log), 10.0)
    pool.serve_next()
    assert log[0][0] == "ordinary"


def test_a_run_of_large_batches_is_a_heavy_job(pool: Pool, log: Log) -> None:
    large = FakeRun("large", log)
    large.config = Config(batch_size=16_384)
    add_playing(pool, large, 10.0)
    add_playing(pool, FakeRun("ordinary", log), 10.0)
    pool.serve_next()
    assert log[0][0] == "ordinary"


def test_heavy_jobs_share_time_not_turns(pool: Pool, log: Log, clock: Clock) -> None:
    for name, seconds in (("sweep", 1.0), ("race", 0.05)):
        add_playing(pool, Timed(name, log, clock, seconds))
    for _ in range(25):
        pool.serve_next()
    names = [name for name, _ in log]
    assert abs(names.count("race") * 0.05 - names.count("sweep") * 1.0) <= 1.05
    add_playing(pool, Timed("newcomer", log, clock, 0.05))
    del log[:]
    for _ in range(40):
        pool.serve_next()
    assert {"race", "newcomer"} <= {name for name, _ in log[:6]}, "it makes up for nothing"


def test_beside_ordinary_runs_heavy_jobs_have_a_fixed_part(
    pool: Pool, log: Log, clock: Clock
) -> None:
    token = add_playing(pool, FakeRun("ordinary", log), 100.0)
    heavy = [add_playing(pool, Timed(name, log, clock, 0.05)) for name in "abcdef"]
    began = clock.now
    while clock.now < began + 6:
        pool.heartbeat(token)
        for other in heavy:
            pool.heartbeat(other)
        if not pool.serve_next():
            clock.now += 0.01
    names = [name for name, _ in log]
    worked = (len(names) - names.count("ordinary")) * 0.05
    assert worked == pytest.approx(6 / (1 + HEAVY_REST), rel=0.1)
    assert sum(steps for name, steps in log if name == "ordinary") >= 590


def test_one_worker_at_most_serves_heavy_jobs_beside_ordinary_runs(pool: Pool, log: Log) -> None:
    add_playing(pool, FakeRun("ordinary", log), 1.0)
    drain(pool)
    first = FakeRun("first", log)
    first.during = lambda: log.append(("another", pool.serve_next()))
    for run in (first, FakeRun("second", log)):
        add_playing(pool, run)
    pool.serve_next()
    assert ("another", False) in log


def test_experiments_have_few_places_and_runs_are_admitted_past_them(pool: Pool, log: Log) -> None:
    tokens = [add_playing(pool, FakeExperiment(str(i), log)) for i in range(MAX_EXPERIMENTS + 2)]
    assert [pool.queue_position(token) for token in tokens[-3:]] == [0, 1, 2]
    assert pool.queue_position(add_playing(pool, FakeRun("run", log))) == 0
    pool.pause(tokens[0])
    assert all(pool.serve_next() for _ in range(3))
    assert [pool.queue_position(token) for token in tokens[-2:]] == [0, 1]
