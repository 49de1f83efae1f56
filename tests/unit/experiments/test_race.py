"""Six presets from the same start."""

from __future__ import annotations

import time

import pytest
from numpy.testing import assert_allclose

from softmax.data import Dataset
from softmax.experiments import PRESETS, Race, objective_at
from softmax.experiments import race as module
from softmax.experiments.race import FULL_PASSES, preset_config, progress_share
from softmax.scheduling import Pool
from softmax.training import (
    SUGGESTED_RATE,
    Config,
    Run,
    State,
)

BASE = Config(train_size=2_000, batch_size=100, epochs=3)


@pytest.fixture(scope="module")
def over(mnist: Dataset) -> Race:
    race = Race(BASE, mnist)
    race.play()
    race.advance()
    return race


def test_all_contenders_see_the_same_number_of_images(over: Race) -> None:
    assert over.state is State.FINISHED
    assert progress_share(over.progress) == 1
    assert tuple(track.preset for track in over.progress) == PRESETS
    for track in over.progress:
        full = track.preset in ("gradient_descent", "lbfgs")
        expected = FULL_PASSES * 2_000 if full else 3 * 2_000
        # A line search may need a pass or two more than are left.
        most = expected + (25 * 2_000 if track.preset == "lbfgs" else 0)
        assert expected <= track.samples <= most
        samples = [stage.samples for stage in track.stages]
        cpu = [stage.cpu_s for stage in track.stages]
        assert samples == sorted(set(samples))
        assert cpu == sorted(cpu)
        assert samples[-1] == track.samples
        assert track.test is not None
        assert track.model is not None


def test_a_contender_takes_the_very_steps_of_a_run(over: Race, mnist: Dataset) -> None:
    track = over.progress[PRESETS.index("momentum")]
    assert track.config == BASE.replace(learning_rate=SUGGESTED_RATE["momentum"])
    run = Run(track.config, mnist)
    run.play()
    run.advance()
    assert track.model is not None
    assert_allclose(track.model.W, run.progress.weights.W)
    assert track.test == run.progress.test
    assert track.latest.validation == run.progress.latest.validation


def test_the_objective_is_that_of_the_model_which_arrived(over: Race, mnist: Dataset) -> None:
    for track in over.progress:
        assert track.model is not None
        found = objective_at(track.model.W, track.model.b, BASE, mnist)
        assert track.objective == pytest.approx(found, rel=1e-6)
    objectives = {track.preset: track.objective for track in over.progress}
    assert min(objectives, key=lambda preset: objectives[preset] or 9) == "lbfgs"


def test_the_contender_with_the_least_time_steps_next(
    mnist: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a clock on which every step takes a second, they take turns."""
    seconds = iter(range(1_000_000))
    monkeypatch.setattr(module.time, "thread_time", lambda: next(seconds))
    race = Race(BASE, mnist)
    race.play()
    race.advance(12)
    batches = {track.preset: track.samples // track.config.batch_size for track in race.progress}
    assert [batches[preset] for preset in PRESETS[:5]] == [2] * 5
    assert race.progress[PRESETS.index("lbfgs")].samples >= 3 * 2_000, "the start and two searches"


def test_measuring_takes_none_of_their_time(
    mnist: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MEASURED_AT", (0.001, *(i / 60 for i in range(1, 61))))
    often = Race(BASE, mnist)
    started = time.thread_time()
    often.play()
    often.advance()
    whole = time.thread_time() - started
    counted = sum(track.latest.cpu_s for track in often.progress)
    assert 0 < counted < whole, "what was spent on the validation images is not theirs"


def test_it_can_be_paused_in_the_pool(mnist: Dataset) -> None:
    pool, race = Pool(workers=0, clock=lambda: 0.0), Race(BASE, mnist)
    token = pool.add(race)
    pool.play(token)
    pool.serve_next()
    pool.pause(token)
    samples = [track.samples for track in race.progress]
    assert any(samples)
    pool.serve_next()
    assert [track.samples for track in race.progress] == samples
    assert 0 < progress_share(race.progress) < 1


def test_presets_differ_in_nothing_but_how_they_step() -> None:
    for preset in PRESETS:
        config = preset_config(preset, BASE.replace(head="sigmoid", l2=0.5, seed=4))
        assert (config.head, config.l2, config.seed, config.train_size) == (
            "sigmoid",
            0.5,
            4,
            2_000,
        )
