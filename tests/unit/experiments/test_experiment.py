"""What the pool advances besides runs."""

from __future__ import annotations

import threading

import pytest

from softmax.experiments import Experiment
from softmax.training import Config, State


class Countdown(Experiment):
    def __init__(self, steps: int) -> None:
        super().__init__(Config())
        self.left, self.shown, self.released = steps, steps, 0

    def _step(self) -> None:
        self.left -= 1

    def _over(self) -> bool:
        return self.left == 0

    def _publish(self) -> None:
        self.shown = self.left

    def _release(self) -> None:
        self.released += 1


def test_it_moves_only_while_it_plays() -> None:
    count = Countdown(5)
    assert (count.state, count.advance()) == (State.READY, 0)
    count.play()
    assert count.advance(2) == 2
    assert count.shown == 3
    count.pause()
    assert (count.state, count.advance(2)) == (State.PAUSED, 0)
    count.play()
    assert count.advance() == 3
    assert (count.state, count.shown, count.released) == (State.FINISHED, 0, 1)
    count.play()
    count.pause()
    assert (count.state, count.advance()) == (State.FINISHED, 0)


def test_a_budget_that_is_used_up_ends_a_slice_after_a_step() -> None:
    count = Countdown(5)
    count.play()
    assert [count.advance(budget_s=0.0) for _ in range(6)] == [1, 1, 1, 1, 1, 0]


def test_a_reader_that_sees_the_end_sees_the_final_progress() -> None:
    seen = []

    class Watched(Countdown):
        def _publish(self) -> None:
            super()._publish()
            seen.append(self.state)

    count = Watched(1)
    count.play()
    count.advance()
    assert seen == [State.RUNNING], "published before it is called finished"


def test_it_cannot_be_stepped() -> None:
    with pytest.raises(ValueError, match="to its end"):
        Countdown(5).play(3)


def test_a_pause_in_the_moment_of_the_end_leaves_it_at_its_end() -> None:
    """Whoever pauses it has seen that it runs, and is held up there while the last step ends."""
    looking, over = threading.Event(), threading.Event()

    class Watched(Countdown):
        @property
        def _state(self) -> State:
            seen: State = self.__dict__["now"]
            if threading.current_thread() is pausing:
                looking.set()
                over.wait(0.3)
            return seen

        @_state.setter
        def _state(self, state: State) -> None:
            self.__dict__["now"] = state
            if state is State.FINISHED:
                over.set()

    count = Watched(1)
    pausing = threading.Thread(target=count.pause)
    count.play()
    pausing.start()
    assert looking.wait(5)
    count.advance()
    pausing.join(5)
    assert (count.state, count.released) == (State.FINISHED, 1)
